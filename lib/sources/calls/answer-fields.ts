import { isDate } from 'node:util/types';
import { RefreshError } from '../../errors/index.js';
import { nonsenseMessage } from '../../errors/errors.messages.js';

/** An answer, or a part of one, before anything is known of its members. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

export const isText = (value: unknown): value is string => typeof value === 'string';

/** The members of an answer; none where it is no object. */
export const asFields = (answer: unknown): Fields => (answer ?? {}) as Fields;

/** The objects in a list that should be there; none where there is no list. */
export const listOf = (answer: unknown, member: string): readonly Fields[] => {
  const list = (answer as Fields | null | undefined)?.[member];
  return Array.isArray(list) ? list.filter(isFields) : [];
};

/** The error for an answer that makes no sense. The reason never quotes it. */
export const malformedAnswer = (name: string, reason: string): RefreshError =>
  new RefreshError(nonsenseMessage(name, reason), { names: [name] });

/** The first moment of the year 10000, in seconds: a larger number is no time in seconds. */
const END_OF_TIME = 253_402_300_800;
const ISO_DATE = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d))?$/;

/** When AWS says that a version was modified, in milliseconds: a date, a number of seconds or an ISO text; anything else says nothing. */
export const modifiedAt = (date: unknown): number | undefined => {
  let milliseconds = NaN;
  if (isDate(date)) milliseconds = Date.prototype.getTime.call(date);
  else if (typeof date === 'string' && ISO_DATE.test(date)) milliseconds = Date.parse(date);
  else if (typeof date === 'number' && Math.abs(date) < END_OF_TIME) milliseconds = Math.round(date * 1_000);
  return Number.isFinite(milliseconds) ? milliseconds : undefined;
};
