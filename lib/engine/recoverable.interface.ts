import type { EntryView } from './entry-view.js';
import type { RefreshOptions, RefreshUnit } from './refresh-unit.js';

/** What a recovery brings up to date. */
export interface Recoverable {
  /** When a value was last replaced, on the logical clock. */
  readonly revision: number;
  /** When its readers last got another value: later than `revision` where an earlier value is read again. */
  readonly changedAt: number;
  readonly policy: RefreshOptions;
  /** What it is fetched with. */
  readonly unit: Pick<
    RefreshUnit,
    'lastStarted' | 'failure' | 'lastEnded' | 'settled' | 'trial' | 'startTrial' | 'mustWait'
  >;
  refresh(): Promise<void>;
  /** Whether `view` is it, or a part of it. */
  reads(view: EntryView<unknown>): boolean;
}
