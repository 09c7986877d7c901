import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './support/project.js';

const ABOVE_OPTIONS = ['decorators', 'binding', 'config', 'change', 'cache', 'recovery', 'health'];
const FROM_OPTIONS = ['options', 'engine', 'sources', 'values', 'runtime'];
const ENTRY_POINTS = 'testing rotation transports tooling cli schematics terminus metrics fleet'.split(' ');
const FRAMEWORKS = ['@nestjs/common', '@aws-sdk/client-ssm'];

const except = (names: readonly string[], ...own: readonly string[]): readonly string[] =>
  names.filter((name) => !own.includes(name));

const MAY_NOT_IMPORT: Readonly<Record<string, readonly string[]>> = {
  errors: [...ABOVE_OPTIONS, ...FROM_OPTIONS, ...ENTRY_POINTS],
  runtime: [...ABOVE_OPTIONS, ...except(FROM_OPTIONS, 'runtime'), ...ENTRY_POINTS, ...FRAMEWORKS],
  values: [...ABOVE_OPTIONS, 'options', 'engine', 'sources', ...ENTRY_POINTS],
  sources: [...ABOVE_OPTIONS, 'options', 'engine', ...ENTRY_POINTS],
  engine: [...ABOVE_OPTIONS, 'options', ...ENTRY_POINTS, ...FRAMEWORKS],
  options: [...ABOVE_OPTIONS, ...ENTRY_POINTS],
  recovery: [...except(ABOVE_OPTIONS, 'recovery'), ...ENTRY_POINTS, ...FRAMEWORKS],
  change: [...except(ABOVE_OPTIONS, 'change'), ...ENTRY_POINTS, ...FRAMEWORKS],
  health: [...except(ABOVE_OPTIONS, 'health'), 'local', ...ENTRY_POINTS, ...FRAMEWORKS],
  cache: ['decorators', 'binding', 'config', ...except(ENTRY_POINTS, 'fleet'), ...FRAMEWORKS],
  config: ['decorators', 'binding', ...ENTRY_POINTS],
  binding: ['decorators', 'config', ...ENTRY_POINTS],
  decorators: ['config', ...ENTRY_POINTS],
  testing: [...ABOVE_OPTIONS, ...FROM_OPTIONS, ...except(ENTRY_POINTS, 'testing')],
  'testing/unit': [
    ...except(ABOVE_OPTIONS, 'binding'),
    ...except(FROM_OPTIONS, 'runtime'),
    ...except(ENTRY_POINTS, 'testing'),
  ],
  rotation: [
    ...except(ABOVE_OPTIONS, 'cache'),
    ...FROM_OPTIONS,
    ...except(ENTRY_POINTS, 'rotation', 'transports', 'tooling', 'cli', 'schematics'),
  ],
  transports: [
    ...ABOVE_OPTIONS,
    ...except(FROM_OPTIONS, 'sources'),
    ...except(ENTRY_POINTS, 'transports', 'tooling', 'cli', 'schematics'),
  ],
  terminus: ['binding', 'config', 'recovery', 'local', ...FROM_OPTIONS, ...except(ENTRY_POINTS, 'terminus')],
  metrics: [
    ...except(ABOVE_OPTIONS, 'change', 'cache', 'health'),
    ...except(FROM_OPTIONS, 'engine', 'runtime'),
    'local',
    ...except(ENTRY_POINTS, 'metrics'),
  ],
  fleet: [
    ...ABOVE_OPTIONS,
    'engine',
    'local',
    ...except(ENTRY_POINTS, 'cli', 'schematics', 'fleet'),
    ...FRAMEWORKS,
  ],
  schematics: [
    ...ABOVE_OPTIONS,
    ...FROM_OPTIONS,
    'errors',
    'local',
    '@angular-devkit/schematics',
    ...except(ENTRY_POINTS, 'cli', 'schematics'),
    ...FRAMEWORKS,
  ],
  cli: ['decorators', 'binding', 'config', 'cache', 'recovery', 'errors', 'schematics'],
  '.': ENTRY_POINTS,
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

  it('has files written by tools and recordings alone', async () => {
    const files = await readdir(join(root, 'lib'), { recursive: true });
    const sources = files.filter((file) => file.endsWith('.ts') && !/^(cli|schematics|testing)\//.test(file));
    const texts = await Promise.all(sources.map((file) => readFile(join(root, 'lib', file), 'utf8')));

    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter((_, index) => /writeFile|appendFile|WriteStream/.test(texts[index] ?? ''))).toEqual(
      [],
    );
  });

  it.each(violations)('forbids $room to import $target', ({ file }) => {
    expect(found.filter(({ filename }) => filename === file)).toHaveLength(1);
  });
});
