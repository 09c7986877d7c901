import type { CacheRuntime } from './cache-runtime.interface.js';

/** What became of a promise: a value, an error, or nothing yet when the time was up. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown } | 'late';

/** Waits for a promise, but no longer than `milliseconds`. */
export const within = <T>(
  { scheduler }: Pick<CacheRuntime, 'scheduler'>,
  milliseconds: number,
  promise: PromiseLike<T>,
): Promise<Outcome<T>> =>
  new Promise((resolve) => {
    const cancel = scheduler.after(milliseconds, () => resolve('late'), false);
    const settle = (outcome: Outcome<T>): void => {
      cancel();
      resolve(outcome);
    };
    promise.then(
      (value) => settle({ value }),
      (error: unknown) => settle({ error }),
    );
  });
