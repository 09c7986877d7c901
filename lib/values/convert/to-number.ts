import { ConversionError } from './conversion-error.js';
import { exactNumber, INEXACT, isExactNumeral, isNumeral } from './exact-number.js';

/** The number that a text spells, with all of its digits. */
export const toNumber = (value: unknown): number => {
  if (typeof value === 'number') return exactNumber(value);
  const numeral = typeof value === 'string' ? value.trim() : '';
  if (!isNumeral(numeral)) throw new ConversionError('it is not a number');
  if (!isExactNumeral(numeral)) throw new ConversionError(INEXACT);
  return Number(numeral);
};
