import { inspect } from 'node:util';
import type { SsmCacheChange } from './cache-events.js';

/** Where the engine tells of what happens in the background. No message holds a value. */
export interface CacheLogger {
  log(message: string | LogLine): void;
  warn(message: string): void;
  error(message: string): void;
}

/** A line of the log with fields: loggers that write JSON, such as pino, take them; all others print the text. */
export class LogLine {
  constructor(
    /** The text, where pino looks for it. */
    readonly msg: string,
    readonly change: SsmCacheChange,
  ) {}

  /** The text, where winston looks for it. */
  get message(): string {
    return this.msg;
  }

  toString(): string {
    return this.msg;
  }

  [inspect.custom](): string {
    return this.msg;
  }
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
