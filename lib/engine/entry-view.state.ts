import type { SsmCacheError } from '../errors/index.js';
import type { FailureKind } from '../errors/failure-kind.js';
import type { RawValue } from '../values/raw-value.js';
import type { Stamp } from '../runtime/clock.js';

/**
 * Where a value stands, as everybody may know it.
 *
 * @publicApi
 */
export type ValueState = 'absent' | 'loading' | 'fresh' | 'stale' | 'backing off' | 'refused';

/** Why the last refresh left a value as it was. */
export interface Trouble {
  readonly failure: SsmCacheError;
  readonly kind: Exclude<FailureKind, 'refused'>;
}

/** Nothing is held. */
export interface Absent {
  readonly is: 'absent';
  readonly trouble: Trouble | undefined;
}

/** The last known value, which is fresh for some time and stale from then on. */
export interface Held<T> {
  readonly is: 'held';
  readonly value: T;
  /** What AWS gave; `undefined` where the value is the default for a name that does not exist. */
  readonly raw: RawValue | undefined;
  /** When the fetch that brought it began. */
  readonly stamp: Stamp;
  /** The first moment at which it is no longer fresh, by each of the two clocks. */
  readonly freshUntil: Stamp;
  readonly trouble: Trouble | undefined;
}

/** AWS refuses the value, and nothing is held any longer. */
export interface Refused {
  readonly is: 'refused';
  readonly failure: SsmCacheError;
}

/** The cache has ended, and nothing is held any longer. */
export interface Closed {
  readonly is: 'closed';
  readonly failure: SsmCacheError;
}

/**
 * What a reader knows of its value. With the clock, and with whether its unit is refreshing or backing off, it makes the
 * state that is seen. This is what each event does in each state:
 *
 * | event             | absent  | loading     | fresh   | stale       | backing off     | refused     |
 * | ----------------- | ------- | ----------- | ------- | ----------- | --------------- | ----------- |
 * | value             | loading | loading     | fresh   | stale       | backing off     | refused     |
 * | get()             | loading | loading     | fresh   | stale       | backing off     | refused     |
 * | refresh()         | loading | loading     | fresh   | stale       | backing off     | refused     |
 * | answered          | –       | fresh       | fresh   | fresh       | fresh           | fresh       |
 * | failed: transient | –       | backing off | fresh   | backing off | backing off     | refused     |
 * | failed: gone      | –       | backing off | fresh   | backing off | backing off     | backing off |
 * | failed: unusable  | –       | backing off | fresh   | backing off | backing off     | backing off |
 * | failed: refused   | –       | refused     | refused | refused     | refused         | refused     |
 * | maxAge passes     | absent  | loading     | stale   | stale       | backing off     | refused     |
 * | back-off ends     | –       | –           | –       | –           | stale or absent | refused     |
 * | close()           | absent  | absent      | absent  | absent      | absent          | absent      |
 *
 * A value that was loaded once, and is neither refused nor closed, stays held: it is *stale* after a back-off, and
 * *absent* where none was ever loaded. A failure leaves a fresh value fresh, but never makes it fresher.
 */
export type EntryState<T> = Absent | Held<T> | Refused | Closed;

/** Held by name rather than by a spread, so that every state has one shape, which is fast to read. */
const heldWith = <T>(
  { value, raw, stamp }: Pick<Held<T>, 'value' | 'raw' | 'stamp'>,
  freshUntil: Stamp,
  trouble: Trouble | undefined,
): Held<T> => ({ is: 'held', value, raw, stamp, freshUntil, trouble });

const ALREADY: Stamp = { wall: -Infinity, monotonic: -Infinity };

export const ABSENT: Absent = { is: 'absent', trouble: undefined };

/** The state after a refresh that brought a value, which is fresh for `freshFor` milliseconds from when it began. */
export const afterAnswer = <T>(
  answer: Pick<Held<T>, 'value' | 'raw' | 'stamp'>,
  freshFor: number,
): Held<T> => {
  const { wall, monotonic } = answer.stamp;
  return heldWith(answer, { wall: wall + freshFor, monotonic: monotonic + freshFor }, undefined);
};

/** The state after a refresh that failed. What AWS said, that a value is refused or gone, stands until it says something else. */
export const afterFailure = <T>(
  state: EntryState<T>,
  failure: SsmCacheError,
  kind: FailureKind,
): EntryState<T> => {
  if (state.is === 'closed' || (kind === 'transient' && isGivenUp(state))) return state;
  if (kind === 'refused') return { is: 'refused', failure };
  const trouble = { failure, kind };
  return state.is === 'held' ? heldWith(state, state.freshUntil, trouble) : { is: 'absent', trouble };
};

/** The state of what a newer listing no longer names: gone, however young it is. */
export const afterLeaving = <T>(state: EntryState<T>, failure: SsmCacheError): EntryState<T> => {
  const left = afterFailure(state, failure, 'gone');
  return left.is === 'held' ? heldWith(left, ALREADY, left.trouble) : left;
};

/** What the last refresh failed with, or why there will be none. */
export const failureOf = (state: EntryState<unknown>): SsmCacheError | undefined =>
  state.is === 'refused' || state.is === 'closed' ? state.failure : state.trouble?.failure;

/** Whether AWS said that there is nothing to read, so that a strict read fails. */
export const isGivenUp = (state: EntryState<unknown>): boolean =>
  state.is === 'refused' || state.is === 'closed' || state.trouble?.kind === 'gone';

/** The state as it is seen, by what the clock says of the value and what its unit is about. */
export const visibleState = (
  state: EntryState<unknown>,
  isFresh: boolean,
  unit: { readonly isBackingOff: boolean; readonly isRefreshing: boolean },
): ValueState => {
  if (state.is === 'refused') return 'refused';
  if (state.is === 'closed') return 'absent';
  if (isFresh) return 'fresh';
  if (state.trouble !== undefined && unit.isBackingOff) return 'backing off';
  if (state.is === 'held') return 'stale';
  return unit.isRefreshing ? 'loading' : 'absent';
};
