import { isTree, type RawValue } from '../raw-value.js';

/** A parameter or secret in one version. */
export interface NamedVersion {
  readonly name: string;
  readonly version: RawValue['version'];
}

/** The versions of a value: one, or of a path that of each parameter under it. */
export const versionsOf = ({ value, version }: RawValue, name: string): readonly NamedVersion[] =>
  isTree(value) ? value.map((leaf) => ({ name: leaf.name, version: leaf.raw.version })) : [{ name, version }];

/** The versions of `name` in a value that was rejected as `rejectedName`: of all of it, or of a part of it. */
export const rejectedVersions = (
  raw: RawValue,
  rejectedName: string,
  name: string,
): readonly NamedVersion[] | undefined => {
  const isWhole = !isTree(raw.value) || rejectedName === name;
  const part = isWhole ? { name: rejectedName, raw } : raw.value.find((one) => one.name === name);
  return part && versionsOf(part.raw, part.name);
};
