import { catchError, defer, from, isObservable, of, switchMap, tap, type Observable } from 'rxjs';
import { InvalidDeclarationError, SsmCacheError } from '../errors/index.js';
import { notAsyncMessage } from '../errors/errors.messages.js';
import { freshError } from '../errors/fresh-error.js';
import { isPromiseLike } from '../values/data/is-promise-like.js';
import { toErrorPredicate } from '../options/error-matcher.js';
import type { RecoveryEvent } from '../runtime/cache-events.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import type { Recovery, RecoveryMark } from './recovery.js';
import type { RefreshRetryOptions, ResultPredicate } from '../options/refresh-retry-options.interface.js';
import { sleep } from '../runtime/abortable.js';
import { lastTick } from '../runtime/logical-clock.js';
import { asObservableToo, flattened } from './as-observable-too.js';
import { RecoveryDeadlines } from './recovery-deadlines.js';

/** In seconds. */
const DEFAULT_RECOVERY_TIMEOUT = 30;

/** A call that may be repeated. What recovers it is asked for only when it has failed. */
export interface GuardedCall {
  /** As messages name it. */
  readonly name: string;
  readonly recovery: Recovery;
  /** Returns a promise or an `Observable`. */
  invoke(isRetry: boolean): unknown;
}

/** Repeats calls that failed with values that are out of date. */
export class RetryingCalls {
  readonly #isStale: (error: unknown) => boolean;
  readonly #isFailedResult: ResultPredicate | undefined;
  readonly #retries: number;
  readonly #delay: number;
  readonly #deadlines: RecoveryDeadlines;

  constructor(
    { on, onResult, retries = 1, delay = 0, recoveryTimeout = DEFAULT_RECOVERY_TIMEOUT }: RefreshRetryOptions,
    private readonly runtime: CacheRuntime,
  ) {
    this.#isStale = toErrorPredicate(on);
    this.#isFailedResult = onResult;
    this.#retries = retries;
    this.#delay = delay * 1_000;
    this.#deadlines = new RecoveryDeadlines(runtime, recoveryTimeout);
  }

  /** Calls, and calls again as often as it is worth it. A call that succeeds costs one more `then()`. */
  run(call: GuardedCall): unknown {
    const mark = lastTick();
    let result: unknown;
    try {
      result = call.invoke(false);
    } catch (error) {
      return asObservableToo(this.#repeat(call, error, mark));
    }
    if (isPromiseLike(result)) {
      const guarded = Promise.resolve(result).then(
        (outcome) => this.#afterFirst(call, outcome, mark),
        (error: unknown) => this.#repeat(call, error, mark),
      );
      return isObservable(result) ? asObservableToo(guarded) : guarded;
    }
    if (isObservable(result)) return this.#resubscribe(call, result, 0);
    throw new InvalidDeclarationError(notAsyncMessage(call.name), { names: [call.name] });
  }

  #afterFirst(call: GuardedCall, outcome: unknown, mark: RecoveryMark): unknown {
    if (isObservable(outcome)) return this.#resubscribe(call, outcome, 0);
    return this.#hasFailed(call, outcome, 0) ? this.#repeat(call, new FailedResult(outcome), mark) : outcome;
  }

  async #repeat(call: GuardedCall, firstFailure: unknown, firstMark: RecoveryMark): Promise<unknown> {
    let failure = firstFailure;
    let mark = firstMark;
    for (let attempt = 0; ; attempt += 1) {
      if (!(await this.#mayRepeat(call, failure, attempt, mark))) return endWith(failure);
      mark = lastTick();
      try {
        const outcome = await callAgain(call);
        if (isObservable(outcome)) return this.#resubscribe(call, outcome, attempt + 1);
        this.#checkResult(call, outcome, attempt + 1);
        this.#tellSuccess(call, attempt + 1);
        return outcome;
      } catch (thrown) {
        failure = thrown;
      }
    }
  }

  #resubscribe(call: GuardedCall, observable: Observable<unknown>, attempt: number): Observable<unknown> {
    return defer(() => {
      const mark = lastTick();
      return observable.pipe(
        tap({
          next: (result) => this.#checkResult(call, result, attempt),
          complete: () => this.#tellSuccess(call, attempt),
        }),
        catchError((failure: unknown) =>
          from(this.#mayRepeat(call, failure, attempt, mark)).pipe(
            switchMap((mayRepeat) =>
              mayRepeat
                ? this.#resubscribe(call, flattened(defer(() => callAgain(call))), attempt + 1)
                : of(endWith(failure)),
            ),
          ),
        ),
      );
    });
  }

  /** Whether a call that failed may be repeated, once there is something new to try. */
  async #mayRepeat(
    call: GuardedCall,
    failure: unknown,
    attempt: number,
    mark: RecoveryMark,
  ): Promise<boolean> {
    const { name, recovery } = call;
    if (!this.#matches(failure, call, attempt)) return false;
    if (attempt >= this.#retries) {
      if (attempt > 0) this.#tell(call, 'gave up', attempt);
      if (attempt > 0 && recovery.failure !== undefined) attachRefreshError(failure, recovery.failure);
      return false;
    }
    const { scheduler, closing } = this.runtime;
    await sleep({ scheduler, closed: closing }, this.#delay * 2 ** attempt);
    try {
      await this.#deadlines.within(name, (signal) => recovery.recover(mark, signal));
      return true;
    } catch (refreshError) {
      attachRefreshError(failure, refreshError);
      this.#tell(call, 'refresh failed', attempt);
      return false;
    }
  }

  #matches(failure: unknown, call: GuardedCall, attempt: number): boolean {
    return failure instanceof FailedResult || this.#ask(call, attempt, () => this.#isStale(failure));
  }

  #hasFailed(call: GuardedCall, result: unknown, attempt: number): boolean {
    const isFailed = this.#isFailedResult;
    return isFailed !== undefined && this.#ask(call, attempt, () => isFailed(result));
  }

  #checkResult(call: GuardedCall, result: unknown, attempt: number): void {
    if (this.#hasFailed(call, result, attempt)) throw new FailedResult(result);
  }

  /**
   * A predicate that throws says nothing of an error or a result, and must not take its place. Neither does a promise, which
   * would count as true whatever it is fulfilled with.
   */
  #ask(call: GuardedCall, attempt: number, predicate: () => boolean): boolean {
    try {
      const answer: unknown = predicate();
      if (!isPromiseLike(answer)) return Boolean(answer);
      answer.then(undefined, () => undefined);
    } catch {
      // It is told below.
    }
    this.#tell(call, 'predicate threw', attempt);
    return false;
  }

  #tellSuccess(call: GuardedCall, attempt: number): void {
    if (attempt > 0) this.#tell(call, 'succeeded', attempt);
  }

  #tell({ name, recovery }: GuardedCall, outcome: RecoveryEvent['outcome'], repeats: number): void {
    this.runtime.events.recovered?.({ call: name, outcome, revision: recovery.revision, repeats });
  }
}

/** A result that counts as an error, on its way to where errors are handled. */
class FailedResult {
  constructor(readonly result: unknown) {}
}

/** What a call that is not repeated ends with. */
const endWith = (failure: unknown): unknown => {
  if (failure instanceof FailedResult) return failure.result;
  throw failure;
};

/** What throws counts as what rejects. */
const callAgain = async (call: GuardedCall): Promise<unknown> => call.invoke(true);

/** Keeps what a refresh failed with beside the error that caused it, where that error can hold it. */
const attachRefreshError = (error: unknown, failure: unknown): void => {
  if (error instanceof Error && Object.isExtensible(error)) {
    Object.defineProperty(error, 'refreshError', {
      value: failure instanceof SsmCacheError ? freshError(failure) : failure,
      configurable: true,
      enumerable: false,
      writable: true,
    });
  }
};
