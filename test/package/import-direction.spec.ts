import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './support/project.js';

const MAY_NOT_IMPORT = {
  errors: [
    'change',
    'decorators',
    'binding',
    'config',
    'cache',
    'recovery',
    'options',
    'engine',
    'sources',
    'values',
    'runtime',
    'testing',
    'rotation',
    'transports',
    'tooling',
    'cli',
    'health',
  ],
  runtime: [
    'change',
    'decorators',
    'binding',
    'config',
    'cache',
    'recovery',
    'options',
    'engine',
    'sources',
    'values',
    'testing',
    'rotation',
    'transports',
    'tooling',
    'cli',
    'health',
    '@nestjs/common',
    '@aws-sdk/client-ssm',
  ],
  values: [
    'change',
    'decorators',
    'binding',
    'config',
    'cache',
    'recovery',
    'options',
    'engine',
    'sources',
    'testing',
    'rotation',
    'transports',
    'tooling',
    'cli',
    'health',
  ],
  sources: [
    'change',
    'decorators',
    'binding',
    'config',
    'cache',
    'recovery',
    'options',
    'engine',
    'testing',
    'rotation',
    'transports',
    'tooling',
    'cli',
    'health',
  ],
  engine: [
    'change',
    'decorators',
    'binding',
    'config',
    'cache',
    'recovery',
    'options',
    'testing',
    'rotation',
    'transports',
    'tooling',
    'cli',
    'health',
    '@nestjs/common',
    '@aws-sdk/client-ssm',
  ],
  options: [
    'change',
    'decorators',
    'binding',
    'config',
    'cache',
    'recovery',
    'testing',
    'rotation',
    'transports',
    'tooling',
    'cli',
    'health',
  ],
  recovery: [
    'change',
    'decorators',
    'binding',
    'config',
    'cache',
    'testing',
    'rotation',
    'transports',
    'tooling',
    'cli',
    'health',
    '@nestjs/common',
    '@aws-sdk/client-ssm',
  ],
  change: [
    'decorators',
    'binding',
    'config',
    'cache',
    'recovery',
    'testing',
    'rotation',
    'transports',
    'tooling',
    'cli',
    'health',
    '@nestjs/common',
    '@aws-sdk/client-ssm',
  ],
  health: [
    'change',
    'decorators',
    'binding',
    'config',
    'cache',
    'recovery',
    'testing',
    'local',
    'rotation',
    'transports',
    'tooling',
    'cli',
    '@nestjs/common',
    '@aws-sdk/client-ssm',
  ],
  cache: [
    'decorators',
    'binding',
    'config',
    'testing',
    'rotation',
    'transports',
    'tooling',
    'cli',
    '@nestjs/common',
    '@aws-sdk/client-ssm',
  ],
  config: ['decorators', 'binding', 'testing', 'rotation', 'transports', 'tooling', 'cli'],
  binding: ['decorators', 'config', 'testing', 'rotation', 'transports', 'tooling', 'cli'],
  decorators: ['config', 'testing', 'rotation', 'transports', 'tooling', 'cli'],
  testing: [
    'change',
    'decorators',
    'binding',
    'config',
    'cache',
    'recovery',
    'options',
    'engine',
    'sources',
    'values',
    'runtime',
    'rotation',
    'transports',
    'tooling',
    'cli',
    'health',
  ],
  'testing/unit': [
    'change',
    'decorators',
    'config',
    'cache',
    'recovery',
    'options',
    'engine',
    'sources',
    'values',
    'rotation',
    'transports',
    'tooling',
    'cli',
    'health',
  ],
  transports: [
    'change',
    'decorators',
    'binding',
    'config',
    'cache',
    'recovery',
    'options',
    'engine',
    'values',
    'runtime',
    'testing',
    'rotation',
    'health',
  ],
  rotation: [
    'change',
    'decorators',
    'binding',
    'config',
    'recovery',
    'options',
    'engine',
    'sources',
    'values',
    'runtime',
    'testing',
    'health',
  ],
  '.': ['testing', 'rotation', 'transports', 'tooling', 'cli'],
};

const violations = Object.entries(MAY_NOT_IMPORT).flatMap(([room, targets]) =>
  targets.map((target) => ({
    room,
    target,
    file: `lib/${room}/imports-${target.replace(/\W/g, '-')}.ts`.replace('/./', '/'),
    specifier: target.startsWith('@') ? target : `${room === '.' ? './' : '../'}${target}/index.js`,
  })),
);

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

/** What the linter says of the folder `lib` in `directory`, by the rules that are there. */
const lint = async (directory: string): Promise<readonly Diagnostic[]> => {
  const linter = join(root, 'node_modules/oxlint/bin/oxlint');
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [linter, '--format', 'json', 'lib'], { cwd: directory }, (_error, stdout) =>
      resolve(stdout),
    );
  });
  const { diagnostics } = JSON.parse(output) as { diagnostics: readonly Diagnostic[] };
  return diagnostics.filter(({ code }) => code === 'eslint(no-restricted-imports)');
};

describe('the direction of imports', () => {
  let house: string;
  let found: readonly Diagnostic[];

  beforeAll(async () => {
    house = await mkdtemp(join(tmpdir(), 'nestjs-ssm-cache-'));
    await cp(join(root, '.oxlintrc.json'), join(house, '.oxlintrc.json'));
    for (const { room, file, specifier } of violations) {
      await mkdir(join(house, 'lib', room), { recursive: true });
      await writeFile(join(house, file), `export type * from '${specifier}';\n`);
    }
    found = await lint(house);
  }, 60_000);
  afterAll(() => rm(house, { recursive: true }));

  it('is kept by every file of lib', async () => {
    expect(await lint(root)).toEqual([]);
  }, 60_000);

  it.each(violations)('forbids $room to import $target', ({ file }) => {
    expect(found.filter(({ filename }) => filename === file)).toHaveLength(1);
  });
});
