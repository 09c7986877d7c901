import type { CacheLogger } from './cache-runtime.js';

/** A logger whose failures are its own: a log that cannot be written keeps no value from being refreshed. */
export const quietLogger = (logger: CacheLogger): CacheLogger => {
  const quietly = (method: keyof CacheLogger) => (message: string) => {
    try {
      logger[method](message);
    } catch {
      // There is nowhere left to say so.
    }
  };
  return { log: quietly('log'), warn: quietly('warn'), error: quietly('error') };
};
