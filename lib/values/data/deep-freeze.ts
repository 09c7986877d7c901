import { isDate, isMap, isSet } from 'node:util/types';
import { copyBytes } from './bytes.js';
import { isPlain } from './plain-data.js';

/**
 * Lets nobody change data any more, however deep it nests: objects and arrays are frozen, maps, sets and dates refuse to be
 * changed, and bytes, which cannot be frozen, are copied each time they are read. What else there is, such as
 * instances of classes, stays as it was made.
 */
export const deepFreeze = <T>(data: T): T => {
  const left: unknown[] = [data];
  const seen = new Set<unknown>();
  while (left.length > 0) {
    const value = left.pop();
    if (seen.has(value)) continue;
    seen.add(value);
    for (const member of frozenMembersOf(value)) left.push(member);
  }
  return data;
};

/** Freezes one value alone, and tells what it holds. */
const frozenMembersOf = (value: unknown): Iterable<unknown> => {
  if (isDate(value)) refuse(value, DATE_SETTERS);
  if (isMap(value)) return refuse(value, ['set', 'delete', 'clear']).entries();
  if (isSet(value)) return refuse(value, ['add', 'delete', 'clear']).values();
  if (!isPlain(value)) return [];
  const members = Object.values(value);
  if (!Object.isFrozen(value)) copyWhenRead(value);
  Object.freeze(value);
  return members;
};

const DATE_SETTERS = Object.getOwnPropertyNames(Date.prototype).filter((name) => name.startsWith('set'));

const refusal = (): never => {
  throw new TypeError('This value is shared by all who read it: change a copy of it.');
};

const refuse = <T extends object>(value: T, methods: readonly string[]): T => {
  if (Object.isFrozen(value)) return value;
  for (const method of methods) Object.defineProperty(value, method, { value: refusal });
  return Object.freeze(value);
};

const copyWhenRead = (holder: Record<string, unknown>): void => {
  for (const [key, bytes] of Object.entries(holder)) {
    if (bytes instanceof Uint8Array)
      Object.defineProperty(holder, key, { get: () => copyBytes(bytes), enumerable: true });
  }
};
