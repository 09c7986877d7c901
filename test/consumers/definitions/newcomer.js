import { withoutExtension } from '../runner/commonjs.js';
import { fileIn, firstCommand, page } from '../runner/pages.js';
import { withPostgres } from '../runner/postgres.js';
import { startStep } from '../runner/start-step.js';
import { nestProject } from '../runner/template.js';

const PACKAGE = 'nestjs-ssm-cache';

/** Rotates the login of the pools of both pages on a real PostgreSQL. */
const ROTATION = `
import { SsmCacheModule } from 'nestjs-ssm-cache';
import { AppModule } from './app.module.js';
import { CustomersRepository } from './customers.repository.js';
import { DatabaseModule } from './database.module.js';
import { OrdersRepository } from './orders.repository.js';
import { surviveRotations } from './survive-rotations.js';

const ADMIN_URL = process.env.POSTGRES_URL ?? '';
const README = { imports: [AppModule], providers: [OrdersRepository] };
const OTHER_MODULES = {
  imports: [SsmCacheModule.forRoot({ basePath: '/prod/shop', maxAge: 300 }), DatabaseModule],
  providers: [CustomersRepository],
};

it('the pool of the README, one user', async () => {
  const outcome = await surviveRotations(ADMIN_URL, 'single user', README, (app) => app.get(OrdersRepository).findOrder('1'));
  expect(outcome).toEqual({ failures: [], users: ['app'] });
}, 120_000);

it('the pool of the README, users in turn', async () => {
  const outcome = await surviveRotations(ADMIN_URL, 'alternating users', README, (app) => app.get(OrdersRepository).findOrder('1'));
  expect(outcome).toEqual({ failures: [], users: ['app_clone'] });
}, 120_000);

it('the pool of the page about other modules, one user', async () => {
  const outcome = await surviveRotations(ADMIN_URL, 'single user', OTHER_MODULES, (app) => app.get(CustomersRepository).count());
  expect(outcome).toEqual({ failures: [], users: ['app'] });
}, 120_000);

it('the pool of the page about other modules, users in turn', async () => {
  const outcome = await surviveRotations(ADMIN_URL, 'alternating users', OTHER_MODULES, (app) => app.get(CustomersRepository).count());
  expect(outcome).toEqual({ failures: [], users: ['app_clone'] });
}, 120_000);
`;

/** The code blocks of the pages, word for word, in what `nest new` gives. */
const newcomer = ({ name, about, nest, adapt = (source) => source }) => ({
  name,
  about,
  async prepare(project) {
    await project.copy(await nestProject(nest), '.');
    const [readme, otherModules, support] = await Promise.all([
      page('README.md'),
      page('docs/guides/other-modules.md'),
      page('test/docs/support/survive-rotations.ts'),
    ]);
    const files = {
      'app.module.ts': fileIn(readme, 'app.module.ts'),
      'greeting.service.ts': fileIn(readme, 'greeting.service.ts'),
      'orders.repository.ts': fileIn(readme, 'orders.repository.ts'),
      'database.module.ts': fileIn(otherModules, 'database.module.ts'),
      'customers.repository.ts': fileIn(otherModules, 'customers.repository.ts'),
      'greeting.service.spec.ts': fileIn(readme, 'greeting.service.spec.ts'),
      'survive-rotations.ts': support,
      'rotation.spec.ts': ROTATION,
    };
    for (const [file, source] of Object.entries(files)) await project.write(`src/${file}`, adapt(source));
    const [command, ...args] = firstCommand(readme);
    const packages = args.map((arg) => (arg === PACKAGE ? project.tarball : arg));
    await project.run(command, [...packages, 'pg', '--no-audit', '--no-fund']);
    await project.run('npm', ['install', '-D', '@types/pg', '--no-audit', '--no-fund']);
  },
  typecheck: (project) => project.run('tsc', ['--noEmit', '-p', 'tsconfig.json']),
  build: (project) => project.run('npm', ['run', 'build']),
  test: (project, node) =>
    withPostgres((url) => project.run('npm', ['test'], { node, env: { POSTGRES_URL: url } })),
  start: startStep({ expected: { status: 404, end: 'SIGTERM' } }),
});

export const newcomer12 = newcomer({
  name: 'newcomer',
  about:
    'the files of README and the page about other modules, typed into what nest new gives, on a PostgreSQL whose password rotates',
  nest: 12,
});

export const newcomer11 = newcomer({
  name: 'newcomer-11',
  about: 'the same with Nest 11, which is CommonJS',
  nest: 11,
  adapt: withoutExtension,
});
