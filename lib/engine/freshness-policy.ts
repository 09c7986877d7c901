/** How fresh a value has to be. Times are in milliseconds. */
export interface FreshnessPolicy {
  readonly maxAge: number;
  readonly maxStale: number;
  /** The share of `maxAge`, 0 to 1, by which a refresh may come early. */
  readonly jitter: number;
  readonly refreshTimeout: number;
  /** How far apart refreshes are that were asked for, or that a change caused. */
  readonly minRefreshInterval: number;
  /** Whether it is refreshed when it is due although nobody reads it. */
  readonly isBackground: boolean;
}
