import { withBytesCopied } from './bytes.js';

/**
 * A `Map` that nobody can change, of whose bytes each reader gets a copy, and that shows nothing of what it holds when it is printed.
 *
 * @example
 * ```ts
 * const limits: ReadOnlyMap<string, string> = this.limits; // of @SsmParams('/limits', { shape: 'map' })
 * limits.get('orders');
 * ```
 *
 * @publicApi
 */
export class ReadOnlyMap<Key, Value> implements ReadonlyMap<Key, Value> {
  readonly #entries: ReadonlyMap<Key, Value>;

  constructor(entries: Iterable<readonly [Key, Value]>) {
    this.#entries = new Map(entries);
    Object.freeze(this);
  }

  /** The number of entries. */
  get size(): number {
    return this.#entries.size;
  }

  /** The value of `key`; `undefined` where there is none. */
  get(key: Key): Value | undefined {
    return withBytesCopied(this.#entries.get(key));
  }

  /** Whether there is a value of `key`. */
  has(key: Key): boolean {
    return this.#entries.has(key);
  }

  /** Calls `callback` with each value, its key and this map, in the order of the entries. */
  forEach(callback: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void, self?: unknown): void {
    for (const [key, value] of this) callback.call(self, value, key, this);
  }

  *entries(): MapIterator<[Key, Value]> {
    for (const [key, value] of this.#entries) yield [key, withBytesCopied(value)];
  }

  keys(): MapIterator<Key> {
    return this.#entries.keys();
  }

  *values(): MapIterator<Value> {
    for (const value of this.#entries.values()) yield withBytesCopied(value);
  }

  /** The entries, each a key and its value. */
  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries();
  }
}
