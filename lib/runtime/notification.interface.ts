/**
 * Why an event was left aside:
 *
 * - `malformed`: it is no event, or has more than 256 KiB, or more envelopes than AWS puts around one
 * - `unknown event`: it is one that changes no value
 * - `not held`: nothing that it names is held
 * - `other account`: what it names is held, but of another account or region
 * - `failed call`: AWS refused the call that it tells of
 * - `duplicate`: it came before
 *
 * @publicApi
 */
export type SsmIgnoredReason =
  'malformed' | 'unknown event' | 'not held' | 'other account' | 'failed call' | 'duplicate';

/**
 * An event that was left aside.
 *
 * @publicApi
 */
export interface SsmIgnoredEvent {
  /** The id that EventBridge gave it, or that of its envelope; `undefined` where it has none. */
  readonly id: string | undefined;
  /** Why. */
  readonly reason: SsmIgnoredReason;
}

/**
 * What `SsmCache.notify()` made of what it was given.
 *
 * @publicApi
 */
export interface SsmNotification {
  /** What was looked at again, with selectors; never a value. */
  readonly names: readonly string[];
  /** What was left aside. */
  readonly ignored: readonly SsmIgnoredEvent[];
}
