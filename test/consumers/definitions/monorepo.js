import { match } from 'node:assert/strict';
import { startStep } from '../runner/start-step.js';
import { nestProject } from '../runner/template.js';

const APP = 'api';
const CONFIGURATION = `apps/${APP}/tsconfig.app.json`;

/** Runs the program that the package has installed, for one application of the repository. */
const program = (project, node, command, ...args) =>
  project.run('npx', ['nestjs-ssm-cache', command, '--project', APP, ...args], { node });

const prepare = async (project, nest) => {
  await project.copy(await nestProject(nest), '.');
  await project.run('npm', ['install', project.tarball, '--no-audit', '--no-fund']);
  await project.run('npx', ['nest', 'generate', 'app', APP]);
  const add = ['nest', 'add', 'nestjs-ssm-cache', '--project', APP, '--skip-install'];
  await project.run('npx', add);
  await project.edit(`apps/${APP}/src/main.ts`, (source) =>
    source.replace('process.env.port', 'process.env.PORT'),
  );
  await project.install();
  match(await project.run('npx', add), /Nothing to be done\./);
};

const test = async (project, node) => {
  await project.run('npm', ['test'], { node });

  match(
    await program(project, node, 'list'),
    /ApiService\.greeting +ssm +default +\/prod\/api\/greeting +string/,
  );
  const place = ['--account', '123456789012', '--region', 'eu-west-1'];
  match(
    await program(project, node, 'iam', ...place),
    /"arn:aws:ssm:eu-west-1:123456789012:parameter\/prod\/api\/greeting"/,
  );
  await project.writeJson('values.json', { parameters: { '/prod/api/greeting': 'Hello' } });
  match(await program(project, node, 'check', '--against', 'values.json'), /1 of 1 values can be read\./);
  await program(project, node, 'types', '--against', 'values.json');
  match(await project.run('cat', [`apps/${APP}/src/ssm-names.d.ts`]), /'\/greeting': 'String'/);
};

/** One application of two in a repository: the other one stays as it is. */
const monorepo = (nest, main) => ({
  name: `monorepo-${nest}`,
  about: `nest add, list, iam, check and types for one application of a monorepo of Nest ${nest}`,
  prepare: (project) => prepare(project, nest),
  typecheck: (project) => project.run('tsc', ['--noEmit', '-p', CONFIGURATION]),
  // What Nest builds of a monorepo is a bundle, in which no module can be looked at.
  build: (project) => project.run('tsc', ['-p', CONFIGURATION]),
  test,
  start: startStep({
    args: [main],
    path: '/',
    expected: { status: 200, text: 'Hello World!', end: 'SIGTERM' },
  }),
});

export const monorepo11 = monorepo(11, `dist/apps/${APP}/main.js`);
export const monorepo12 = monorepo(12, `dist/apps/${APP}/apps/${APP}/src/main.js`);
