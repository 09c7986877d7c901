import { isDate } from 'node:util/types';
import { isBytes, sameBytes } from './bytes.js';
import { isPlain } from './plain-data.js';

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
