import type { SsmFleetStats } from '../runtime/fleet-stats.js';

/**
 * What a cache has done since it was made. Numbers only rise.
 *
 * @publicApi
 */
export interface SsmCacheStats {
  /** Refreshes that have ended, of one name or of one group; first loads are among them. */
  readonly refreshes: number;
  /** Refreshes that failed, wholly or in part, by the code of the error. */
  readonly failures: Readonly<Record<string, number>>;
  /** Calls to AWS that have ended, by operation, such as `GetParameters`. The retries of the SDK are part of a call. */
  readonly awsCalls: Readonly<Record<string, number>>;
  /** Calls that AWS throttled. */
  readonly throttled: number;
  /** Versions that refreshes brought in place of others. */
  readonly changes: number;
  /** Reads that gave a value older than its max age. Reads of fresh values are not counted. */
  readonly staleReads: number;
  /** Calls that failed, and that `@RefreshOnError()` or `refreshOnError()` took care of. */
  readonly recoveries: { readonly succeeded: number; readonly failed: number };
  /** Events of AWS that `notify()` and the queue took in, and how many of them were left aside. */
  readonly events: { readonly received: number; readonly ignored: number };
  /** What this process and its fleet have done for each other. */
  readonly fleet: SsmFleetStats;
}
