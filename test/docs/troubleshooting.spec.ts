import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readPage } from './support/markdown.js';
import { sectionOf } from './support/tables.js';

const ROOT = join(import.meta.dirname, '../..');
const LIB = join(ROOT, 'lib');

interface DefinedError {
  readonly name: string;
  readonly comment: string;
  /** The page that the comment links to, as a path of the project, with the heading there. */
  readonly link: string;
}

/** Every error that the sources define, by its code. */
const definedErrors = async (): Promise<ReadonlyMap<string, DefinedError>> => {
  const files = (await readdir(LIB, { recursive: true })).filter((file) => file.endsWith('.error.ts'));
  const sources = await Promise.all(
    files.map(async (file) => [file, await readFile(join(LIB, file), 'utf8')] as const),
  );
  return new Map(
    sources.flatMap(([file, source]) => {
      const [, code] = /readonly code = '(\w+)'/.exec(source) ?? [];
      const [, comment = '', name] = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export class (\w+)/.exec(source) ?? [];
      const [, path = '', anchor = ''] = /@see \[[^\]]+\]\(([^)#]+)(#[^)]+)\)/.exec(comment) ?? [];
      const link = `${relative(ROOT, resolve(LIB, dirname(file), path))}${anchor}`;
      return code === undefined || name === undefined ? [] : [[code, { name, comment, link }] as const];
    }),
  );
};

const defined = await definedErrors();
const { text } = await readPage('docs/reference/troubleshooting.md');
const documented = Array.from(text.matchAll(/^### `(\w+)`$/gm), ([, code = '']) => code);

describe('docs/reference/troubleshooting.md', () => {
  it('has every code that there is, and no other', () => {
    expect(documented.toSorted()).toEqual([...defined.keys()].toSorted());
    expect(documented.length).toBeGreaterThan(15);
  });

  it.each(documented)('says of %s which class it is, what happened and what to do', (code) => {
    const [whatHappened = '', whatToDo = ''] = sectionOf(text, `\`${code}\``).trim().split('\n\n');

    expect(whatHappened).toMatch(new RegExp(`^\`${defined.get(code)?.name}\`[.,] `));
    expect(whatToDo).toMatch(/\S/);
  });

  it.each([...defined])('is where the comment of %s says how to fix it', (code, { comment, link }) => {
    expect(comment).toMatch(new RegExp(`^\\s*\\* \`${code}\`\\. [A-Z]`));
    expect(link).toBe(`docs/reference/troubleshooting.md#${code.toLowerCase()}`);
  });
});
