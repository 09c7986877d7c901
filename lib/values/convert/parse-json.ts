import { deepFreeze } from '../data/plain-data.js';
import { placeOfNumber } from '../data/json-source.js';
import { isFieldName } from '../secrecy/field-name.js';
import { ConversionError } from './conversion-error.js';
import { keepsDigits } from './exact-number.js';

/** What every number has that is not held exactly: more than 15 digits, or an exponent. */
const MAY_BE_INEXACT = /\d[\d.]{15}|\d\.?e/i;
const MOST_STEPS = 20;

/** The data in a JSON text, deep-frozen. A number that cannot be held exactly is refused. */
export const parseJson = (value: unknown): unknown => {
  const data = deepFreeze(parsed(value));
  const text = value as string;
  const place = MAY_BE_INEXACT.test(text) ? placeOfNumber(text, keepsDigits) : undefined;
  if (place !== undefined) throw new InexactNumberError(place);
  return data;
};

/** The value, if it is a JSON text. */
export const checkJson = (value: unknown): string => {
  parsed(value);
  return value as string;
};

/** A number in some data that cannot be held exactly. Its place is told, without a key that may be a secret. */
export class InexactNumberError extends ConversionError {
  constructor(place: readonly (string | number)[]) {
    const steps = place.slice(0, MOST_STEPS).map((step) => (isShown(step) ? String(step) : '…'));
    const where = steps.length === 0 ? '' : ` at "${steps.join('.')}"`;
    super(`it has a number${where} that cannot be held exactly: store it in quotes, and read it as text`, [
      place.slice(0, MOST_STEPS).map(String),
    ]);
  }
}

/** What `JSON.parse` says of a bad text quotes it, and is dropped. */
const parsed = (value: unknown): unknown => {
  if (typeof value !== 'string') throw new ConversionError('it is not text, so it cannot be JSON');
  try {
    return JSON.parse(value);
  } catch {
    throw new ConversionError('it is not valid JSON');
  }
};

const isShown = (step: string | number): boolean => typeof step === 'number' || isFieldName(step);
