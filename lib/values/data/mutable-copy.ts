import { define, isPlain } from './plain-data.js';

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
