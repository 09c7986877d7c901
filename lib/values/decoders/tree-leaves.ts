import { splitList } from '../convert/to-list.js';
import { isTree, type NamedValue, type RawValue } from '../raw-value.js';
import type { NamedVersion } from './named-versions.js';
import type { Leaf } from './tree-shape.js';

const DEEPEST_NAME = 15;

/** The parameters under a path by their names relative to it. */
export const leavesOf = ({ value }: RawValue, path: string): readonly Leaf[] =>
  (isTree(value) ? value : []).map((named) => toLeaf(named, path));

/**
 * The parameters that places in a tree lie in.
 *
 * @param places the keys that lead to each place
 */
export const parametersAt = (
  places: readonly (readonly string[])[],
  { value }: RawValue,
  path: string,
): readonly NamedVersion[] => {
  const listed = isTree(value) ? value : [];
  const root = path === '/' ? '' : path;
  return places.flatMap(levelsAround).flatMap((level) => {
    const name = `${root}/${level}`;
    const raw = find(listed, name);
    return raw === undefined ? [] : [{ name, version: raw.version }];
  });
};

/** What a place may be in: itself and the levels above it, as `db` and `db/host`. */
export const levelsAround = (place: readonly string[]): readonly string[] => {
  const levels = place.join('/').split('/').slice(0, DEEPEST_NAME);
  return levels.map((_, index) => levels.slice(0, index + 1).join('/'));
};

/** The value of a name among values that are sorted by name. */
const find = (values: readonly NamedValue[], name: string): RawValue | undefined => {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((values[middle] as NamedValue).name < name) from = middle + 1;
    else to = middle;
  }
  const found = values[from];
  return found?.name === name ? found.raw : undefined;
};

const relativeName = (name: string, path: string): string =>
  path === '/' ? name.slice(1) : name.slice(path.length + 1);

const toLeaf = ({ name, raw }: NamedValue, path: string): Leaf => {
  const isList = raw.type === 'StringList' && typeof raw.value === 'string';
  return [relativeName(name, path), isList ? splitList(raw.value) : raw.value];
};
