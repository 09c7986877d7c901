import { exactNumber } from './exact-number.js';
import { ConversionError } from './conversion-error.js';

export const toText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(exactNumber(value));
  if (typeof value === 'boolean') return String(value);
  throw new ConversionError(
    Array.isArray(value)
      ? 'it is a list, and its property is declared as string: declare string[]'
      : 'it is not text, and its property is declared as string',
  );
};
