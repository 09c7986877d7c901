/**
 * A token bucket, as AWS throttles with.
 *
 * @example
 * ```ts
 * store.throttle({ ratePerSecond: 40, burst: 10, operations: ['GetParameters'] });
 * ```
 *
 * @publicApi
 */
export interface ThrottleOptions {
  /**
   * Requests a second that are let through in the long run.
   *
   * @default 40, what Parameter Store gives an account for its three Get* operations together
   */
  readonly ratePerSecond?: number;
  /**
   * Requests that are let through at once after a pause.
   *
   * @default ratePerSecond
   */
  readonly burst?: number;
  /**
   * The operations that share the bucket.
   *
   * @default the operations of the service that read values
   */
  readonly operations?: readonly string[];
}
