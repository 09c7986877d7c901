import { setMaxListeners } from 'node:events';
import { releaseStackFrames } from '../errors/release-stack-frames.js';
import type { CacheRuntime } from './cache-runtime.js';

/** Aborts what may be kept for long: the reason keeps nothing of who has aborted it. */
export const abortForGood = (controller: AbortController): void => {
  controller.abort();
  releaseStackFrames(controller.signal.reason as Error);
};

/** What became of a promise: a value, an error, or nothing yet when the time was up. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown } | 'late';

/** Waits for a promise, but no longer than `milliseconds`, nor than until the cache is closed. */
export const withTimeout = <T>(
  { scheduler, closed }: Pick<CacheRuntime, 'scheduler' | 'closed'>,
  milliseconds: number,
  promise: PromiseLike<T>,
): Promise<Outcome<T>> =>
  new Promise((resolve) => {
    const settle = (outcome: Outcome<T>): void => {
      cancel();
      closed.removeEventListener('abort', end);
      resolve(outcome);
    };
    const end = (): void => settle('late');
    const cancel = scheduler.after(milliseconds, end, false);
    if (closed.aborted) end();
    closed.addEventListener('abort', end);
    promise.then(
      (value) => settle({ value }),
      (error: unknown) => settle({ error }),
    );
  });

/**
 * A promise that is fulfilled after `milliseconds`, or when the cache is closed before.
 *
 * @param holds whether the process must not end before
 */
export const sleep = (
  { scheduler, closed }: Pick<CacheRuntime, 'scheduler' | 'closed'>,
  milliseconds: number,
  holds = true,
): Promise<void> => {
  if (milliseconds <= 0 || closed.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = scheduler.after(
      milliseconds,
      () => {
        closed.removeEventListener('abort', end);
        resolve();
      },
      holds,
    );
    const end = (): void => {
      cancel();
      resolve();
    };
    closed.addEventListener('abort', end, { once: true });
  });
};

/** A controller whose signal many wait for at once, which Node.js would otherwise take for listeners that leak. */
export const sharedAbortController = (): AbortController => {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
};

/** Settles as `call` does, or rejects with the reason of `signal` if that is aborted before. */
export const abortable = <T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    void call()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
