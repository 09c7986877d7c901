import { isDate } from 'node:util/types';
import { isBytes, sameBytes } from './bytes.js';

/** An array, or an object that was written as `{}`, in whatever realm. */
export const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

/** A property like any other, also when its key is `__proto__`. */
export const define = (target: object, key: string, value: unknown): void => {
  Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
};

/** Freezes plain data, however deep it nests. */
export const deepFreeze = <T>(data: T): T => {
  const left: unknown[] = [data];
  while (left.length > 0) {
    const value = left.pop();
    if (!isPlain(value) || Object.isFrozen(value)) continue;
    Object.freeze(value);
    for (const member of Object.values(value)) left.push(member);
  }
  return data;
};

/** A copy of plain data that may be changed, however deep it nests: some schemas make their output of their input. */
export const mutableCopy = (data: unknown): unknown => {
  const root: { data?: unknown } = {};
  const left: (readonly [target: object, key: string, value: unknown])[] = [[root, 'data', data]];
  const copies = new Map<unknown, object>();
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [target, key, value] = next;
    const copy = copies.get(value) ?? (isPlain(value) ? emptyLike(value) : value);
    define(target, key, copy);
    if (!isPlain(value) || copies.has(value)) continue;
    copies.set(value, copy as object);
    left.push(...membersOf(value, copy as object));
  }
  return root.data;
};

const emptyLike = (value: object): object =>
  Array.isArray(value) ? [] : (Object.create(Object.getPrototypeOf(value) as object | null) as object);

const membersOf = (value: Record<string, unknown>, copy: object): (readonly [object, string, unknown])[] =>
  Object.entries(value)
    .toReversed()
    .map(([key, member]) => [copy, key, member] as const);

/**
 * Whether two values hold the same plain data, whatever the order of their keys. Bytes and times are the same by what they
 * hold, other objects, such as instances of classes, if they are one.
 */
export const isSameData = (one: unknown, other: unknown): boolean => {
  const left: (readonly [unknown, unknown])[] = [[one, other]];
  const seen = new Map<unknown, Set<unknown>>();
  for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
    const [first, second] = pair;
    if (isSameLeaf(first, second) || seen.get(first)?.has(second) === true) continue;
    if (!isPlain(first) || !isPlain(second) || Array.isArray(first) !== Array.isArray(second)) return false;
    seen.set(first, (seen.get(first) ?? new Set()).add(second));
    const keys = Reflect.ownKeys(first) as string[];
    if (keys.length !== Reflect.ownKeys(second).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(second, key)) return false;
      left.push([first[key], second[key]]);
    }
  }
  return true;
};

const isSameLeaf = (one: unknown, other: unknown): boolean => {
  if (isBytes(one) && isBytes(other))
    return Object.getPrototypeOf(one) === Object.getPrototypeOf(other) && sameBytes(one, other);
  if (isPlainDate(one) && isPlainDate(other)) return Object.is(one.getTime(), other.getTime());
  return Object.is(one, other);
};

/** A date of no other class, to which nothing was added. */
const isPlainDate = (value: unknown): value is Date =>
  isDate(value) && Reflect.ownKeys(value).length === 0 && isPlain(Object.getPrototypeOf(value));
