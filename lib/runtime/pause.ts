import type { CacheRuntime } from './cache-runtime.js';

/** A promise that is fulfilled after `milliseconds`, or when the cache is closed before. */
export const pause = (
  { scheduler, closed }: Pick<CacheRuntime, 'scheduler' | 'closed'>,
  milliseconds: number,
): Promise<void> => {
  if (milliseconds <= 0 || closed.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = scheduler.after(
      milliseconds,
      () => {
        closed.removeEventListener('abort', end);
        resolve();
      },
      true,
    );
    const end = (): void => {
      cancel();
      resolve();
    };
    closed.addEventListener('abort', end, { once: true });
  });
};
