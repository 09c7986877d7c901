import type { ConfigServiceLike } from './config-service.interface.js';

/** What `set()` writes to the environment for an object: it tells nothing. */
const OBJECT_TEXT = '[object Object]';

/**
 * Replaces a namespace of `ConfigService` as a whole.
 *
 * `set()` also writes the text of the value to `process.env`, where it has no place: all that it wrote is taken back. A value
 * with a text of its own is set by a path in parts, with which `set()` leaves the environment alone.
 *
 * @see https://github.com/nestjs/config/blob/master/lib/config.service.ts
 */
export const publishConfig = (service: ConfigServiceLike, namespace: string, value: object): void => {
  if (!isWrittenAsObject(value)) return service.set(namespace.split('.'), value);
  const before = { ...process.env };
  try {
    service.set(namespace, value);
  } finally {
    takeBack(before, namespace);
  }
};

const isWrittenAsObject = (value: unknown): boolean => {
  try {
    return String(value) === OBJECT_TEXT;
  } catch {
    return false;
  }
};

/** Also the variables of `.env` files that the namespace is expanded in; never what a listener to the change wrote. */
const takeBack = (before: NodeJS.ProcessEnv, namespace: string): void => {
  for (const [name, text] of Object.entries(process.env)) {
    if (text === before[name] || !(name === namespace || text?.includes(OBJECT_TEXT))) continue;
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
};
