import type { Reference } from '../source.interface.js';
import { isSecretReference, parseParameterName, underBasePath } from './parameter-name.js';

/** A parameter of Parameter Store, in one version, read with or without decryption. */
export interface ParameterReference extends Reference {
  readonly kind: 'parameter';
  readonly selector: string;
  readonly withDecryption: boolean;
}

export interface ParameterReferenceOptions {
  readonly basePath?: string | undefined;
  readonly withDecryption: boolean;
}

/** What does not move: the latest version, or a certain one. */
const VERSION_OR_LATEST = /^(?::\d+)?$/;

export const parameterReference = (
  nameWithSelector: string,
  { basePath, withDecryption }: ParameterReferenceOptions,
): ParameterReference => {
  const fullName = underBasePath(nameWithSelector, basePath);
  const { name, selector } = parseParameterName(fullName);
  const decrypts = withDecryption || isSecretReference(name);
  return {
    kind: 'parameter',
    key: `ssm:${decrypts ? 'decrypted' : 'as stored'}:${fullName}`,
    name,
    fullName,
    selector,
    withDecryption: decrypts,
    ...((isSecretReference(name) || !VERSION_OR_LATEST.test(selector)) && { canMove: true }),
  };
};
