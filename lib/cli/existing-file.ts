import { existsSync } from 'node:fs';
import { UsageError } from './usage.error.js';

/** @throws `UsageError` where there is none */
export const existingFile = (file: string | undefined): string | undefined => {
  if (file !== undefined && !existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  return file;
};
