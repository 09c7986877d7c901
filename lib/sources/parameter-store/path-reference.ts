import { InvalidPathError } from '../../errors/index.js';
import { invalidParameterPathMessage } from '../../errors/errors.messages.js';
import { checkedFilters, type ParameterFilter } from './parameter-filters.js';
import { underBasePath } from './parameter-name.js';
import { parameterReference, type ParameterReference } from './parameter-reference.js';
import { DEFAULT_CLIENT, keyFor, type Reference, type SourceChange } from '../source.interface.js';
import { isPathTouched, isUnder } from './parameter-change.js';

/** All parameters under a path. */
export interface PathReference extends Reference {
  readonly source: 'ssm';
  readonly recursive: boolean;
  readonly withDecryption: boolean;
  readonly filters: ParameterFilter[];
}

export interface PathReferenceOptions {
  readonly client?: string | undefined;
  readonly basePath?: string | undefined;
  readonly withDecryption: boolean;
  readonly recursive: boolean;
  readonly filters: readonly unknown[];
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html */
export const pathReference = (
  pathUnderBase: string,
  { client = DEFAULT_CLIENT, basePath, withDecryption, recursive, filters }: PathReferenceOptions,
): PathReference => {
  if (!pathUnderBase.startsWith('/')) {
    throw new InvalidPathError(invalidParameterPathMessage(pathUnderBase), { names: [pathUnderBase] });
  }
  const path = withoutTrailingSlash(underBasePath(pathUnderBase, basePath));
  const checked = checkedFilters(filters, path);
  return {
    source: 'ssm',
    client,
    key: keyFor(client, JSON.stringify(['path', path, recursive, withDecryption, checked])),
    name: path,
    fullName: path,
    recursive,
    withDecryption,
    filters: checked,
    covers: isAbove,
    isTouchedBy,
    ...(checked.some(({ Key }) => Key === 'Label') && { canMove: true }),
  };
};

/**
 * A parameter that the listing of a path brings. A filter by label lists the versions that have it, which are not the
 * latest ones, so that these are references of their own.
 */
export const memberReference = (
  name: string,
  { client, withDecryption, filters }: PathReference,
): ParameterReference => {
  const reference = parameterReference(name, { client, withDecryption });
  const labels = filters.filter(({ Key }) => Key === 'Label').map(({ Values }) => Values);
  return labels.length === 0 ? reference : { ...reference, key: JSON.stringify([reference.key, labels]) };
};

/** One function for all, so that equal references stay equal. */
function isAbove(this: Reference, { source, client, name }: Reference): boolean {
  return source === this.source && client === this.client && isUnder(name, this.name);
}

const withoutTrailingSlash = (path: string): string => path.replace(/(?<=.)\/+$/, '');

/** Whether a reference to Parameter Store is a listing. */
export const isPathReference = (reference: Reference): reference is PathReference =>
  reference.covers !== undefined;

/** One function for all, so that equal references stay equal. */
function isTouchedBy(this: PathReference, change: SourceChange): boolean {
  return isPathTouched(this, change);
}
