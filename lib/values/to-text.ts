import { Mismatch } from './mismatch.js';

export const toText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Mismatch(
    Array.isArray(value)
      ? 'it is a list, and its property is declared as string: declare string[]'
      : 'it is not text, and its property is declared as string',
  );
};
