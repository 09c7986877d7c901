import type { Reference, SourceChange } from '../source.interface.js';
import {
  canonicalName,
  isArn,
  isSecretReference,
  SECRET_REFERENCE_PREFIX,
  splitSelector,
} from './parameter-name.js';
import { isSameSecret, isStageTouched } from '../secrets-manager/secret-change.js';

/** What never moves: a version by its number. */
const PINNED_VERSION = /^:\d+$/;
/** The same of a secret: its id is a UUID, which no stage is. */
const PINNED_SECRET = /^:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether a change is one of this parameter, in a version that can move. */
export const isParameterTouched = ({ name, fullName }: Reference, change: SourceChange): boolean => {
  const selector = fullName.slice(name.length);
  if (isSecretReference(name)) {
    if (change.source !== 'secretsmanager' || PINNED_SECRET.test(selector)) return false;
    const secret = name.slice(SECRET_REFERENCE_PREFIX.length);
    return isSameSecret(secret, change.name) && isStageTouched(selector.slice(1) || undefined, change);
  }
  if (change.source !== 'ssm' || PINNED_VERSION.test(selector)) return false;
  return isSameParameter(name, splitSelector(change.name).name);
};

/** Whether a change is one of a parameter under this path; on its first level, unless it is listed recursively. */
export const isPathTouched = (
  { name: path, recursive }: Reference & { readonly recursive: boolean },
  change: SourceChange,
): boolean => {
  if (change.source !== 'ssm') return false;
  const name = canonicalName(splitSelector(change.name).name);
  const full = name.startsWith('/') ? name : `/${name}`;
  return isUnder(full, path) && (recursive || full.lastIndexOf('/') === (path === '/' ? 0 : path.length));
};

/** Whether a parameter is under a path, on any level. */
export const isUnder = (name: string, path: string): boolean =>
  name.startsWith(path === '/' ? '/' : `${path}/`);

/** A parameter of another account or region is another one, where both are known. */
const isSameParameter = (one: string, other: string): boolean =>
  isArn(one) && isArn(other) ? one === other : canonicalName(one) === canonicalName(other);
