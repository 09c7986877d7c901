import { ConversionError } from './conversion-error.js';

export const INEXACT = 'it is a number that cannot be held exactly: store it as text, and declare string';

/** A number that means itself: finite, and no integer so large that others are read as the same one. */
export const exactNumber = (number: number): number => {
  if (Number.isNaN(number)) throw new ConversionError('it is not a number');
  if (Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))) return number;
  throw new ConversionError(INEXACT);
};
