import type { TransformError } from '../../errors/index.js';
import { isTree, type RawValue } from '../raw-value.js';

/** A parameter or secret in one version. */
export interface NamedVersion {
  readonly name: string;
  readonly version: RawValue['version'];
}

const offered = new WeakMap<object, readonly NamedVersion[]>();

/** The versions of a value: one, or of a path that of each parameter under it. */
export const versionsOf = ({ value, version }: RawValue, name: string): readonly NamedVersion[] =>
  typeof value !== 'string' && isTree(value)
    ? value.map((leaf) => ({ name: leaf.name, version: leaf.raw.version }))
    : [{ name, version }];

/** Notes beside `error` what could not be used: in it, a long path would fill every log that shows it. */
export const withOfferedVersions = (error: TransformError, raw: RawValue, name: string): TransformError => {
  offered.set(error, versionsOf(raw, name));
  return error;
};

export const offeredVersions = (error: object): readonly NamedVersion[] | undefined => offered.get(error);
