import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DATABASE_SECRET, SIGNING_SECRET } from './names.js';
import type { DatabaseCredentials } from './sample-environment.interface.js';
import { databaseParameters, DEFAULT_SETTINGS, newSigningKey } from './values.js';

interface LocalFile {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

const EMPTY: LocalFile = { parameters: DEFAULT_SETTINGS, secrets: {} };

/**
 * Makes the local file, or writes into the one that is there how to log in to the database. What else it holds stays.
 *
 * @returns its whole path
 */
export async function prepareLocalFile(
  name: string,
  database: URL,
  credentials: DatabaseCredentials,
): Promise<string> {
  const file = resolve(name);
  const { parameters, secrets }: LocalFile = existsSync(file)
    ? JSON.parse(await readFile(file, 'utf8'))
    : EMPTY;
  const content: LocalFile = {
    parameters: { ...parameters, ...databaseParameters(database) },
    secrets: { [SIGNING_SECRET]: newSigningKey(), ...secrets, [DATABASE_SECRET]: credentials },
  };
  await writeFile(file, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  return file;
}
