import { DEFAULT_CLIENT, keyFor, type Reference, type SourceChange } from '../source.interface.js';
import { isParameterTouched } from './parameter-change.js';
import { isSecretReference, isWellFormed, parseParameterName, underBasePath } from './parameter-name.js';

/** A parameter of Parameter Store, in one version, read with or without decryption. */
export interface ParameterReference extends Reference {
  readonly source: 'ssm';
  readonly selector: string;
  readonly withDecryption: boolean;
  /** Whether AWS may know such a name. One that it may not makes it refuse the whole call. */
  readonly isWellFormed: boolean;
}

export interface ParameterReferenceOptions {
  readonly client?: string | undefined;
  readonly basePath?: string | undefined;
  readonly withDecryption: boolean;
}

/** What does not move: the latest version, or a certain one. */
const VERSION_OR_LATEST = /^(?::\d+)?$/;

export const parameterReference = (
  nameWithSelector: string,
  { client = DEFAULT_CLIENT, basePath, withDecryption }: ParameterReferenceOptions,
): ParameterReference => {
  const fullName = underBasePath(nameWithSelector, basePath);
  const { name, selector } = parseParameterName(fullName);
  const decrypts = withDecryption || isSecretReference(name);
  return {
    source: 'ssm',
    client,
    key: keyFor(client, `ssm:${decrypts ? 'decrypted' : 'as stored'}:${fullName}`),
    name,
    fullName,
    selector,
    withDecryption: decrypts,
    isWellFormed: isWellFormed(name),
    isTouchedBy,
    ...((isSecretReference(name) || !VERSION_OR_LATEST.test(selector)) && { canMove: true }),
  };
};

/** One function for all, so that equal references stay equal. */
function isTouchedBy(this: Reference, change: SourceChange): boolean {
  return isParameterTouched(this, change);
}
