import type { Reference, SourceChange } from '../source.interface.js';
import {
  canonicalName,
  isArn,
  isSecretReference,
  SECRET_REFERENCE_PREFIX,
  splitSelector,
} from './parameter-name.js';
import { isSameSecret } from '../secrets-manager/secret-change.js';

/** Whether a change is one of this parameter. */
export const isParameterTouched = ({ name }: Reference, change: SourceChange): boolean => {
  if (isSecretReference(name)) {
    const secret = name.slice(SECRET_REFERENCE_PREFIX.length);
    return change.source === 'secretsmanager' && isSameSecret(secret, change.name);
  }
  return change.source === 'ssm' && isSameParameter(name, splitSelector(change.name).name);
};

/** Whether a change is one of a parameter under this path. */
export const isPathTouched = ({ name: path }: Reference, change: SourceChange): boolean => {
  if (change.source !== 'ssm') return false;
  const name = canonicalName(splitSelector(change.name).name);
  return isUnder(name.startsWith('/') ? name : `/${name}`, path);
};

/** Whether a parameter is under a path, on any level. */
export const isUnder = (name: string, path: string): boolean =>
  name.startsWith(path === '/' ? '/' : `${path}/`);

/** A parameter of another account or region is another one, where both are known. */
const isSameParameter = (one: string, other: string): boolean =>
  isArn(one) && isArn(other) ? one === other : canonicalName(one) === canonicalName(other);
