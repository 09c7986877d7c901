import { ConversionError } from './conversion-error.js';
import { exactNumber, INEXACT, isExactNumeral, isNumeral } from './exact-number.js';

/** The number that a text spells, with all of its digits. */
export const toNumber = (value: unknown): number => {
  if (typeof value === 'number') return exactNumber(value);
  if (typeof value !== 'string' || !isNumeral(value.trim())) throw new ConversionError('it is not a number');
  const numeral = value.trim();
  if (!isExactNumeral(numeral)) throw new ConversionError(INEXACT);
  return Number(numeral);
};
