import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeBlocks } from './code-blocks.js';
import { repository } from './places.js';

/** A page of the repository. */
export const page = (name) => readFile(join(repository, name), 'utf8');

/** A file of a page, by the name on its first line. */
export const fileIn = (markdown, name) => {
  const block = codeBlocks(markdown).find(({ code }) => code.startsWith(`// ${name}\n`));
  if (block === undefined) throw new Error(`No page has ${name}.`);
  return block.code;
};

/** The words of the first command of a page. */
export const firstCommand = (markdown) =>
  codeBlocks(markdown)
    .find(({ language }) => language === 'sh')
    .code.trim()
    .split(' ');
