import type { ErrorClass, ErrorMatcher } from './refresh-retry-options.interface.js';

const isClass = (matcher: unknown): matcher is ErrorClass => {
  if (typeof matcher !== 'function') return false;
  try {
    const isError = matcher === Error || matcher.prototype instanceof Error;
    return isError || Function.prototype.toString.call(matcher).startsWith('class');
  } catch {
    return false;
  }
};

const isListOfClasses = (matcher: ErrorMatcher): matcher is readonly ErrorClass[] => Array.isArray(matcher);

/** Whether `matcher` is something that errors can be told apart by. */
export const isErrorMatcher = (matcher: unknown): matcher is ErrorMatcher =>
  Array.isArray(matcher) ? matcher.length > 0 && matcher.every(isClass) : typeof matcher === 'function';

export const toErrorPredicate = (matcher: ErrorMatcher | undefined): ((error: unknown) => boolean) => {
  if (matcher === undefined) return () => true;
  if (isListOfClasses(matcher)) return (error) => matcher.some((errorClass) => error instanceof errorClass);
  if (isClass(matcher)) return (error) => error instanceof matcher;
  return matcher;
};
