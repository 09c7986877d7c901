import { firstLine } from '../cli/first-line.js';
import { UsageError } from '../cli/usage.error.js';
import { textIn, type ProjectTree } from './project-tree.js';

/**
 * The object that a file of JSON has.
 *
 * @returns `undefined` if there is no such file
 * @throws `UsageError` for a file that is malformed
 */
export const readJson = (tree: ProjectTree, path: string): Readonly<Record<string, unknown>> | undefined => {
  const text = textIn(tree, path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${firstLine(error)}`);
  }
};

/** A value as JSON, indented as the text that it replaces. */
export const writtenLike = (before: string, value: unknown): string => {
  const indent = /^([ \t]+)"/m.exec(before)?.[1] ?? '  ';
  const lineEnd = before.includes('\r\n') ? '\r\n' : '\n';
  const text = JSON.stringify(value, undefined, indent).replaceAll('\n', lineEnd);
  return before.endsWith('\n') ? text + lineEnd : text;
};
