import type { RawType } from '../values/raw-value.js';
import type { ValueState } from '../engine/entry-view.state.js';
import type { EntryView } from '../engine/entry-view.js';
import { rejectionsOf, type SsmCacheRejection } from './rejections.js';

/**
 * What may be shown of a value that is held: everything but the value.
 *
 * @publicApi
 */
export interface SsmCacheEntrySnapshot {
  /** The parameter or secret, with its selector. */
  readonly name: string;
  /** The service that holds it. */
  readonly source: 'ssm' | 'secretsmanager';
  /** How AWS stores it; `undefined` before the first load. */
  readonly type: RawType | undefined;
  /** The version of a parameter, or the `VersionId` of a secret; `undefined` before the first load. */
  readonly version: number | string | undefined;
  /** Seconds, to the millisecond, since the refresh that brought it began; `undefined` before the first load. */
  readonly age: number | undefined;
  /** Where it stands between being unknown and being refused. */
  readonly state: ValueState;
  /** What the last refresh failed with, if it failed. */
  readonly lastError: { readonly code: string; readonly message: string } | undefined;
  /**
   * The versions that the last refresh brought and that could not be used, with those that stay in use; `undefined` unless
   * `lastError` says why.
   */
  readonly rejections?: readonly SsmCacheRejection[] | undefined;
}

export const entrySnapshot = (live: EntryView<unknown>): SsmCacheEntrySnapshot => ({
  name: live.reference.fullName,
  source: live.reference.kind === 'secret' ? 'secretsmanager' : 'ssm',
  type: live.raw?.type,
  version: live.raw?.version,
  age: live.age && Math.round(live.age * 1_000) / 1_000,
  state: live.state,
  lastError: live.failure && { code: live.failure.code, message: live.failure.message },
  rejections: rejectionsOf(live),
});
