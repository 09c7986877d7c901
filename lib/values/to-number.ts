import { Mismatch } from './mismatch.js';

const NUMERAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;

export const toNumber = (value: unknown): number => {
  if (typeof value === 'number') return value;
  const numeral = typeof value === 'string' ? value.trim() : '';
  if (!NUMERAL.test(numeral)) throw new Mismatch('it is not a number');
  const number = Number(numeral);
  if (!Number.isFinite(number) || (INTEGER.test(numeral) && !Number.isSafeInteger(number))) {
    throw new Mismatch('it is a number too large to be held exactly: declare string');
  }
  return number;
};
