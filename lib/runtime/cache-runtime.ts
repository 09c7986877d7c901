import { SystemScheduler, type Scheduler } from './scheduler.js';
import { TurnClock, type Clock } from './clock.js';
import type { CacheEvents } from './cache-events.js';
import type { LogLine } from './log-line.js';

/** Where the engine tells of what happens in the background. No message holds a value. */
export interface CacheLogger {
  log(message: string | LogLine): void;
  warn(message: string): void;
  error(message: string): void;
}

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

/** A logger whose failures are its own: a log that cannot be written keeps no value from being refreshed. */
export const safeLogger = (logger: CacheLogger): CacheLogger => {
  const quietly = (method: keyof CacheLogger) => (message: string | LogLine) => {
    try {
      logger[method](message as string);
    } catch {
      // There is nowhere left to say so.
    }
  };
  return { log: quietly('log'), warn: quietly('warn'), error: quietly('error') };
};

const ignore = (): void => undefined;

/** The system's own time and chance; silent, and without listeners. */
export const systemRuntime = (): Omit<CacheRuntime, 'closed' | 'closing'> => ({
  clock: new TurnClock(),
  scheduler: new SystemScheduler(),
  logger: { log: ignore, warn: ignore, error: ignore },
  random: Math.random,
  events: {},
});
