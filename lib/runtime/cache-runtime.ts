import { TurnClock, type Clock } from './clock.js';
import type { CacheEvents } from './cache-events.js';
import type { CacheLogger } from './logger.js';
import { SystemScheduler, type Scheduler } from './timers.js';

/** What the engine takes from outside, so that tests can drive it. */
export interface CacheRuntime {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly logger: CacheLogger;
  /** Where it tells of what happens. */
  readonly events: CacheEvents;
  /** A number from 0 up to, not including, 1. */
  random(): number;
  /** Aborted when the application begins to shut down, at the latest when the cache is closed. */
  readonly closing: AbortSignal;
  /** Aborted when the cache is closed. */
  readonly closed: AbortSignal;
}

const ignore = (): void => undefined;

/** The system's own time and chance; silent, and without listeners. */
export const systemRuntime = (): Omit<CacheRuntime, 'closed' | 'closing'> => ({
  clock: new TurnClock(),
  scheduler: new SystemScheduler(),
  logger: { log: ignore, warn: ignore, error: ignore },
  random: Math.random,
  events: {},
});
