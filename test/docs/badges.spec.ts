import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { badges } from '../../docs/tools/badges.js';
import { readPage } from './support/markdown.js';

const ROOT = join(import.meta.dirname, '../..');
const current = badges();
const { text: readme } = await readPage('README.md');

describe('The badges of the README', () => {
  it('are those of package.json: after a change of it run "npm run docs:badges"', async () => {
    const files = await readdir(join(ROOT, 'docs/badges'));
    const shown = await Promise.all(
      files.map(async (name) => [name, await readFile(join(ROOT, 'docs/badges', name), 'utf8')] as const),
    );

    expect(new Map(shown)).toEqual(current);
  });

  it.each([...current.keys()])('show %s', (name) => {
    expect(readme).toContain(`](docs/badges/${name})`);
  });

  it.each([
    ['nestjs.svg', /NestJS: 10 · 11 · 12/],
    ['node.svg', /Node\.js: 20\.19 · 22\.12 · &gt;=24/],
    ['licence.svg', /licence: MIT/],
    ['modules.svg', /modules: ESM \+ CommonJS/],
    ['dependencies.svg', /dependencies: none/],
  ])('say on %s what its text in the README says', (name, fact) => {
    expect(current.get(name)).toMatch(fact);
  });
});

describe('The picture of the sample application', () => {
  it('is small enough to load at once', async () => {
    const { size } = await stat(join(ROOT, 'docs/sample-app.png'));

    expect(size).toBeLessThan(200 * 1_024);
  });
});
