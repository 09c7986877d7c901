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
  isUnknown(error, nameOf(error), statusOf(error));

/**
 * Whether the endpoint may not have the operation: it answers with a page that the SDK cannot parse, or refuses a request
 * without a name. AWS does neither.
 */
export const mayLackOperation = (error: unknown): boolean => {
  const name = nameOf(error);
  const status = statusOf(error);
  if (isUnknown(error, name, status)) return true;
  if (name === 'SyntaxError') return status === 500 || isRefusal(status);
  return name === 'unknown error' && isRefusal(status);
};

/** Emulators also answer 404 to a name that does not exist. */
const isUnknown = (error: unknown, name: string, status: unknown): boolean => {
  if (NAMES.has(name) || status === 405 || status === 501) return true;
  if (status === 404 && !/^(?:Resource|Parameter|ParameterVersion)NotFound/.test(name)) return true;
  if (status === 400 && name === 'SyntaxError') return true;
  return TEXT.test(textOf(error));
};

/** Request timeout and too many requests pass by themselves. */
const isRefusal = (status: unknown): boolean =>
  typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429;
