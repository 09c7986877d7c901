/**
 * What is needed of a command of AWS SDK for JavaScript v3 to answer it, and to know the type of its output.
 *
 * @publicApi
 */
export interface AwsCommand<Output extends object> {
  /** What the operation is asked for, as AWS documents it. */
  readonly input: object;
  /** Never called: the type of the output is read off it. */
  resolveMiddleware?(...args: never[]): (...args: never[]) => Promise<{ output: Output }>;
}

/**
 * Options of one request.
 *
 * @publicApi
 */
export interface AwsRequestOptions {
  /** Ends the request with an `AbortError`, `Request aborted`. */
  readonly abortSignal?: AbortSignal;
}

/**
 * What the SDK adds to every output.
 *
 * @publicApi
 */
export interface AwsOutputMetadata {
  /** How the request went: the HTTP status, the id that AWS gave it, and what the retries took. */
  readonly $metadata: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly attempts?: number;
    readonly totalRetryDelay?: number;
  };
}
