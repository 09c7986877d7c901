import { releaseStackFrames } from './release-stack-frames.js';

/**
 * What an error is about, beside its text.
 *
 * @publicApi
 */
export interface SsmCacheErrorOptions {
  /** Names of the parameters, secrets, groups or properties concerned; never their values. */
  names?: readonly string[];
  /** The error that led to this one, already free of values. */
  cause?: unknown;
}

/**
 * The base class of every error of this package but `OptionRangeError`, which is a `RangeError` with a `code` as well.
 *
 * Tell errors apart by `code`, which is stable: where a process holds both the ESM and the CommonJS copy of
 * the package, `instanceof` fails across the two. No message, cause or property ever holds a value.
 *
 * @example
 * ```ts
 * const isTooOld = (error as SsmCacheError).code === 'SSM_CACHE_STALE_VALUE';
 * ```
 *
 * @publicApi
 */
export abstract class SsmCacheError extends Error {
  /** A stable identifier, `SSM_CACHE_…`. */
  abstract readonly code: string;

  /** The names concerned, in the order in which they were asked for. */
  readonly names: readonly string[];

  constructor(message: string, { names = [], cause }: SsmCacheErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.names = Object.freeze([...names]);
    releaseStackFrames(this);
  }
}
