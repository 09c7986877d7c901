/**
 * How fresh a value is kept. Given to the module they hold for everything; given to a group, a decorator or a handle
 * they hold there.
 *
 * @example
 * ```ts
 * SsmCacheModule.forRoot({ maxAge: 300, maxStale: 3_600, jitter: 0, refreshTimeout: 1, minRefreshInterval: 2, refresh: 'background' });
 * ```
 *
 * @publicApi
 */
export interface FreshnessOptions {
  /**
   * How old a value may become, in seconds, before it is refreshed; fractions count. `0` means that it is never
   * served from the cache by `get()`.
   *
   * @default never expires
   */
  maxAge?: number;

  /**
   * When a value is refreshed that is older than `maxAge`: `on-read`, when it is read; `background`, at once although nobody
   * reads it, as long as its handle is held or a class declares it. What is listened to is refreshed like this anyway.
   *
   * @default 'on-read'
   */
  refresh?: 'on-read' | 'background';

  /**
   * How far past `maxAge`, in seconds, the last known value is still served while it cannot be refreshed. After that
   * a read fails with `StaleValueError`; a synchronous one, which waits for nothing, also if it is the first for long.
   *
   * @default Infinity
   */
  maxStale?: number;

  /**
   * The share of `maxAge`, from 0 to 1, by which a refresh may come early. Each refresh picks its own moment, so that
   * a fleet that started together does not refresh together.
   *
   * @default 0.1
   */
  jitter?: number;

  /**
   * How long a reader waits in all, and how long one call to AWS may take, in seconds; the retries of the SDK are included.
   * A refresh of several calls that goes on being answered may take ten times as long.
   *
   * @default 5
   */
  refreshTimeout?: number;

  /**
   * The least time between two forced refreshes of one value, in seconds. A refresh that is asked for earlier waits,
   * and is shared by all who ask meanwhile.
   *
   * @default 1
   */
  minRefreshInterval?: number;
}
