import { deeply, eachMember, type Step } from './deeply.js';
import type { Json } from './tagged-json.js';

/** Deeper levels are written on one line: their indentation would be longer than what they say. */
const INDENTED_LEVELS = 32;

/** JSON on one line, as `JSON.stringify(value)` writes it. */
export const compactText = (value: Json): string => textOf(value, Infinity);

/** JSON on many lines, as `JSON.stringify(value, undefined, 2)` writes what is at a level of a document. */
export const indentedText = (value: Json, level: number): string => textOf(value, level);

function textOf(value: Json, level: number): string {
  const parts: string[] = [];
  deeply(write(value, level, parts));
  return parts.join('');
}

function write(value: Json, level: number, parts: string[]): Step<void> {
  if (typeof value !== 'object' || value === null) return { result: void parts.push(JSON.stringify(value)) };
  const isList = Array.isArray(value);
  const names = Object.keys(value);
  const isFlat = level >= INDENTED_LEVELS;
  const lineAt = (indentation: number): string => (isFlat ? '' : `\n${'  '.repeat(indentation)}`);
  parts.push(isList ? '[' : '{');
  return eachMember(
    value as Readonly<Record<string, Json>>,
    names,
    (member, name) => {
      parts.push(name === names[0] ? '' : ',', lineAt(level + 1));
      if (!isList) parts.push(JSON.stringify(name), isFlat ? ':' : ': ');
      return write(member, level + 1, parts);
    },
    () => void parts.push(names.length === 0 ? '' : lineAt(level), isList ? ']' : '}'),
  );
}
