import type { Timers } from '../interfaces/in-memory-service-options.interface.js';
import { abortError } from './aws-errors.js';

/** The timers of Node, looked up at each call, so that fake timers installed later take effect. */
export const nodeTimers: Timers = {
  setTimeout: (callback, milliseconds) => globalThis.setTimeout(callback, milliseconds),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
};

/** Waits; an aborted signal ends the wait with an `AbortError` and leaves no timer behind. */
export function delay(timers: Timers, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError());
    const onAbort = (): void => {
      timers.clearTimeout(timer);
      reject(abortError());
    };
    const timer = timers.setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
