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
export const isUnknownOperation = (name: string, status: number | undefined, text: string): boolean =>
  NAMES.has(name) || isUnknownByStatus(name, status) || TEXT.test(text);

/**
 * Whether the endpoint may not have the operation although it does not say so: it answers with a page that the SDK cannot parse,
 * or refuses a request without a name. AWS does neither.
 */
export const mayLackOperation = (name: string, status: number | undefined): boolean => {
  if (name === 'SyntaxError') return status === 500 || isRefusal(status);
  return name === 'unknown error' && isRefusal(status);
};

/** Emulators also answer 404 to a name that does not exist. */
const isUnknownByStatus = (name: string, status: number | undefined): boolean => {
  if (status === 404) return !/^(?:Resource|Parameter|ParameterVersion)NotFound/.test(name);
  if (status === 400) return name === 'SyntaxError';
  return status === 405 || status === 501;
};

/** Request timeout and too many requests pass by themselves. */
const isRefusal = (status: number | undefined): boolean =>
  status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
