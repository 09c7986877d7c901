import { isPlain } from '../data/plain-data.js';
import { keepsDigits, isNumeral } from './exact-number.js';
import { InexactNumberError } from './parse-json.js';

interface Step {
  readonly given: unknown;
  readonly made: unknown;
  readonly key: string | number;
  readonly parent?: Step | undefined;
}

/** Throws where what was made of some data has a number in the place of a text whose digits the number does not hold. */
export const checkRounding = (given: unknown, made: unknown): void => {
  const left: Step[] = [{ given, made, key: '' }];
  for (let step = left.pop(); step !== undefined; step = left.pop()) {
    if (isRounded(step)) throw new InexactNumberError(placeOf(step));
    if (!isPlain(step.given) || typeof step.made !== 'object' || step.made === null) continue;
    const isList = Array.isArray(step.given);
    for (const [key, member] of Object.entries(step.given)) {
      const counterpart: unknown = Object.getOwnPropertyDescriptor(step.made, key)?.value;
      left.push({ given: member, made: counterpart, key: isList ? Number(key) : key, parent: step });
    }
  }
};

const isRounded = ({ given, made }: Step): boolean => {
  if (typeof given !== 'string' || typeof made !== 'number') return false;
  const text = given.trim();
  return isNumeral(text) && Number(text) === made && !keepsDigits(text);
};

const placeOf = (step: Step): readonly (string | number)[] => {
  const place: (string | number)[] = [];
  for (let { key, parent } = step; parent !== undefined; { key, parent } = parent) place.unshift(key);
  return place;
};
