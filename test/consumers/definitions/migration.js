import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLocalAws } from '../runner/local-parameters.js';

const APPS = join(import.meta.dirname, '../../migrate/apps');
const SDK = { '@aws-sdk/client-ssm': '^3.1000.0', '@aws-sdk/client-secrets-manager': '^3.1000.0' };
const TSC = ['tsc', ['-p', 'tsconfig.json']];

/** As `nest new` compiles; the fields of classes are assigned, since the applications read services in them. */
const TSCONFIG = {
  compilerOptions: {
    module: 'commonjs',
    target: 'ES2021',
    outDir: 'dist',
    rootDir: '.',
    strict: true,
    skipLibCheck: true,
    esModuleInterop: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    types: ['node'],
  },
  include: ['src', 'test'],
};

const nest = (major, config) => ({
  '@nestjs/common': `^${major}.0.0`,
  '@nestjs/core': `^${major}.0.0`,
  '@nestjs/platform-express': `^${major}.0.0`,
  '@nestjs/config': config,
});

/** The tests of the application, against a local AWS with its values. */
const ownTests = async (project, { node, hasVariables }) => {
  const { environment, ...values } = JSON.parse(await readFile(project.path('values.json'), 'utf8'));
  await withLocalAws(values, (env) =>
    project.run('node', ['dist/test/app.test.js'], {
      node,
      env: { ...(hasVariables && environment), ...env },
    }),
  );
};

/**
 * An application that uses another package: its own tests pass with that package, and after `migrate --write` without it.
 */
const migration = ({ app, about, dependencies, peers = [], args = [], keepsVariables = true }) => ({
  name: `migrate-${app}`,
  about,
  async prepare(project) {
    await project.copy(join(APPS, app), '.');
    await project.writeJson('tsconfig.json', TSCONFIG);
    await project.writeJson('package.json', {
      name: app,
      private: true,
      dependencies: {
        ...dependencies,
        ...SDK,
        'reflect-metadata': '^0.2.0',
        rxjs: '^7.8.0',
        'nestjs-ssm-cache': `file:${project.tarball}`,
      },
      devDependencies: { '@types/node': '^20.0.0', typescript: '~5.9.0', prettier: '^3.0.0' },
    });
    await project.install();
  },
  typecheck: (project) => project.run(...TSC),
  async build(project) {
    await ownTests(project, { hasVariables: true });
    await project.run('nestjs-ssm-cache', ['migrate', '--write', ...args]);
    await project.remove('dist', ...peers.map((peer) => `node_modules/${peer}`));
    await project.run(...TSC);
  },
  test: (project, node) => ownTests(project, { node, hasVariables: keepsVariables }),
  notApplicable: { start: { any: 'its own tests start it' } },
});

export const migrations = [
  migration({
    app: 'systems-manager',
    about: 'an application that moves from @nestjs-aws/systems-manager',
    dependencies: { ...nest(11, '^4.0.2'), '@nestjs-aws/systems-manager': '^1.0.4' },
    peers: ['@nestjs-aws'],
  }),
  migration({
    app: 'param-store',
    about: 'an application that moves from nestjs-param-store',
    dependencies: { ...nest(10, '^3.3.0'), 'nestjs-param-store': '^1.3.1' },
    peers: ['nestjs-param-store'],
  }),
  migration({
    app: 'powertools',
    about: 'an application that moves from @aws-lambda-powertools/parameters',
    dependencies: { ...nest(11, '^4.0.2'), '@aws-lambda-powertools/parameters': '^2.35.0' },
    peers: ['@aws-lambda-powertools'],
  }),
  migration({
    app: 'config',
    about: 'an application that moves from process.env and ConfigService',
    dependencies: nest(11, '^4.0.2'),
    args: ['--map', 'map.json', '--base-path', '/prod/shop'],
    keepsVariables: false,
  }),
];
