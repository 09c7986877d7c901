import { catchError, defer, from, isObservable, of, switchMap, tap, type Observable } from 'rxjs';
import { InvalidDeclarationError, SsmCacheError } from '../errors/index.js';
import { notAsyncMessage } from '../errors/errors.messages.js';
import { freshError } from '../errors/fresh-error.js';
import { isPromiseLike } from '../values/data/is-promise-like.js';
import { toErrorPredicate } from '../options/error-matcher.js';
import type { RecoveryEvent } from '../runtime/cache-events.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import type { Recovery, RecoveryMark, Tried } from './recovery.js';
import type { RefreshRetryOptions, ResultPredicate } from '../options/refresh-retry-options.interface.js';
import { sleep } from '../runtime/abortable.js';
import { lastTick } from '../runtime/clock.js';
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

/** How often a call has been made. */
interface Calls {
  /** How many of its retries it has used. */
  readonly retries: number;
  /** How often it was repeated: by its retries, and with pending versions. */
  readonly repeats: number;
  /** Whether it was repeated with a pending version last. */
  readonly isTrial: boolean;
}

const FIRST_CALL: Calls = { retries: 0, repeats: 0, isTrial: false };

/** Repeats calls that failed with values that are out of date. */
export class RetryingCalls {
  readonly #isStale: (error: unknown) => boolean;
  readonly #isFailedResult: ResultPredicate | undefined;
  readonly #retries: number;
  readonly #delay: number;
  readonly #triesPending: boolean;
  readonly #deadlines: RecoveryDeadlines;

  constructor(
    options: RefreshRetryOptions,
    private readonly runtime: CacheRuntime,
  ) {
    const { on, onResult, retries = 1, delay = 0, pending = false } = options;
    const { recoveryTimeout = DEFAULT_RECOVERY_TIMEOUT } = options;
    this.#isStale = toErrorPredicate(on);
    this.#isFailedResult = onResult;
    this.#retries = retries;
    this.#delay = delay * 1_000;
    this.#triesPending = pending;
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
    if (isObservable(result)) return this.#resubscribe(call, result, FIRST_CALL);
    throw new InvalidDeclarationError(notAsyncMessage(call.name), { names: [call.name] });
  }

  #afterFirst(call: GuardedCall, outcome: unknown, mark: RecoveryMark): unknown {
    if (isObservable(outcome)) return this.#resubscribe(call, outcome, FIRST_CALL);
    return this.#hasFailed(call, outcome, FIRST_CALL)
      ? this.#repeat(call, new FailedResult(outcome), mark)
      : outcome;
  }

  async #repeat(call: GuardedCall, firstFailure: unknown, firstMark: RecoveryMark): Promise<unknown> {
    let failure = firstFailure;
    let mark = firstMark;
    for (let made = FIRST_CALL; ;) {
      const next = await this.#next(call, failure, made, mark);
      if (next === undefined) return endWith(failure);
      made = next;
      mark = lastTick();
      try {
        const outcome = await callAgain(call);
        if (isObservable(outcome)) return this.#resubscribe(call, outcome, made);
        this.#checkResult(call, outcome, made);
        this.#noteSuccess(call, made, mark);
        return outcome;
      } catch (thrown) {
        failure = thrown;
      }
    }
  }

  #resubscribe(call: GuardedCall, observable: Observable<unknown>, made: Calls): Observable<unknown> {
    return defer(() => {
      const mark = lastTick();
      return observable.pipe(
        tap({
          next: (result) => this.#checkResult(call, result, made),
          complete: () => this.#noteSuccess(call, made, mark),
        }),
        catchError((failure: unknown) =>
          from(this.#next(call, failure, made, mark)).pipe(
            switchMap((next) =>
              next === undefined
                ? of(endWith(failure))
                : this.#resubscribe(call, flattened(defer(() => callAgain(call))), next),
            ),
          ),
        ),
      );
    });
  }

  /** How a call that failed is repeated, once there is something new to try; `undefined` if it is not. */
  async #next(
    call: GuardedCall,
    failure: unknown,
    made: Calls,
    mark: RecoveryMark,
  ): Promise<Calls | undefined> {
    const { recovery } = call;
    if (!this.#matches(failure, call, made)) return undefined;
    recovery.refuse(mark);
    if (made.retries >= this.#retries) {
      if (made.repeats > 0) this.#tell(call, 'gave up', made);
      if (made.repeats > 0 && recovery.failure !== undefined) attachRefreshError(failure, recovery.failure);
      return undefined;
    }
    try {
      const tried = this.#mayTry(made) ? await this.#tryPending(call, mark) : 'nothing';
      if (tried === 'pending') return { ...made, repeats: made.repeats + 1, isTrial: true };
      if (tried === 'nothing') await this.#recover(call, made, mark);
      return { retries: made.retries + 1, repeats: made.repeats + 1, isTrial: false };
    } catch (refreshError) {
      attachRefreshError(failure, refreshError);
      this.#tell(call, 'refresh failed', made);
      return undefined;
    }
  }

  /** One pending version for each of the retries: a call ends, however often AWS makes another version pending. */
  #mayTry({ isTrial }: Calls): boolean {
    return this.#triesPending && !isTrial;
  }

  /** No `delay` comes before it: the pending version is there before the database knows it. */
  #tryPending({ name, recovery }: GuardedCall, mark: RecoveryMark): Promise<Tried> {
    return this.#deadlines.within(name, (signal) => recovery.tryPending(mark, signal));
  }

  async #recover({ name, recovery }: GuardedCall, { retries }: Calls, mark: RecoveryMark): Promise<void> {
    const { scheduler, closing } = this.runtime;
    await sleep({ scheduler, closed: closing }, this.#delay * 2 ** retries);
    await this.#deadlines.within(name, (signal) => recovery.recover(mark, signal));
  }

  #matches(failure: unknown, call: GuardedCall, made: Calls): boolean {
    return failure instanceof FailedResult || this.#ask(call, made, () => this.#isStale(failure));
  }

  #hasFailed(call: GuardedCall, result: unknown, made: Calls): boolean {
    const isFailed = this.#isFailedResult;
    return isFailed !== undefined && this.#ask(call, made, () => isFailed(result));
  }

  #checkResult(call: GuardedCall, result: unknown, made: Calls): void {
    if (this.#hasFailed(call, result, made)) throw new FailedResult(result);
  }

  /**
   * A predicate that throws says nothing of an error or a result, and must not take its place. Neither does a promise, which
   * would count as true whatever it is fulfilled with.
   */
  #ask(call: GuardedCall, made: Calls, predicate: () => boolean): boolean {
    try {
      const answer: unknown = predicate();
      if (!isPromiseLike(answer)) return Boolean(answer);
      answer.then(undefined, () => undefined);
    } catch {
      // It is told below.
    }
    this.#tell(call, 'predicate threw', made);
    return false;
  }

  #noteSuccess(call: GuardedCall, made: Calls, mark: RecoveryMark): void {
    if (made.repeats === 0) return;
    call.recovery.prove(mark);
    this.#tell(call, 'succeeded', made);
  }

  #tell({ name, recovery }: GuardedCall, outcome: RecoveryEvent['outcome'], { repeats }: Calls): void {
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
