import type { CacheRuntime } from './cache-runtime.js';
import { SystemScheduler } from './system-scheduler.js';
import { TurnClock } from './turn-clock.js';

const ignore = (): void => undefined;

/** The system's own time and chance; silent, and without listeners. */
export const systemRuntime = (): Omit<CacheRuntime, 'closed' | 'closing' | 'recoveryLog'> => ({
  clock: new TurnClock(),
  scheduler: new SystemScheduler(),
  logger: { log: ignore, warn: ignore, error: ignore },
  random: Math.random,
  changed: ignore,
});
