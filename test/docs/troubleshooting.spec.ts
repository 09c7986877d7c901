import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readPage } from './support/markdown.js';
import { sectionOf } from './support/tables.js';

const LIB = join(import.meta.dirname, '../../lib');

/** The code and the class of every error that the sources define. */
const definedErrors = async (): Promise<ReadonlyMap<string, string>> => {
  const files = (await readdir(LIB, { recursive: true })).filter((file) => file.endsWith('.error.ts'));
  const sources = await Promise.all(files.map((file) => readFile(join(LIB, file), 'utf8')));
  return new Map(
    sources.flatMap((source) => {
      const [, code] = /readonly code = '(\w+)'/.exec(source) ?? [];
      const [, name] = /export class (\w+)/.exec(source) ?? [];
      return code === undefined || name === undefined ? [] : [[code, name] as const];
    }),
  );
};

const defined = await definedErrors();
const { text } = await readPage('docs/troubleshooting.md');
const documented = Array.from(text.matchAll(/^### `(\w+)`$/gm), ([, code = '']) => code);

describe('docs/troubleshooting.md', () => {
  it('has every code that there is, and no other', () => {
    expect(documented.toSorted()).toEqual([...defined.keys()].toSorted());
    expect(documented.length).toBeGreaterThan(15);
  });

  it.each(documented)('says of %s which class it is, what happened and what to do', (code) => {
    const [whatHappened = '', whatToDo = ''] = sectionOf(text, `\`${code}\``).trim().split('\n\n');

    expect(whatHappened).toMatch(new RegExp(`^\`${defined.get(code)}\`[.,] `));
    expect(whatToDo).toMatch(/\S/);
  });
});
