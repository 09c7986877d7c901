import { isPlain } from './plain-data.js';

/** Freezes plain data, however deep it nests. */
export const deepFreeze = <T>(data: T): T => {
  const left: unknown[] = [data];
  for (let value = left.pop(); left.length > 0 || value !== undefined; value = left.pop()) {
    if (!isPlain(value) || Object.isFrozen(value)) continue;
    Object.freeze(value);
    for (const member of Object.values(value)) left.push(member);
  }
  return data;
};
