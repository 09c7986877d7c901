import { InvalidClientError, InvalidDeclarationError } from '../errors/index.js';
import {
  fixedPropertyMessage,
  givenLoginMessage,
  noOptionsMessage,
  noReadersMessage,
} from './rotation.messages.js';

/**
 * For each property that is kept live, the function that reads it.
 *
 * @publicApi
 */
export type LiveReaders<T> = { readonly [K in keyof T]?: () => T[K] };

/** A URL in the options would bring a login of its own, and clients prefer it. */
const URLS = ['connectionString', 'uri', 'url'];

/**
 * Makes properties of a client's options live: the client reads user and password anew for each connection.
 *
 * A reading of the first property reads all of them, and the others give what was read then. So user and password are always of
 * one version, if both are of one secret or one group. Give the user first.
 *
 * Create the client without a login. Then a client that does not read these properties cannot log in at all, and never with
 * an old password. A property is as enumerable as it was before, and a new one is not enumerable.
 *
 * @param options the object that the client reads for each connection: `pool.options` of `pg`, `redis.options` of `ioredis`,
 * `pool.pool.config.connectionConfig` of `mysql2`. The pages in `docs/recipes` have one recipe for each client, and the versions
 * that were tested.
 * @param read for each property, the function that reads it
 * @returns what undoes it
 * @throws `InvalidClientError` if `options` is no object, or if a property cannot be replaced: the client has changed inside;
 * `InvalidDeclarationError` if nothing is to be read, or if the client was created with a login
 *
 * @example
 * ```ts
 * const pool = new Pool({ host: 'db.internal', database: 'shop' });
 * keepLive(pool.options, { user: () => this.login.username, password: () => this.login.password });
 * ```
 *
 * @publicApi
 */
export const keepLive = <T extends object>(options: T, read: LiveReaders<T>): (() => void) => {
  const readers = readersIn(read);
  checkTarget(options, [...readers.keys()]);
  const [first] = readers.keys();
  const readings = new WeakMap<object, ReadonlyMap<string, unknown>>();
  const before = [...readers.keys()].map(
    (property) => [property, Object.getOwnPropertyDescriptor(options, property)] as const,
  );
  for (const [property, descriptor] of before) {
    Object.defineProperty(options, property, {
      configurable: true,
      enumerable: descriptor?.enumerable ?? false,
      // Some clients copy the accessors to an object of each connection, which keeps the reading of that connection.
      get(this: object): unknown {
        if (property === first) readings.set(this, readAll(readers));
        const reading = readings.get(this);
        return reading === undefined ? readers.get(property)?.() : reading.get(property);
      },
    });
  }
  return () => {
    for (const [property, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(options, property);
      else Object.defineProperty(options, property, descriptor);
    }
  };
};

type Readers = ReadonlyMap<string, () => unknown>;

const readAll = (readers: Readers): ReadonlyMap<string, unknown> =>
  new Map(Array.from(readers, ([property, read]) => [property, read()]));

const readersIn = (read: object): Readers => {
  const readers = new Map(Object.entries(read).filter(([, reader]) => typeof reader === 'function'));
  if (readers.size === 0) throw new InvalidDeclarationError(noReadersMessage, { names: ['keepLive()'] });
  return readers;
};

const checkTarget = (options: unknown, properties: readonly string[]): void => {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidClientError(noOptionsMessage(options), { names: ['keepLive()'] });
  }
  for (const property of properties) {
    const descriptor = Object.getOwnPropertyDescriptor(options, property);
    const isFixed = descriptor === undefined ? !Object.isExtensible(options) : !descriptor.configurable;
    if (isFixed) throw new InvalidClientError(fixedPropertyMessage(property), { names: [property] });
  }
  for (const property of [...properties, ...URLS]) {
    const given = (options as Readonly<Record<string, unknown>>)[property];
    if (given !== undefined && given !== null && given !== '') {
      throw new InvalidDeclarationError(givenLoginMessage(property), { names: [property] });
    }
  }
};
