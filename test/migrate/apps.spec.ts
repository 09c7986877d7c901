import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startLocalAws } from 'nestjs-ssm-cache/testing';
import ts from 'typescript';
import type { Migration } from '../../lib/cli/migrate/migrate.js';
import { unifiedDiff } from '../../lib/cli/output/unified-diff.js';
import { CliProject } from '../cli/support/cli-project.js';
import { complaints } from '../support/compiler.js';
import { App } from './support/app.js';

const run = promisify(execFile);

const APPS = ['systems-manager', 'param-store', 'powertools', 'config'].map((name) => new App(name));

/** As `nest new` compiles. */
const compile = (source: string): string =>
  ts.transpileModule(source, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2021,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      esModuleInterop: true,
    },
  }).outputText;

/** The sources of an application, once it has moved. */
const migratedFiles = async (app: App, { changes }: Migration): Promise<ReadonlyMap<string, string>> =>
  new Map([...(await app.files()), ...changes.map(({ file, after }) => [file, after] as const)]);

describe.each(APPS)('an application that moves from $name', (app) => {
  let migration: Migration;
  beforeAll(async () => {
    migration = await app.migrate();
  });

  it('changes as a person would have written it', () => {
    const diffs = migration.changes.map(({ file, before, after }) => unifiedDiff(file, before, after));

    expect(`\n${diffs.join('\n')}\n`).toMatchSnapshot();
  });

  it('says what is left to do', () => {
    const lines = migration.left.map(({ file, line, code, todo }) => `${file}:${line}  ${code}\n  ${todo}`);

    expect(`\n${lines.join('\n')}\n`).toMatchSnapshot();
  });
});

describe('applications that have moved', () => {
  let project: CliProject;
  beforeAll(async () => {
    project = await CliProject.make(11);
  });
  afterAll(() => project.close());

  it('compile', async () => {
    const sources = new Map<string, string>();
    for (const app of APPS) {
      for (const [file, text] of await migratedFiles(app, await app.migrate())) {
        sources.set(`test/migrate/moved/${app.name}/${file}`, text);
      }
    }
    const found = complaints(sources, {
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      isolatedModules: false,
    });
    const problems = [...found].flatMap(([file, all]) =>
      all.map(({ line, message }) => `${file}:${line} ${message}`),
    );

    expect(problems).toEqual([]);
  }, 120_000);

  it.each(APPS)('pass their own tests: $name', async (app) => {
    const folder = join(project.folder, app.name);
    for (const [file, text] of await migratedFiles(app, await app.migrate())) {
      const path = join(folder, file.replace(/\.ts$/, '.js'));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, compile(text));
    }
    await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }');
    const { environment, ...values } = await app.values();
    const aws = await startLocalAws(values);
    const { endpoint, region, credentials } = aws.clientConfig();
    try {
      const { stdout } = await run(process.execPath, [join(folder, 'test/app.test.js')], {
        env: {
          PATH: process.env.PATH,
          // What comes from AWS now is no variable any more.
          ...(app.name !== 'config' && environment),
          AWS_ENDPOINT_URL: endpoint,
          AWS_REGION: region,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
          AWS_EC2_METADATA_DISABLED: 'true',
        },
        timeout: 30_000,
      });
      expect(stdout).toMatch(/^# fail 0$|ℹ fail 0/m);
    } finally {
      await aws.close();
    }
  });
});
