import { deepFreeze } from '../data/deep-freeze.js';
import { ConversionError } from './conversion-error.js';

/** The data in a JSON text, deep-frozen. What `JSON.parse` says of a bad text quotes it, and is dropped. */
export const parseJson = (value: unknown): unknown => {
  if (typeof value !== 'string') throw new ConversionError('it is not text, so it cannot be JSON');
  try {
    return deepFreeze(JSON.parse(value));
  } catch {
    throw new ConversionError('it is not valid JSON');
  }
};
