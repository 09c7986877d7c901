import { ConversionError } from './conversion-error.js';

export const INEXACT = 'it is a number that cannot be held exactly: store it as text, and declare string';

const NUMERAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;
/** No number has as many digits: what is longer is written with zeros, or is not held exactly. */
const LONGEST_NUMERAL = 10_000;

/** A number that means itself: finite, and no integer so large that others are read as the same one. */
export const exactNumber = (number: number): number => {
  if (Number.isNaN(number)) throw new ConversionError('it is not a number');
  if (!isExact(number)) throw new ConversionError(INEXACT);
  return number;
};

export const isNumeral = (text: string): boolean => NUMERAL.test(text);

/** Whether a number holds a numeral: it is spelled with the same digits again. */
export const keepsDigits = (numeral: string): boolean =>
  numeral.length <= LONGEST_NUMERAL && digitsOf(numeral) === digitsOf(String(Number(numeral)));

/** Whether a numeral means itself: a number holds it, and no other integer is read as the same one. */
export const isExactNumeral = (numeral: string): boolean =>
  keepsDigits(numeral) && (!INTEGER.test(numeral) || isExact(Number(numeral)));

const isExact = (number: number): boolean =>
  Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));

/** The digits of a numeral from the first to the last that is not zero. */
const digitsOf = (numeral: string): string => {
  const digits = numeral.replace(/e.*$/i, '').replace(/\D/g, '');
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end).replace(/^0+/, '');
};
