import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../sample-app/environment/postgres/index.js';
import { readPage } from './support/markdown.js';
import { pageModules, type PageModule } from './support/page-modules.js';
import { runModules } from './support/run-modules.js';
import type { Outcome, Strategy } from './support/survive-rotations.js';

/** For one application with three rotations, in milliseconds; it takes some ten seconds. */
const TIME_LIMIT = 180_000;

const TABLES = `
  CREATE TABLE orders (id text PRIMARY KEY);
  CREATE TABLE customers (id text PRIMARY KEY);
  INSERT INTO orders VALUES ('1');
  CREATE ROLE app LOGIN;
  CREATE ROLE app_clone LOGIN;
  GRANT SELECT ON orders, customers TO app, app_clone;
`;

/** The files of a page, and how its repository is asked. */
interface Walk {
  readonly page: string;
  readonly files: readonly string[];
  readonly imports: string;
  readonly metadata: string;
  readonly ask: string;
}

const README: Walk = {
  page: 'README.md',
  files: ['orders.repository.ts', 'app.module.ts', 'greeting.service.ts'],
  imports: `import { AppModule } from './app.module.js';
    import { OrdersRepository } from './orders.repository.js';`,
  metadata: '{ imports: [AppModule], providers: [OrdersRepository] }',
  ask: `app.get(OrdersRepository).findOrder('1')`,
};

const OTHER_MODULES: Walk = {
  page: 'docs/guides/other-modules.md',
  files: ['database.module.ts', 'customers.repository.ts'],
  imports: `import { SsmCacheModule } from 'nestjs-ssm-cache';
    import { CustomersRepository } from './customers.repository.js';
    import { DatabaseModule } from './database.module.js';`,
  metadata: `{
    imports: [SsmCacheModule.forRoot({ basePath: '/prod/shop', maxAge: 300 }), DatabaseModule],
    providers: [CustomersRepository],
  }`,
  ask: `app.get(CustomersRepository).count()`,
};

const LOGGED_IN: Readonly<Record<Strategy, string>> = {
  'single user': 'app',
  'alternating users': 'app_clone',
};

const filesOf = async ({ page, files }: Walk): Promise<readonly PageModule[]> => {
  const modules = pageModules(await readPage(page));
  const found = modules.filter(({ path }) => files.some((file) => path.endsWith(`/${file}`)));
  expect(found).toHaveLength(files.length);
  return found.map((module) => ({ ...module, isRun: false }));
};

const moduleOf = (file: string, source: string, isRun: boolean): PageModule => ({
  path: `walk/${file}`,
  source,
  isRun,
  firstLine: 1,
});

/** What differs from the outcome, as an application of the page's own files finds it in a process of its own. */
const walk = async (
  { imports, metadata, ask }: Walk,
  files: readonly PageModule[],
  strategy: Strategy,
  outcome: Outcome,
): Promise<readonly string[]> => {
  const support = await readFile(join(import.meta.dirname, 'support/survive-rotations.ts'), 'utf8');
  const main = `${imports}
    import { surviveRotations } from './survive-rotations.js';
    const outcome = await surviveRotations('${postgres.adminUrl}', '${strategy}', ${metadata}, (app) => ${ask});
    outcome; // → ${JSON.stringify(outcome)}`;
  const problems = await runModules(
    [
      ...files.map((file) => ({ ...file, path: `walk/${file.path.split('/').at(-1)}` })),
      moduleOf('survive-rotations.ts', support, false),
      moduleOf('main.ts', main, true),
    ],
    TIME_LIMIT,
  );
  return [...problems.values()].flat();
};

let postgres: EmbeddedPostgres;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres(new AbortController().signal);
  await execute(postgres.adminUrl, 'CREATE DATABASE shop');
  await execute(new URL('/shop', postgres.adminUrl).href, TABLES);
}, 60_000);

afterAll(() => postgres?.stop());

const execute = async (connectionString: string, statements: string): Promise<void> => {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(statements);
  await client.end();
};

describe.each([README, OTHER_MODULES])('The pool on $page', (page) => {
  it.each<Strategy>(['single user', 'alternating users'])(
    'loses no query while a real PostgreSQL gets new passwords: %s',
    async (strategy) => {
      const survived = { failures: [], users: [LOGGED_IN[strategy]] };

      expect(await walk(page, await filesOf(page), strategy, survived)).toEqual([]);
    },
    TIME_LIMIT,
  );
});

describe('A pool with a live password and a fixed user', () => {
  it(
    'is locked out after a rotation with two users in turn, as the warning says',
    async () => {
      const written = await filesOf(README);
      const withFixedUser = written.map((file) => ({
        ...file,
        source: file.source.replace('user: () => this.login.username', `user: () => 'app'`),
      }));
      expect(withFixedUser).not.toEqual(written);
      const fixed = withFixedUser.map((file) => ({
        ...file,
        source: file.source.replace('delay: 0.4', 'delay: 0.04'),
      }));
      expect(fixed).not.toEqual(withFixedUser);

      expect(await walk(README, fixed, 'alternating users', { failures: ['28P01'], users: [] })).toEqual([]);
    },
    TIME_LIMIT,
  );
});
