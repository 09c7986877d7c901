import { deepFreeze } from './deep-freeze.js';
import { Mismatch } from './mismatch.js';

/** The data in a JSON text, deep-frozen. What `JSON.parse` says of a bad text quotes it, and is dropped. */
export const parseJson = (value: unknown): unknown => {
  if (typeof value !== 'string') throw new Mismatch('it is not text, so it cannot be JSON');
  try {
    return deepFreeze(JSON.parse(value));
  } catch {
    throw new Mismatch('it is not valid JSON');
  }
};
