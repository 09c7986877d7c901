import { firstOf } from '../data/first-of.js';
import { isFieldName } from './field-name.js';
import { LeakDetector } from './leak-detector.js';
import type { SchemaIssue } from '../standard-schema.interface.js';

const WITHOUT_VALUE = 'it does not fit';
const TOO_LARGE = 'the value is too large to tell why without quoting it';
const MOST_ISSUES = 5;
const LONGEST_MESSAGE = 1_000;
const MOST_SEGMENTS = 20;
const LONGEST_SEGMENT = 200;

/** Where libraries quote the value: `(was …)`, `but received …`, `Received …`; ` with value "…" fails`, ` (…) must be...`. */
const TAIL = /[\s,:]*(?:\(was\b|\b(?:but )?received\b).*$/is;
const INSETS = [
  [' with value "', '" fails'],
  [' with value "', '" matches'],
  [' (', ') must be...'],
] as const;

/** A message without what stands between the first `begin` and the last `end`; a pattern would take quadratic time. */
const withoutInset = (message: string, [begin, end]: (typeof INSETS)[number]): string => {
  const from = message.indexOf(begin);
  const to = message.lastIndexOf(end);
  return from < 0 || to < from ? message : message.slice(0, from) + message.slice(to + end.indexOf(' '));
};

/** Issues by path and message, without the value. A message that still quotes any of the data is left out. */
export const describeIssues = (issues: readonly SchemaIssue[], data: unknown): string => {
  const quotation = new LeakDetector(data);
  const lines = firstOf(issues, MOST_ISSUES).map((issue) => {
    const path = shownPath(segmentsOf(issue), data, quotation);
    const message = messageOf(issue);
    const reason = message === '' || quotation.isIn(message) ? WITHOUT_VALUE : message;
    return path === '' ? reason : `${path}: ${reason}`;
  });
  const left = issues.length - lines.length;
  return [
    ...lines,
    ...(left > 0 ? [`and ${left} more`] : []),
    ...(quotation.isWhole ? [] : [TOO_LARGE]),
  ].join('; ');
};

/** What the library says, without the value. Of a message as long as a value can be only the ends are looked at. */
const messageOf = ({ message }: SchemaIssue): string => {
  const ends =
    message.length > 4 * LONGEST_MESSAGE
      ? message.slice(0, 2 * LONGEST_MESSAGE) + message.slice(-2 * LONGEST_MESSAGE)
      : message;
  return INSETS.reduce(withoutInset, ends).slice(0, LONGEST_MESSAGE).replace(TAIL, '');
};

/** The path of an issue, up to a key that may be a secret itself, or what is no key of the data there and quotes it. */
const shownPath = (segments: readonly string[], data: unknown, quotation: LeakDetector): string => {
  const shown: string[] = [];
  let place = data;
  for (const segment of segments) {
    const isKey = typeof place === 'object' && place !== null && Object.hasOwn(place, segment);
    if (isKey ? !isNameIn(place as object, segment) : quotation.isIn(segment)) break;
    shown.push(segment.slice(0, LONGEST_SEGMENT));
    place = isKey ? (place as Record<string, unknown>)[segment] : undefined;
  }
  return shown.join('.');
};

const isNameIn = (place: object, key: string): boolean => Array.isArray(place) || isFieldName(key);

/** Where in the data an issue lies, not too deep. */
export const segmentsOf = ({ path = [] }: SchemaIssue): readonly string[] =>
  firstOf(path, MOST_SEGMENTS).map((segment) => String(typeof segment === 'object' ? segment.key : segment));
