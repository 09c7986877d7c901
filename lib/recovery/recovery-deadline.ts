import { CacheClosedError, RefreshError } from '../errors/index.js';
import { recoveryClosedMessage, recoveryTimeoutMessage } from '../errors/errors.messages.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';

/**
 * Does `work` with a signal that is aborted when it has taken too long, or when the cache is closed.
 *
 * @param seconds how long it may take
 */
export const withinRecoveryTimeout = async (
  { scheduler, closed }: Pick<CacheRuntime, 'scheduler' | 'closed'>,
  seconds: number,
  callName: string,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  const time = new AbortController();
  const options = { names: [callName] };
  const giveUp = (): void => time.abort(new RefreshError(recoveryTimeoutMessage(callName, seconds), options));
  const close = (): void => time.abort(new CacheClosedError(recoveryClosedMessage(callName), options));
  if (closed.aborted) close();
  closed.addEventListener('abort', close, { once: true });
  const cancel = scheduler.after(seconds * 1_000, giveUp, true);
  try {
    await work(time.signal);
  } finally {
    cancel();
    closed.removeEventListener('abort', close);
  }
};
