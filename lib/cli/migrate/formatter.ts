import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Format } from './migrate.js';

/** What is used of Prettier, which the project may have. */
interface Prettier {
  resolveConfig(file: string): Promise<object | null>;
  check(text: string, options: object): Promise<boolean> | boolean;
  format(text: string, options: object): Promise<string> | string;
}

/** Formats files that the project's own Prettier had formatted. All others stay as they were written. */
export const formatter = (folder: string): Format | undefined => {
  const require = createRequire(join(resolve(folder), 'package.json'));
  let prettier: Prettier;
  try {
    prettier = require('prettier') as Prettier;
  } catch {
    return undefined;
  }
  return async (file, before, after) => {
    const options = { ...(await prettier.resolveConfig(file)), filepath: file };
    return (await prettier.check(before, options)) ? prettier.format(after, options) : after;
  };
};
