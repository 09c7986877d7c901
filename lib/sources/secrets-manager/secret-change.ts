import type { Reference, SourceChange } from '../source.interface.js';
import type { SecretReference } from './secret-reference.js';

const ARN = /^(arn:.*:secret:)(.+)$/s;
/** An ARN ends in a hyphen and six characters that are not part of the name. */
const SUFFIX = /-[A-Za-z0-9]{6}$/;

const CURRENT = 'AWSCURRENT';
export const PENDING = 'AWSPENDING';
/** What moves with `AWSCURRENT`, and is never told by itself. */
const MOVE_WITH_CURRENT = new Set([CURRENT, 'AWSPREVIOUS', PENDING]);

/** Whether it reads the version that is about to become current: another one says nothing of the current version. */
export const isPendingVersion = (reference: Reference): boolean =>
  (reference as Partial<SecretReference>).versionStage === PENDING;

/** Whether a change is one of this secret, in a version that can move. */
export const isSecretTouched = (
  { name, versionStage, versionId }: SecretReference,
  change: SourceChange,
): boolean =>
  change.source === 'secretsmanager' &&
  versionId === undefined &&
  isStageTouched(versionStage, change) &&
  isSameSecret(name, change.name);

/** Whether a change may have moved a stage. */
export const isStageTouched = (stage: string | undefined, { stages }: SourceChange): boolean => {
  if (stages === undefined || stages.includes(stage ?? CURRENT)) return true;
  return stages.includes(CURRENT) && MOVE_WITH_CURRENT.has(stage ?? CURRENT);
};

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
