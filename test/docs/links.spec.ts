import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { allPages, anchors, prose, type Page } from './support/markdown.js';

const ROOT = join(import.meta.dirname, '../..');
const pages = await allPages();

/** The targets of links and pictures, and of the footnotes that some of them are written as. */
const targetsIn = (text: string): readonly string[] => [
  ...Array.from(prose(text).matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target),
  ...Array.from(prose(text).matchAll(/^\[[^\]]+\]: (\S+)$/gm), ([, target = '']) => target),
];

const problemWith = async ({ path, text }: Page, target: string): Promise<string | undefined> => {
  if (/^https?:/.test(target)) return undefined;
  const [file = '', anchor] = target.split('#');
  const linked = file === '' ? path : normalize(join(dirname(path), file));
  if (!existsSync(join(ROOT, linked))) return `there is no ${linked}`;
  if (anchor === undefined) return undefined;
  const there = file === '' ? text : await readFile(join(ROOT, linked), 'utf8');
  return anchors(there).has(anchor) ? undefined : `${linked} has no heading "${anchor}"`;
};

describe.each(pages.map((page) => [page.path, page] as const))('%s', (_path, page) => {
  it('links to what there is', async () => {
    const problems = await Promise.all(targetsIn(page.text).map((target) => problemWith(page, target)));

    expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
  });

  it('asks no other host for a picture', () => {
    expect(page.text).not.toMatch(/!\[[^\]]*\]\(https?:|<img/);
  });
});

describe('The pages', () => {
  it.each(pages.filter(({ path }) => path.startsWith('docs/') && path !== 'docs/README.md'))(
    'are all in a table of contents, of users or of contributors: $path',
    ({ path }) => {
      const contents = pages.filter((page) => ['docs/README.md', 'CONTRIBUTING.md'].includes(page.path));

      expect(contents.map(({ text }) => text).join('\n')).toContain(path.replace('docs/', ''));
    },
  );

  it('begin with a README that is read at a sitting', () => {
    const [readme] = pages;

    expect(readme?.text.split('\n').length).toBeLessThanOrEqual(250);
  });
});
