import { Quotation } from './quotation.js';
import type { SchemaIssue } from './standard-schema.interface.js';

const WITHOUT_VALUE = 'it does not fit';
const MOST_ISSUES = 5;
const LONGEST_MESSAGE = 1_000;

/** Where libraries quote the value: `(was …)`, `but received …`, `Received …`; ` with value "…" fails`, ` (…) must be...`. */
const TAIL = /[\s,:]*(?:\(was\b|\b(?:but )?received\b).*$/is;
const INSET = / with value ".*"(?= (?:fails|matches))| \(.*\)(?= must be\.\.\.)/s;

/** Issues by path and message, without the value. A message that still quotes any of the data is left out. */
export const describeIssues = (issues: readonly SchemaIssue[], data: unknown): string => {
  const quotation = new Quotation(data);
  const lines = issues.slice(0, MOST_ISSUES).map((issue) => {
    const path = segmentsOf(issue).join('.');
    const message = issue.message.replace(INSET, '').slice(0, LONGEST_MESSAGE).replace(TAIL, '');
    const reason = message === '' || quotation.isIn(message) ? WITHOUT_VALUE : message;
    return path === '' ? reason : `${path}: ${reason}`;
  });
  const left = issues.length - lines.length;
  return [...lines, ...(left > 0 ? [`and ${left} more`] : [])].join('; ');
};

/** Where in the data an issue lies. */
export const segmentsOf = ({ path = [] }: SchemaIssue): readonly string[] =>
  path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
