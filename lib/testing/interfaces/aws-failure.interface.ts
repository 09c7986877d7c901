/**
 * A failure to inject: an error code of AWS (`'ThrottlingException'`), a code with its message and HTTP status,
 * or an `Error` that is thrown as it is.
 *
 * @publicApi
 */
export type AwsFailure = Error | string | AwsFailureDescription;

/**
 * A failure in full.
 *
 * @publicApi
 */
export interface AwsFailureDescription {
  /** The error code, for example `ThrottlingException`. */
  readonly name: string;
  /** The text of the error. @default what AWS usually gives with the code */
  readonly message?: string;
  /** The HTTP status. @default 400, or what is usual for the code */
  readonly status?: number;
}
