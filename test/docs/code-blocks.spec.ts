import { beforeAll, describe, expect, it } from '@jest/globals';
import { blockProblems, compilerProblems, runProblems } from './support/check-page.js';
import { claimsOf } from './support/claims.js';
import { allPages } from './support/markdown.js';
import { pageModules } from './support/page-modules.js';

/** Checked by tests of its own, which run every line. */
const CHECKED_ELSEWHERE = 'docs/migrate/from-ssm-cache.md';

const pages = (await allPages()).filter(({ path }) => path !== CHECKED_ELSEWHERE);

let byCompiler: ReadonlyMap<string, readonly string[]>;

beforeAll(() => {
  byCompiler = compilerProblems(pages);
}, 120_000);

it('The pages have something to run', () => {
  const run = pages.flatMap(pageModules).filter(({ isRun }) => isRun);

  expect(run.length).toBeGreaterThan(15);
  expect(run.flatMap(({ source }) => claimsOf(source)).length).toBeGreaterThan(80);
});

describe.each(pages.map((page) => [page.path, page] as const))('the code on %s', (_path, page) => {
  it('compiles', () => {
    expect(byCompiler.get(page.path)).toEqual([]);
  });

  it('does what the page says, where it can be run', async () => {
    expect(await runProblems(page)).toEqual([]);
  }, 120_000);

  it('names scripts and files that there are, and holds JSON that parses', () => {
    expect(blockProblems(page)).toEqual([]);
  });
});
