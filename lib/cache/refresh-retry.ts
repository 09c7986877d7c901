import { catchError, defer, from, isObservable, switchMap, type Observable } from 'rxjs';
import { InvalidDeclarationError } from '../errors/index.js';
import { notAsyncMessage } from '../errors/errors.messages.js';
import { isPromiseLike } from '../values/is-promise-like.js';
import { toErrorPredicate } from './error-matching.js';
import type { CacheRuntime } from './cache-runtime.interface.js';
import type { Recovery, RecoveryMark } from './recovery.js';
import type { RefreshRetryOptions } from './refresh-retry-options.interface.js';
import { pause } from './pause.js';

/** Repeats calls that failed with values that are out of date. */
export class RefreshRetry {
  readonly #isStale: (error: unknown) => boolean;
  readonly #retries: number;
  readonly #delay: number;

  constructor(
    { on, retries = 1, delay = 0 }: RefreshRetryOptions,
    private readonly runtime: CacheRuntime,
  ) {
    this.#isStale = toErrorPredicate(on);
    this.#retries = retries;
    this.#delay = delay * 1_000;
  }

  /** Calls, and calls again as often as it is worth it. `call` returns a promise or an `Observable`. */
  run(recovery: Recovery, call: (isRetry: boolean) => unknown, callName: string): unknown {
    const mark = recovery.mark();
    const result = call(false);
    if (isObservable(result)) return this.#resubscribe(recovery, call, result, 0);
    if (isPromiseLike(result)) return this.#repeat(recovery, call, result, mark);
    throw new InvalidDeclarationError(notAsyncMessage(callName), { names: [callName] });
  }

  async #repeat(
    recovery: Recovery,
    call: (isRetry: boolean) => unknown,
    first: PromiseLike<unknown>,
    firstMark: RecoveryMark,
  ): Promise<unknown> {
    let result: unknown = first;
    let mark = firstMark;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await result;
      } catch (error) {
        await this.#prepareRetry(recovery, error, attempt, mark);
      }
      mark = recovery.mark();
      result = call(true);
    }
  }

  #resubscribe(
    recovery: Recovery,
    call: (isRetry: boolean) => unknown,
    observable: Observable<unknown>,
    attempt: number,
  ): Observable<unknown> {
    return defer(() => {
      const mark = recovery.mark();
      return observable.pipe(
        catchError((error: unknown) =>
          from(this.#prepareRetry(recovery, error, attempt, mark)).pipe(
            switchMap(() =>
              this.#resubscribe(recovery, call, call(true) as Observable<unknown>, attempt + 1),
            ),
          ),
        ),
      );
    });
  }

  /** A predicate that throws says nothing of the error, and must not take its place. */
  #matches(error: unknown): boolean {
    try {
      return this.#isStale(error);
    } catch {
      return false;
    }
  }

  /** Fulfilled when the call may be repeated; otherwise rejects with the error that the call failed with. */
  async #prepareRetry(
    recovery: Recovery,
    error: unknown,
    attempt: number,
    mark: RecoveryMark,
  ): Promise<void> {
    if (attempt >= this.#retries || !this.#matches(error)) throw error;
    await pause(this.runtime, this.#delay * 2 ** attempt);
    try {
      await recovery.recover(mark);
    } catch (failure) {
      attachRefreshError(error, failure);
      throw error;
    }
  }
}

/** Keeps what a refresh failed with beside the error that caused it, where that error can hold it. */
const attachRefreshError = (error: unknown, refreshError: unknown): void => {
  if (error instanceof Error && Object.isExtensible(error)) {
    Object.defineProperty(error, 'refreshError', {
      value: refreshError,
      configurable: true,
      enumerable: false,
      writable: true,
    });
  }
};
