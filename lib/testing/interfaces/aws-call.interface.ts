/**
 * One request that a service received.
 *
 * @publicApi
 */
export interface AwsCall {
  /** The operation as AWS names it, for example `GetParameters`. */
  readonly operation: string;
  /** A frozen copy of the input. Parameter values and secrets read `'***'`. */
  readonly input: unknown;
  /** When it arrived: milliseconds since the epoch, by the service's clock. */
  readonly at: number;
}
