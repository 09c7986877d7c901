import { describe, expect, it } from '@jest/globals';
import { deadLinks } from './support/links.js';
import { allPages } from './support/markdown.js';

const pages = await allPages();

describe.each(pages.map((page) => [page.path, page] as const))('%s', (_path, page) => {
  it('links to what there is', async () => {
    expect(await deadLinks(page)).toEqual([]);
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
