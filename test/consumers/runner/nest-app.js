import { readdir } from 'node:fs/promises';
import { withoutDefaultImport, withoutExtension } from './commonjs.js';
import { sharedApp } from './places.js';
import { startStep } from './start-step.js';
import { nestProject } from './template.js';

const SDK = { '@aws-sdk/client-ssm': '^3.1000.0', '@aws-sdk/client-secrets-manager': '^3.1000.0' };

/** What `nest new` brings and no step here uses. */
const IDLE = /eslint|prettier|oxlint|^globals$|coverage|@nestjs\/mau/;

const withoutIdle = (dependencies) =>
  Object.fromEntries(Object.entries(dependencies).filter(([name]) => !IDLE.test(name)));

const copyApp = async (project, nest, isCommonJs) => {
  await project.remove('src', 'test/app.e2e-spec.ts');
  await project.copy(sharedApp, '.');
  if (nest === 10) await project.edit('test/app.e2e-spec.ts', withoutDefaultImport);
  if (!isCommonJs) return;
  for (const folder of ['src', 'test']) {
    for (const file of await readdir(project.path(folder))) {
      if (file.endsWith('.ts')) await project.edit(`${folder}/${file}`, withoutExtension);
    }
  }
};

/** A project as `nest new` of the major version `nest` makes it, with the application that the consumers share. */
export const nestApp = ({ nest, isCommonJs = nest < 12, sdk = SDK, adapt, ...consumer }) => ({
  async prepare(project) {
    await project.copy(await nestProject(nest), '.');
    await copyApp(project, nest, isCommonJs);
    await project.edit('package.json', (manifest) => {
      manifest.devDependencies = withoutIdle(manifest.devDependencies);
      manifest.dependencies = {
        ...manifest.dependencies,
        ...sdk,
        'nestjs-ssm-cache': `file:${project.tarball}`,
      };
    });
    await adapt?.(project);
    await project.install();
  },
  typecheck: (project) => project.run('tsc', ['--noEmit', '-p', 'tsconfig.json']),
  build: (project) => project.run('npm', ['run', 'build']),
  test: (project, node) => project.run('npm', ['run', 'test:e2e'], { node }),
  start: startStep(),
  ...consumer,
});
