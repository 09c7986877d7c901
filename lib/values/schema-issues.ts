import type { SchemaIssue } from './standard-schema.interface.js';

const WITHOUT_VALUE = 'it does not fit';
const MOST_ISSUES = 5;
/** A part of a text as long as this is enough to recognise it. */
const TELLING_LENGTH = 6;

/** Issues by path and message. A message that quotes any of the data, as some libraries' do, is left out. */
export const describeIssues = (issues: readonly SchemaIssue[], data: unknown): string => {
  const leaves = leavesOf(data);
  const lines = issues.slice(0, MOST_ISSUES).map((issue) => {
    const path = pathOf(issue);
    const message = quotesAny(issue.message, leaves) ? WITHOUT_VALUE : issue.message;
    return path === '' ? message : `${path}: ${message}`;
  });
  const left = issues.length - lines.length;
  return [...lines, ...(left > 0 ? [`and ${left} more`] : [])].join('; ');
};

const pathOf = ({ path = [] }: SchemaIssue): string =>
  path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.');

const leavesOf = (data: unknown): readonly string[] => {
  const leaves: string[] = [];
  const left: unknown[] = [data];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'object' && value !== null) left.push(...Object.values(value));
    if (typeof value === 'string' && value !== '') leaves.push(value);
    if (typeof value === 'number' || typeof value === 'boolean') leaves.push(String(value));
  }
  return leaves;
};

const quotesAny = (message: string, leaves: readonly string[]): boolean =>
  leaves.some((leaf) =>
    leaf.length < TELLING_LENGTH
      ? message.includes(leaf)
      : partsOf(message).some((part) => leaf.includes(part)),
  );

const partsOf = (message: string): readonly string[] =>
  Array.from({ length: Math.max(0, message.length - TELLING_LENGTH + 1) }, (_, start) =>
    message.slice(start, start + TELLING_LENGTH),
  );
