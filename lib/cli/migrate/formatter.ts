import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** Whether a text was formatted before, and if so, how it is formatted now. */
export type Format = (file: string, before: string, after: string) => Promise<string>;

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

/** The width that the project's formatter has, where its file is JSON; otherwise that of Prettier. */
export const printWidth = (): number => {
  for (const file of ['.prettierrc', '.prettierrc.json']) {
    try {
      const { printWidth: width } = JSON.parse(readFileSync(file, 'utf8')) as {
        readonly printWidth?: unknown;
      };
      if (typeof width === 'number') return width;
    } catch {
      // There is none, or it is written in another format.
    }
  }
  return 80;
};
