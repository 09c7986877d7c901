/**
 * What is needed of a command of AWS SDK for JavaScript v3 to answer it, and to know the type of its output.
 *
 * @publicApi
 */
export interface AwsCommand<Output extends object> {
  readonly input: object;
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
  readonly $metadata: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly attempts?: number;
    readonly totalRetryDelay?: number;
  };
}
