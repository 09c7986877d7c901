import { exactNumber, INEXACT } from './exact-number.js';
import { ConversionError } from './conversion-error.js';

const NUMERAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;

/** The number that a text spells. It is held exactly if it is spelled with the same digits again. */
export const toNumber = (value: unknown): number => {
  if (typeof value === 'number') return exactNumber(value);
  const numeral = typeof value === 'string' ? value.trim() : '';
  if (!NUMERAL.test(numeral)) throw new ConversionError('it is not a number');
  const number = Number(numeral);
  if (INTEGER.test(numeral)) return exactNumber(number);
  if (digitsOf(numeral) !== digitsOf(String(number))) throw new ConversionError(INEXACT);
  return number;
};

/** The digits of a numeral from the first to the last that is not zero. */
const digitsOf = (numeral: string): string => {
  const digits = numeral.replace(/e.*$/i, '').replace(/\D/g, '');
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end).replace(/^0+/, '');
};
