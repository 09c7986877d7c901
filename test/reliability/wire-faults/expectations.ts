import type { ValueState } from 'nestjs-ssm-cache';
import type { Outcome } from './fault.js';

/** What is read while a fault lasts: the generation of the value, or the code of an error. */
export interface Expectation {
  readonly strict: string;
  readonly atOnce: string;
  /** The states that may be told of what was never loaded. */
  readonly states?: readonly ValueState[];
  /** Whether the first fetch may still be in progress: until it ends, a synchronous read says that nothing is loaded. */
  readonly mayGoOn?: boolean;
}

const both = (seen: string, ...states: ValueState[]): Expectation => ({
  strict: seen,
  atOnce: seen,
  ...(states.length > 0 && { states }),
});

/** Of a value that was loaded as `first`, while AWS holds `second`. */
export const EXPIRED_VALUE: Readonly<Record<Outcome, Expectation>> = {
  answered: both('second'),
  emptied: both('nothing'),
  transient: both('first'),
  awaited: both('first'),
  'unusable client': both('first'),
  gone: { strict: 'SSM_CACHE_INVALID_PARAMETER', atOnce: 'first' },
  refused: both('SSM_CACHE_ACCESS_DENIED'),
};

/** Of a value that was never loaded, while AWS holds `second`. */
export const EMPTY_CACHE: Readonly<Record<Outcome, Expectation>> = {
  answered: both('second'),
  emptied: both('nothing'),
  transient: both('SSM_CACHE_REFRESH', 'absent', 'backing off'),
  awaited: { ...both('SSM_CACHE_REFRESH', 'absent', 'backing off'), mayGoOn: true },
  'unusable client': both('SSM_CACHE_INVALID_CLIENT', 'absent', 'backing off'),
  gone: both('SSM_CACHE_INVALID_PARAMETER', 'absent', 'backing off'),
  refused: both('SSM_CACHE_ACCESS_DENIED', 'refused'),
};
