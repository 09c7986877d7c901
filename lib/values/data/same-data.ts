import { sameBytes } from './bytes.js';
import { isPlain } from './plain-data.js';

/**
 * Whether two values hold the same plain data, whatever the order of their keys. Bytes and times are the same by what they
 * hold, other objects if they are one.
 */
export const isSameData = (one: unknown, other: unknown): boolean => {
  const left: (readonly [unknown, unknown])[] = [[one, other]];
  const seen = new Map<unknown, Set<unknown>>();
  for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
    const [first, second] = pair;
    if (isSameLeaf(first, second) || seen.get(first)?.has(second) === true) continue;
    if (!isPlain(first) || !isPlain(second) || Array.isArray(first) !== Array.isArray(second)) return false;
    seen.set(first, (seen.get(first) ?? new Set()).add(second));
    const keys = Object.keys(first);
    if (keys.length !== Object.keys(second).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(second, key)) return false;
      left.push([first[key], second[key]]);
    }
  }
  return true;
};

const isSameLeaf = (one: unknown, other: unknown): boolean => {
  if (one instanceof Uint8Array && other instanceof Uint8Array) return sameBytes(one, other);
  if (one instanceof Date && other instanceof Date) return Object.is(one.getTime(), other.getTime());
  return Object.is(one, other);
};
