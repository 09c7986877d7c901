import type { CacheRuntime } from './cache-runtime.js';

/** What became of a promise: a value, an error, or nothing yet when the time was up. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown } | 'late';

/** Waits for a promise, but no longer than `milliseconds`, nor than until the cache is closed. */
export const within = <T>(
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
