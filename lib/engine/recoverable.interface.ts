import type { RefreshUnit } from './refresh-unit.js';

/** What a recovery brings up to date. */
export interface Recoverable {
  /** When a value was last replaced, on the logical clock. */
  readonly revision: number;
  /** What it is fetched with. */
  readonly unit: Pick<RefreshUnit, 'departures' | 'failure' | 'landed' | 'settled'>;
  refresh(): Promise<void>;
}
