import type { SsmCacheChange } from '../runtime/cache-events.js';
import { isTree, sameRawValue, type RawValue } from '../values/raw-value.js';

/** What changed under a path, or among several versions, sorted by name; `undefined` for what is neither. */
export const treeChanges = (
  before: RawValue | undefined,
  now: RawValue | undefined,
): readonly SsmCacheChange[] | undefined => {
  const [previous, current] = [leavesOf(before), leavesOf(now)];
  if (previous === undefined || current === undefined) return undefined;
  const names = [...new Set([...previous.keys(), ...current.keys()])].toSorted();
  return names
    .filter((name) => !sameRawValue(previous.get(name), current.get(name)))
    .map((name) => ({
      name,
      previousVersion: previous.get(name)?.version,
      version: current.get(name)?.version,
    }));
};

const leavesOf = (raw: RawValue | undefined): ReadonlyMap<string, RawValue> | undefined =>
  raw !== undefined && isTree(raw.value)
    ? new Map(raw.value.map((leaf) => [leaf.name, leaf.raw]))
    : undefined;
