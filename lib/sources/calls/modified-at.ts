import { isDate } from 'node:util/types';

/** The first moment of the year 10000, in seconds: a larger number is no time in seconds. */
const END_OF_TIME = 253_402_300_800;
const ISO_DATE = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d))?$/;

/** When AWS says that a version was modified, in milliseconds: a date, a number of seconds or an ISO text; anything else says nothing. */
export const modifiedAt = (date: unknown): number | undefined => {
  const milliseconds = toMilliseconds(date);
  return Number.isFinite(milliseconds) ? milliseconds : undefined;
};

const toMilliseconds = (date: unknown): number => {
  if (isDate(date)) return Date.prototype.getTime.call(date);
  if (typeof date === 'number') return Math.abs(date) < END_OF_TIME ? Math.round(date * 1_000) : NaN;
  return typeof date === 'string' && ISO_DATE.test(date) ? Date.parse(date) : NaN;
};
