import { ConversionError } from './conversion-error.js';

const WORDS = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['off', false],
]);

export const toBoolean = (value: unknown): boolean => {
  if (typeof value === 'boolean') return value;
  const boolean = typeof value === 'string' ? WORDS.get(value.trim().toLowerCase()) : undefined;
  if (boolean === undefined) throw new ConversionError(`it is none of ${[...WORDS.keys()].join(', ')}`);
  return boolean;
};
