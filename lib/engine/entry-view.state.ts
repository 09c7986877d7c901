import type { FailureKind } from '../errors/failure-kind.js';

/**
 * Where a value stands, as everybody may know it.
 *
 * @publicApi
 */
export type ValueState = 'absent' | 'loading' | 'fresh' | 'stale' | 'backing off' | 'refused' | 'provisional';

/** What a view, its entry and its unit know, from which the state follows. */
export interface ViewFacts {
  readonly isClosed: boolean;
  readonly isHeld: boolean;
  /** Whether what is held is a version that AWS calls pending. */
  readonly isProvisional: boolean;
  /** Whether the value may be handed out as fresh: AWS has not said meanwhile that it is gone. */
  readonly isFresh: boolean;
  /** What the last refresh failed with. */
  readonly failure: FailureKind | undefined;
  readonly isBackingOff: boolean;
  readonly isRefreshing: boolean;
}

/**
 * The state of a value. This is what each event does in each state:
 *
 * | event             | absent  | loading     | fresh       | stale       | backing off     | refused     |
 * | ----------------- | ------- | ----------- | ----------- | ----------- | --------------- | ----------- |
 * | value             | loading | loading     | fresh       | stale       | backing off     | refused     |
 * | get()             | loading | loading     | fresh       | stale       | backing off     | refused     |
 * | refresh()         | loading | loading     | fresh       | stale       | backing off     | refused     |
 * | answered          | –       | fresh       | fresh       | fresh       | fresh           | fresh       |
 * | failed: transient | –       | backing off | fresh       | backing off | backing off     | refused     |
 * | failed: gone      | –       | backing off | backing off | backing off | backing off     | backing off |
 * | failed: unusable  | –       | backing off | fresh       | backing off | backing off     | backing off |
 * | failed: refused   | –       | refused     | refused     | refused     | refused         | refused     |
 * | maxAge passes     | absent  | loading     | stale       | stale       | backing off     | refused     |
 * | back-off ends     | –       | –           | –           | –           | stale or absent | refused     |
 * | expire()          | absent  | loading     | stale       | stale       | stale or absent | refused     |
 * | close()           | absent  | absent      | absent      | absent      | absent          | absent      |
 *
 * A value that was loaded once, and is neither refused nor closed, stays held: it is *stale* after a back-off, and
 * *absent* where none was ever loaded. A failure leaves a fresh value fresh, unless AWS says that the value is gone, but
 * never makes it fresher.
 *
 * A value that is held may also be *provisional*, however fresh it is: see the table of `PendingTrial`.
 */
export const visibleState = (facts: ViewFacts): ValueState => {
  if (facts.isClosed) return 'absent';
  if (facts.failure === 'refused') return 'refused';
  if (facts.isProvisional && facts.isHeld) return 'provisional';
  if (facts.isFresh) return 'fresh';
  if (facts.failure !== undefined && facts.isBackingOff) return 'backing off';
  if (facts.isHeld) return 'stale';
  return facts.isRefreshing ? 'loading' : 'absent';
};
