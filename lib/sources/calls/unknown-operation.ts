import { nameOf, statusOf, textOf } from './error-facts.js';

const NAMES = new Set([
  'InvalidAction',
  'MethodNotAllowed',
  'MethodNotAllowedException',
  'NotImplemented',
  'NotImplementedError',
  'NotImplementedException',
  'SerializationException',
  'UnknownOperation',
  'UnknownOperationException',
  'UnsupportedOperation',
  'UnsupportedOperationException',
]);

const TEXT =
  /\bnot (?:yet )?(?:been )?(?:implemented|emulated)\b|\bunimplemented\b|\b(?:unknown|unsupported) (?:operation|action|target)\b|\b(?:InvalidAction|UnknownOperation|NotImplemented)/i;

/**
 * Whether the endpoint says that it does not have the operation, as an emulator of AWS may not: by a name, by a status, or by a
 * text alone.
 */
export const isUnknownOperation = (error: unknown): boolean =>
  NAMES.has(nameOf(error)) || isUnknownByStatus(error) || TEXT.test(textOf(error));

/**
 * Whether the endpoint may not have the operation: it answers with a page that the SDK cannot parse, or refuses a request
 * without a name. AWS does neither.
 */
export const mayLackOperation = (error: unknown): boolean =>
  isUnknownOperation(error) ||
  (isRefusal(error) && ['SyntaxError', 'unknown error'].includes(nameOf(error))) ||
  (statusOf(error) === 500 && nameOf(error) === 'SyntaxError');

/** Emulators also answer 404 to a name that does not exist. */
const isUnknownByStatus = (error: unknown): boolean => {
  const status = statusOf(error);
  if (status === 404) return !/^(?:Resource|Parameter|ParameterVersion)NotFound/.test(nameOf(error));
  if (status === 400) return nameOf(error) === 'SyntaxError';
  return status === 405 || status === 501;
};

/** Request timeout and too many requests pass by themselves. */
const isRefusal = (error: unknown): boolean => {
  const status = statusOf(error);
  return typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429;
};
