import { match } from 'node:assert/strict';
import { startStep } from '../runner/start-step.js';
import { nestProject } from '../runner/template.js';

/** What the Nest CLI has done when it runs a schematic: the package is there. */
const prepare = async (project, nest) => {
  await project.copy(await nestProject(nest), '.');
  await project.run('npm', ['install', project.tarball, '--no-audit', '--no-fund']);
  await project.run('npx', ['nest', 'add', 'nestjs-ssm-cache', '--skip-install']);
  await project.install();
  const again = await project.run('npx', ['nest', 'add', 'nestjs-ssm-cache', '--skip-install']);
  match(again, /Nothing to be done\./);
};

/** The unit test and the end-to-end test that `nest new` writes, and the application without AWS. */
const nestAdd = (nest) => ({
  name: `nest-add-${nest}`,
  about: `nest add in what nest new of Nest ${nest} gives: its own tests pass, and it starts without AWS`,
  prepare: (project) => prepare(project, nest),
  typecheck: (project) => project.run('tsc', ['--noEmit', '-p', 'tsconfig.json']),
  build: (project) => project.run('npm', ['run', 'build']),
  async test(project, node) {
    await project.run('npm', ['test'], { node });
    await project.run('npm', ['run', 'test:e2e'], { node });
  },
  start: startStep({ path: '/', expected: { status: 200, text: 'Hello World!', end: 'SIGTERM' } }),
});

export const nestAdd10 = nestAdd(10);
export const nestAdd11 = nestAdd(11);
export const nestAdd12 = nestAdd(12);
