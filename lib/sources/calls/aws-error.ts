import {
  InvalidClientError,
  InvalidParameterError,
  ParameterAccessDeniedError,
  RefreshError,
  SsmCacheError,
} from '../../errors/index.js';
import {
  deniedMessage,
  missingMessage,
  refusedNameMessage,
  transientMessage,
  unknownOperationMessage,
} from '../../errors/errors.messages.js';
import { letGoOfFrames } from '../../errors/let-go-of-frames.js';
import { memberOf, nameOf } from './error-facts.js';
import { isSystemErrorCode } from './error-names.js';
import { isUnknownOperation } from './unknown-operation.js';

/** A name that AWS does not know, in this version. */
const MISSING = new Set(['ParameterNotFound', 'ParameterVersionNotFound', 'ResourceNotFoundException']);

/** A request that AWS will not serve whoever asks: a malformed name, a secret that is marked for deletion. */
const REFUSED_REQUEST = new Set([
  'ValidationException',
  'InvalidParameterException',
  'InvalidRequestException',
  'UnsupportedParameterType',
]);

/** A role that may not read a value, or a key that does not decrypt it. */
const DENIED = new Set(['AccessDeniedException', 'AccessDenied', 'InvalidKeyId', 'DecryptionFailure']);

/** More calls than AWS allows in this time. */
const THROTTLING = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
]);

export const isMissing = (error: unknown): boolean => MISSING.has(nameOf(error));

export const isThrottling = (error: unknown): boolean => THROTTLING.has(nameOf(error));

/** Whether AWS will not serve the request whoever asks. */
export const isRefusedRequest = (error: unknown): boolean => REFUSED_REQUEST.has(nameOf(error));

/** Whether the error may be the fault of one name among several that were asked for together. */
export const mayBeOneOfSeveral = (error: unknown): boolean => {
  const name = nameOf(error);
  return DENIED.has(name) || REFUSED_REQUEST.has(name) || MISSING.has(name);
};

export const isAccessDenied = (error: unknown): boolean => nameOf(error).startsWith('AccessDenied');

/**
 * What AWS answered, as an error of ours. Errors of the SDK are told apart by their name, since some have no class of
 * their own, and are not kept: they can quote the body of an answer, and with it a value.
 */
export const toSsmCacheError = (error: unknown, fullName: string, permission: string): SsmCacheError => {
  if (error instanceof SsmCacheError) return error;
  const name = nameOf(error);
  const options = { names: [fullName], cause: withoutValues(error) };
  if (MISSING.has(name)) return new InvalidParameterError(missingMessage(fullName), options);
  if (REFUSED_REQUEST.has(name))
    return new InvalidParameterError(refusedNameMessage(fullName, name), options);
  if (DENIED.has(name))
    return new ParameterAccessDeniedError(deniedMessage(fullName, name, permission), options);
  if (isUnknownOperation(error)) {
    const [, operation = permission] = permission.split(':');
    return new InvalidClientError(unknownOperationMessage(fullName, operation, reasonOf(error)), options);
  }
  return new RefreshError(transientMessage(fullName, reasonOf(error)), options);
};

const reasonOf = (error: unknown): string => {
  const code = memberOf(error, 'code');
  const name = nameOf(error);
  return isSystemErrorCode(code) ? `${name} ${code}` : name;
};

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What may be known of an error of the SDK: what kind it is, and by which request AWS can find it. */
export const withoutValues = (error: unknown): Error => {
  const metadata = memberOf(error, '$metadata');
  const status = memberOf(metadata, 'httpStatusCode');
  const requestId = memberOf(metadata, 'requestId');
  const attempts = memberOf(metadata, 'attempts');
  const facts = [
    reasonOf(error),
    typeof status === 'number' ? `HTTP ${status}` : undefined,
    typeof requestId === 'string' && UUID.test(requestId) ? `request ${requestId}` : undefined,
    typeof attempts === 'number' ? `${attempts} attempts` : undefined,
  ];
  const cause = new Error(facts.filter((fact) => fact !== undefined).join(', '));
  cause.name = nameOf(error);
  letGoOfFrames(cause);
  return cause;
};
