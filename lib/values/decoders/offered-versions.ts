import type { TransformError } from '../../errors/index.js';
import { isTree, type RawValue } from '../raw-value.js';

/** A parameter or secret in one version. */
export interface NamedVersion {
  readonly name: string;
  readonly version: RawValue['version'];
}

interface Offer {
  readonly raw: RawValue;
  readonly name: string;
}

const offers = new WeakMap<object, Offer>();

/** The versions of a value: one, or of a path that of each parameter under it. */
export const versionsOf = ({ value, version }: RawValue, name: string): readonly NamedVersion[] =>
  isTree(value) ? value.map((leaf) => ({ name: leaf.name, version: leaf.raw.version })) : [{ name, version }];

/** Notes beside `error` what could not be used: in it, a long path would fill every log that shows it. */
export const withOfferedVersions = (error: TransformError, raw: RawValue, name: string): TransformError => {
  offers.set(error, { raw, name });
  return error;
};

/** The versions of `name` that could not be used: of what `error` is told of, or of a part of it. */
export const offeredVersions = (error: object, name: string): readonly NamedVersion[] | undefined => {
  const offer = offers.get(error);
  if (offer === undefined) return undefined;
  const { value } = offer.raw;
  const part = isTree(value) && offer.name !== name ? value.find((one) => one.name === name) : offer;
  return part && versionsOf(part.raw, part.name);
};
