import { getSystemErrorMap } from 'node:util';

/** The names that AWS, the SDK and Node.js give errors, but for those that end in `Exception` or `Error`. */
const NAMES = new Set([
  'AccessDenied',
  'BandwidthLimitExceeded',
  'DecryptionFailure',
  'EncryptionFailure',
  'ExpiredToken',
  'IncompleteSignature',
  'InternalFailure',
  'InvalidAction',
  'InvalidAddress',
  'InvalidClientTokenId',
  'InvalidFilterKey',
  'InvalidFilterOption',
  'InvalidFilterValue',
  'InvalidKeyId',
  'InvalidNextToken',
  'InvalidSecurity',
  'KmsAccessDenied',
  'KmsDisabled',
  'KmsInvalidKeyUsage',
  'KmsInvalidState',
  'KmsNotFound',
  'KmsOptInRequired',
  'KmsThrottled',
  'MethodNotAllowed',
  'MissingAuthenticationToken',
  'NotAuthorized',
  'NotImplemented',
  'OptInRequired',
  'OverLimit',
  'ParameterNotFound',
  'ParameterVersionNotFound',
  'PriorRequestNotComplete',
  'QueueDeletedRecently',
  'QueueDoesNotExist',
  'ReceiptHandleIsInvalid',
  'RequestExpired',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'Throttling',
  'TooManyRequests',
  'UnknownOperation',
  'UnsupportedOperation',
  'UnsupportedParameterType',
]);
const SUFFIXED = /^[A-Za-z]{0,60}(?:Exception|Error)$/;

const CODES = new Set(['ENOTFOUND', ...Array.from(getSystemErrorMap().values(), ([code]) => code)]);

/** A member of whatever was thrown; a getter that throws has none. */
export const memberOf = (thing: unknown, member: string): unknown => {
  try {
    return (thing as Record<string, unknown> | null | undefined)?.[member];
  } catch {
    return undefined;
  }
};

/**
 * The name of an error of AWS, the SDK or Node.js. What cannot be one is not shown: what an answer gives as a name can be a
 * value.
 */
export const nameOf = (error: unknown): string => {
  const name = memberOf(error, 'name');
  const isName = typeof name === 'string' && (NAMES.has(name) || SUFFIXED.test(name));
  return isName ? name : 'unknown error';
};

/** Whether it is a code of an error of the system, such as `ECONNRESET`. */
export const isSystemErrorCode = (code: unknown): code is string =>
  typeof code === 'string' && CODES.has(code);
