/** Whether two values hold the same plain data, whatever the order of their keys. Other objects are the same if they are one. */
export const isSameData = (one: unknown, other: unknown): boolean => {
  const left: (readonly [unknown, unknown])[] = [[one, other]];
  for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
    const [first, second] = pair;
    if (Object.is(first, second)) continue;
    if (!isPlain(first) || !isPlain(second) || Array.isArray(first) !== Array.isArray(second)) return false;
    const keys = Object.keys(first);
    if (keys.length !== Object.keys(second).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(second, key)) return false;
      left.push([first[key], second[key]]);
    }
  }
  return true;
};

/** An array, or an object that was written as `{}`. */
const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
};
