import { readFileSync } from 'node:fs';
import { firstLine } from '../first-line.js';
import { quoted } from '../output/quoted.js';
import { UsageError } from '../usage.error.js';

/** What a name of the environment or of a configuration is at AWS. */
export interface MappedName {
  readonly kind: 'parameter' | 'secret';
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly type: string | undefined;
}

export type Names = ReadonlyMap<string, MappedName>;

/**
 * The map of names in a file of JSON: `{ "DB_HOST": "/db/host", "DB_PASSWORD": { "secret": "prod/db", "key": "password" } }`.
 *
 * @throws `UsageError` for a file that is none
 */
export const namesIn = (file: string): Names => {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // What a parser says quotes the text, which may be a file of values.
    const problem = error instanceof SyntaxError ? 'it is not valid JSON' : firstLine(error);
    throw new UsageError(`The map ${file} cannot be read: ${problem}`);
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw unknownForm(file, 'It');
  return new Map(Object.entries(read).map(([from, to]) => [from, mappedName(file, from, to)]));
};

const mappedName = (file: string, from: string, to: unknown): MappedName => {
  const { parameter, secret, key, type, ...others } = (
    typeof to === 'string' ? { parameter: to } : Object(to)
  ) as Record<string, unknown>;
  const name = parameter ?? secret;
  const isRight =
    typeof name === 'string' &&
    name !== '' &&
    (parameter === undefined || (secret === undefined && key === undefined)) &&
    (key === undefined || typeof key === 'string') &&
    (type === undefined || ['string', 'number', 'boolean'].includes(type as string)) &&
    Object.keys(others).length === 0;
  if (!isRight) throw unknownForm(file, `"${from}"`);
  return {
    kind: secret === undefined ? 'parameter' : 'secret',
    name,
    options: key === undefined ? {} : { key: quoted(key) },
    type: type as string | undefined,
  };
};

const unknownForm = (file: string, what: string): UsageError =>
  new UsageError(
    `The map ${file} has another form: ${what} has to be a parameter's name, or { "secret": …, "key": …, "type": … }.`,
  );
