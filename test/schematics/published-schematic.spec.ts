import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../package/support/project.js';
import { CliProject } from '../cli/support/cli-project.js';

/** What the Nest CLI runs when it has installed a package. */
const SCHEMATICS = join(root, 'node_modules/@angular-devkit/schematics-cli/bin/schematics.js');

const NEST = join(root, 'node_modules/@nestjs/cli/bin/nest.js');

/** Says what the application of a project has read. */
const READ = `import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
const [, , folder, name] = process.argv;
const exported = async (file) => Object.values(await import(\`./\${folder}/\${name}.\${file}.js\`))[0];
const app = await NestFactory.createApplicationContext(await exported('module'), { logger: false });
console.log(app.get(await exported('service')).greeting);
await app.close();
`;

interface Run {
  readonly code: number;
  readonly output: string;
}

const run = (cwd: string, args: readonly string[]): Promise<Run> =>
  new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });

/** A project that has the built package, and what the schematics of Nest make. */
const freshProject = async (nest: 11 | 12, type: 'esm' | 'cjs', subApp?: string): Promise<CliProject> => {
  const project = await CliProject.make(nest);
  const fresh = await mkdtemp(join(tmpdir(), 'nestjs-ssm-cache-'));
  const options = ['--name=shop', `--type=${type}`, '--language=ts'];
  await run(fresh, [SCHEMATICS, '@nestjs/schematics:application', ...options]);
  if (subApp !== undefined) {
    await run(join(fresh, 'shop'), [SCHEMATICS, '@nestjs/schematics:sub-app', `--name=${subApp}`]);
  }
  await cp(join(fresh, 'shop'), project.folder, { recursive: true });
  await rm(fresh, { recursive: true });
  await project.write('read.mjs', READ);
  return project;
};

const add = ({ folder }: CliProject, ...options: readonly string[]): Promise<Run> =>
  run(folder, [NEST, 'add', 'nestjs-ssm-cache', '--skip-install', ...options]);

/** What the application reads, once it is compiled with the settings of the project. */
const greetingOf = async (
  { folder }: CliProject,
  tsConfig: string,
  place: readonly string[],
): Promise<Run> => {
  const options = ['--noEmit', 'false', '--outDir', 'dist', '--types', 'node', '--incremental', 'false'];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const compiled = await run(folder, [tsc, '-p', tsConfig, '--rootDir', '.', ...options]);
  return compiled.code === 0 ? run(folder, ['read.mjs', ...place]) : compiled;
};

jest.setTimeout(60_000);
describe.each([
  { nest: 12, type: 'esm' },
  { nest: 12, type: 'cjs' },
  { nest: 11, type: 'cjs' },
] as const)('nest add in a new project of Nest $nest, $type', ({ nest, type }) => {
  let project: CliProject;

  beforeAll(async () => {
    project = await freshProject(nest, type);
  });
  afterAll(() => project.close());

  it('refuses bad input in one line', async () => {
    const { code, output } = await add(project, '--module', 'src/x.module.ts');

    expect(code).toBe(1);
    expect(output).toContain(
      'Error: There is no file src/x.module.ts, which --module names. Give its path, such as src/app.module.ts.',
    );
  });

  it('leaves an application that compiles, starts without AWS and reads the example', async () => {
    const { code, output } = await add(project);

    expect([code, output.match(/(?:CREATE|UPDATE)\S* \S+/g)?.length]).toEqual([0, 6]);
    const greeting = await greetingOf(project, 'tsconfig.build.json', ['dist/src', 'app']);
    expect(greeting).toEqual({ code: 0, output: 'Hello\n' });
  });

  it('changes nothing when it runs again', async () => {
    const before = await readFile(join(project.folder, 'src/app.module.ts'), 'utf8');
    const { code, output } = await add(project);

    expect(code).toBe(0);
    expect(output).toContain('SsmCacheModule is imported in src already.\nNothing to be done.');
    expect(await readFile(join(project.folder, 'src/app.module.ts'), 'utf8')).toBe(before);
  });
});

describe('nest add in a monorepo', () => {
  let project: CliProject;

  beforeAll(async () => {
    project = await freshProject(12, 'esm', 'orders');
  });
  afterAll(() => project.close());

  it('sets up the project that is named, and leaves the others', async () => {
    const { code, output } = await add(project, '--project', 'orders');

    expect([code, output.match(/UPDATE\S* apps\/orders\/\S+/g)?.length]).toEqual([0, 3]);
    expect(await readFile(join(project.folder, 'aws.local.json'), 'utf8')).toContain('/prod/orders/greeting');
    const place = ['dist/apps/orders/src', 'orders'];
    expect(await greetingOf(project, 'apps/orders/tsconfig.app.json', place)).toEqual({
      code: 0,
      output: 'Hello\n',
    });
    expect((await add(project, '--project', 'orders')).output).toContain('Nothing to be done.');
  });

  it('says which projects there are', async () => {
    const { code, output } = await add(project, '--project', 'x');

    expect(code).toBe(1);
    expect(output).toContain('Error: nest-cli.json has no project "x". Its projects are ');
  });
});
