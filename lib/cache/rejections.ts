import { offeredVersions, versionsOf, type NamedVersion } from '../values/decoders/offered-versions.js';
import type { EntryView } from '../engine/entry-view.js';

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

/** What the last refresh brought in vain. Under a path, all that has changed is rejected together. */
export const rejectionsOf = (live: EntryView<unknown>): readonly SsmCacheRejection[] | undefined => {
  const { failure, raw, reference } = live;
  const isOwn = failure?.names.includes(reference.fullName) === true;
  const offered = isOwn ? offeredVersions(failure) : undefined;
  if (offered === undefined) return undefined;
  const rejected = byName(offered);
  const kept = byName(raw === undefined ? [] : versionsOf(raw, reference.fullName));
  const names = [...new Set([...rejected.keys(), ...kept.keys()])].toSorted();
  return names
    .map((name) => ({ name, rejected: rejected.get(name), kept: kept.get(name) }))
    .filter((rejection) => reference.kind !== 'path' || rejection.rejected !== rejection.kept);
};

const byName = (versions: readonly NamedVersion[]): ReadonlyMap<string, NamedVersion['version']> =>
  new Map(versions.map(({ name, version }) => [name, version]));
