import { expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeBlocks, readPage } from '../docs/support/markdown.js';
import { pageModules, type PageModule } from '../docs/support/page-modules.js';
import { runModules } from '../docs/support/run-modules.js';

const SUPPORT = ['recipes/support/failing-accounts.ts', 'transports/support/secrets-manager-agent.ts'];

const moduleOf = (path: string, source: string, isRun = false): PageModule => ({
  path,
  source,
  isRun,
  firstLine: 1,
});

const supportModule = async (path: string): Promise<PageModule> =>
  moduleOf(path, await readFile(join(import.meta.dirname, '..', path), 'utf8'));

// What the page reads, and in how many calls, is run with its other blocks.
it('The recipe of several accounts says what its start fails with, which is at once', async () => {
  const page = await readPage('docs/recipes/accounts-and-regions.md');
  const files = pageModules(page).filter(({ path }) => /\/(?:checkout|app\.module)\.ts$/.test(path));
  const [missing, refused] = codeBlocks(page.text)
    .filter(({ language }) => language === 'text')
    .map(({ code }) => ({ message: code.trimEnd(), isAtOnce: true }));
  const main = `import { failingAccounts } from './recipes/support/failing-accounts.js';
    const starts = await failingAccounts(async () => (await import('./app.module.js')).AppModule);
    starts; // → ${JSON.stringify({ refused, missing })}`;

  const problems = await runModules([
    ...files.map(({ path, source }) => moduleOf(path.split('/').at(-1) ?? '', source)),
    ...(await Promise.all(SUPPORT.map(supportModule))),
    moduleOf('main.ts', main, true),
  ]);

  expect(files).toHaveLength(2);
  expect([...problems.values()].flat()).toEqual([]);
}, 60_000);
