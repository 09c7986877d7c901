import { readFileSync } from 'node:fs';
import { InvalidDeclarationError } from '../errors/index.js';
import { localFileMessage, malformedLocalFileMessage } from '../errors/errors.messages.js';
import { localContent, type LocalContent } from './local-content.js';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * What a local file holds now.
 *
 * @throws `InvalidDeclarationError` for a file that cannot be read or is malformed; its message quotes nothing of the file
 */
export const readLocalFile = (file: string): LocalContent => localContent(parsed(textOf(file), file), file);

const textOf = (file: string): string => {
  try {
    const text = readFileSync(file, 'utf8');
    return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new InvalidDeclarationError(localFileMessage(file, code), { names: [file] });
  }
};

const parsed = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = placeOf(error as SyntaxError, text);
    throw new InvalidDeclarationError(malformedLocalFileMessage(file, place), { names: [file] });
  }
};

/** How much of the text before the mistake a `SyntaxError` quotes. */
const QUOTED_BEFORE = 10;

/** The message of a `SyntaxError` quotes the text, so that only the place of the mistake is taken from it. */
const placeOf = ({ message }: SyntaxError, text: string): string => {
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  const [, quoted] = /, \.\.\."([\s\S]*)"(?:\.\.\.)? is not valid JSON$/.exec(message) ?? [];
  if (position !== undefined) return lineAt(text, Number(position));
  if (quoted !== undefined) return lineAt(text, text.indexOf(quoted) + QUOTED_BEFORE);
  return message.includes('end of JSON input') ? ', at its end' : '';
};

const lineAt = (text: string, position: number): string =>
  `, in line ${text.slice(0, position).split('\n').length}`;
