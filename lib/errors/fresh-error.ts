import { releaseStackFrames } from './release-stack-frames.js';
import { SsmCacheError } from './ssm-cache.error.js';

/**
 * A copy of an error that is kept, for one caller: no other caller reads what he writes on it, nor on its causes. Its stack
 * is the caller's.
 */
export const freshError = <E extends Error>(error: E): E => {
  const fresh = copyOf(error, new Map());
  Error.captureStackTrace(fresh, freshError);
  releaseStackFrames(fresh);
  return fresh;
};

/** @param copies what has been copied so far, since causes can lead round in a circle */
const copyOf = <E extends Error>(error: E, copies: Map<Error, Error>): E => {
  const copy = Object.setPrototypeOf(new Error(error.message), Object.getPrototypeOf(error)) as E;
  copies.set(error, copy);
  const { stack: _, ...properties } = Object.getOwnPropertyDescriptors(error);
  Object.defineProperties(copy, properties);
  if (error.stack !== undefined) copy.stack = error.stack;
  const { cause } = error;
  if (isCopyable(cause)) copy.cause = copies.get(cause) ?? copyOf(cause, copies);
  return copy;
};

/** Errors of other classes can have private fields, which a copy would lack. */
const isCopyable = (cause: unknown): cause is Error =>
  cause instanceof SsmCacheError ||
  (cause instanceof Error && Object.getPrototypeOf(cause) === Error.prototype);
