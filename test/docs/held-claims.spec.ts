import { describe, expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { claimsOf } from '../../docs/tools/claims/claims.js';
import { holdProblem } from '../../docs/tools/claims/holds.js';
import { claimPages, claimProblems, holdsFile } from '../../docs/tools/claims/pages.js';
import { testTitles } from '../../docs/tools/claims/test-titles.js';

const pages = claimPages();

describe('What the pages state', () => {
  it.each(pages)('has a test for each claim of %s', (page) => {
    expect(claimProblems(page)).toEqual([]);
  });

  it('has no list for a page that is gone', async () => {
    const files = await readdir(join(import.meta.dirname, 'claims'), { recursive: true });
    const known = new Set(pages.map((page) => holdsFile(page).replace('test/docs/claims/', '')));

    expect(files.filter((file) => file.endsWith('.json') && !known.has(file))).toEqual([]);
  });
});

describe('A claim', () => {
  const textsOf = (markdown: string): readonly string[] => claimsOf(markdown).map(({ text }) => text);

  it.each([
    ['a figure with its unit', 'It waits for 5 seconds.'],
    ['a figure in words', 'It takes two calls.'],
    ['a default', '`Infinity` is the default.'],
    ['never', 'A read never waits.'],
    ['only', 'AWS is asked only for names.'],
    ['a limit', 'At most one call is made.'],
    ['the code of an error', 'It fails with `SSM_CACHE_REFRESH`.'],
    ['an error', 'It throws `RefreshError`.'],
  ])('is a sentence with %s', (_what, sentence) => {
    expect(textsOf(`# Never\n\nIt is read. ${sentence} It ends.\n\n- ${sentence}`)).toEqual([
      sentence,
      sentence,
    ]);
  });

  it('is a sentence without its marks and links, code in it untouched', () => {
    expect(textsOf('**Never** wait\nfor [a `get(). No`](page.md). Or do.')).toEqual([
      'Never wait for a `get(). No`.',
    ]);
  });

  it('is a row of a table, which is known by its head', () => {
    expect(claimsOf('| a | b |\n| - | - |\n| `x` | never |\n| `y` | sometimes |\n')).toEqual([
      { text: '`x` | never', table: 'a | b' },
    ]);
  });

  it('is no word of a block of code, and no decorator', () => {
    expect(textsOf('```ts\nnever();\n```\n\n`@RefreshOnError()` repeats a call.')).toEqual([]);
  });
});

describe('What holds a claim', () => {
  const SPEC = 'test/docs/held-claims.spec.ts';

  it.each([
    ['a test', `${SPEC} › is a row of a table, which is known by its head`, undefined],
    ['a test of a table', `${SPEC} › is a sentence with %s`, undefined],
    ['a test that is gone', `${SPEC} › is gone`, `${SPEC} has no test "is gone"`],
    ['a file that is gone', 'test/gone.spec.ts › is', 'there is no file test/gone.spec.ts'],
    ['a link', 'source: https://aws.example', undefined],
    [
      'a missing link',
      'source: https://nowhere.example',
      'the page does not link to https://nowhere.example',
    ],
    ['a block', 'example', undefined],
    ['a file of figures', 'measured: package.json', 'package.json does not have the figure 5000'],
    ['what a script printed', 'printed: demo', 'the page does not name "npm run demo"'],
    ['what no script prints', 'printed: gone', 'there is no script "gone"'],
    ['advice', 'advice', 'a figure is no advice'],
    ['an unknown reason', 'because', 'there is no file because'],
  ])('can be %s', (_what, hold, problem) => {
    const page = '[AWS](https://aws.example) `npm run gone`\n\n```ts\nwait(5_000);\nwait(5000);\n```\n';

    expect(holdProblem('It waits for 5,000 ms.', hold, page)).toBe(problem);
  });

  it('is a test that runs, by its title as it is written', () => {
    const titles = testTitles(`
      describe('a', () => {
        it('b', () => {});
        it.each([1])('c %s', () => {});
        describe.each([1])(\`d \${name}\`, () => {});
        it.skip('e', () => {});
        it.todo('f');
      });
      other('g');
      // it('h', () => {});
    `);

    expect([...titles]).toEqual(['a', 'b', 'c %s', 'd ${name}']);
  });
});
