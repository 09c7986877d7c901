import type { Reference, SourceChange } from '../source.interface.js';

const ARN = /^(arn:.*:secret:)(.+)$/s;
/** An ARN ends in a hyphen and six characters that are not part of the name. */
const SUFFIX = /-[A-Za-z0-9]{6}$/;

/** Whether a change is one of this secret. */
export const isSecretTouched = ({ name }: Reference, change: SourceChange): boolean =>
  change.source === 'secretsmanager' && isSameSecret(name, change.name);

/**
 * Whether two names, full ARNs or partial ARNs may be of one secret. A partial ARN may end as a full one does: then both
 * readings count.
 */
export const isSameSecret = (one: string, other: string): boolean => {
  const [first, second] = [partsOf(one), partsOf(other)];
  const mayBeOfOneAccount = [first.place, second.place].includes('') || first.place === second.place;
  return mayBeOfOneAccount && first.names.some((name) => second.names.includes(name));
};

/** The names that a secret may have by its name or its ARN. */
export const namesOfSecret = (id: string): readonly string[] => partsOf(id).names;

const partsOf = (id: string): { readonly place: string; readonly names: readonly string[] } => {
  const [, place = '', tail] = ARN.exec(id) ?? [];
  return tail === undefined ? { place, names: [id] } : { place, names: [tail, tail.replace(SUFFIX, '')] };
};
