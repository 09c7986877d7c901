import { DEFAULT_CLIENT } from '../sources/source.interface.js';
import { rejectedVersions, versionsOf, type NamedVersion } from '../values/decoders/named-versions.js';
import type { RawType } from '../values/raw-value.js';
import type { ValueState } from '../engine/entry-view.state.js';
import type { EntryView } from '../engine/entry-view.js';

/**
 * What may be shown of a value that is held: everything but the value.
 *
 * @publicApi
 */
export interface SsmCacheEntrySnapshot {
  /** The parameter or secret, with its selector. */
  readonly name: string;
  /** Where it comes from: `ssm`, `secretsmanager`, or a source of an extension. */
  readonly source: string;
  /** The client that reads it, where it is not the default one. */
  readonly client?: string | undefined;
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

export const entrySnapshot = (view: EntryView<unknown>): SsmCacheEntrySnapshot => ({
  name: view.reference.fullName,
  source: view.reference.source,
  ...(view.reference.client !== DEFAULT_CLIENT && { client: view.reference.client }),
  type: view.raw?.type,
  version: view.raw?.version,
  age: view.age && Math.round(view.age * 1_000) / 1_000,
  state: view.state,
  lastError: view.failure && { code: view.failure.code, message: view.failure.message },
  rejections: rejectionsOf(view),
});

/**
 * A version that could not be used, and the one that is used instead.
 *
 * @publicApi
 */
export interface SsmCacheRejection {
  /** The parameter or secret; of a path, the parameter under it. */
  readonly name: string;
  /** The version that AWS holds; `undefined` where the parameter is no longer under the path. */
  readonly rejected: number | string | undefined;
  /** The version that stays in use; `undefined` where there is none. */
  readonly kept: number | string | undefined;
}

/** What the last refresh brought in vain. Of a path, and of what is read with it as one, all that has changed is rejected. */
export const rejectionsOf = (view: EntryView<unknown>): readonly SsmCacheRejection[] | undefined => {
  const { failure, raw, reference, rejected: answer } = view;
  if (answer === undefined || failure?.names.includes(reference.fullName) !== true) return undefined;
  const offered = rejectedVersions(answer.raw, answer.reference.fullName, reference.fullName);
  if (offered === undefined) return undefined;
  const isOfSeveral =
    reference.covers !== undefined || failure.names.length > 1 || raw?.type === 'SecretVersions';
  const rejected = byName(offered);
  const kept = byName(raw === undefined ? [] : versionsOf(raw, reference.fullName));
  const names = [...new Set([...rejected.keys(), ...kept.keys()])].toSorted();
  return names
    .map((name) => ({ name, rejected: rejected.get(name), kept: kept.get(name) }))
    .filter((rejection) => !isOfSeveral || rejection.rejected !== rejection.kept);
};

const byName = (versions: readonly NamedVersion[]): ReadonlyMap<string, NamedVersion['version']> =>
  new Map(versions.map(({ name, version }) => [name, version]));
