import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deadLinks } from '../docs/support/links.js';
import { readPage } from '../docs/support/markdown.js';
import { entryPoints } from './support/entry-points.js';
import { root } from './support/project.js';

interface PackedFile {
  readonly path: string;
  readonly size: number;
}

const PAGE = /^docs\/(?:[\w-]+\/)?[\w-]+\.md$/;
const PICTURE = /^docs\/(?:badges\/[\w-]+\.svg|sample-app\.png)$/;
const DASHBOARD = /^docs\/grafana\/dashboard\.json$/;
const BUILT =
  /^dist\/(?:esm\/.+\.(?:js|d\.ts)|(?:cjs|shared)\/.+\.(?:cjs|d\.cts)|schematics\/nest-add\.cjs|schematics\/.+\.json)$/;

const pack = async (): Promise<readonly PackedFile[]> => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    maxBuffer: 10_000_000,
  });
  const packed: unknown = JSON.parse(stdout);
  const [{ files }] = Object.values(packed as object) as [{ files: readonly PackedFile[] }];
  return files;
};

describe('the tarball', () => {
  let packed: readonly PackedFile[];
  let files: readonly string[];

  beforeAll(async () => {
    packed = await pack();
    files = packed.map(({ path }) => path);
  }, 60_000);

  /** The JavaScript in a folder of `dist`, or in all of them. */
  const modules = (folder = ''): readonly string[] =>
    files.filter((path) => path.startsWith(`dist/${folder}`) && /\.c?js$/.test(path));

  it('has at most 800 kB in 40 files, beside the pages', () => {
    const installed = packed.filter(({ path }) => !path.startsWith('docs/'));
    const bytes = installed.reduce((sum, { size }) => sum + size, 0);

    expect(bytes).toBeLessThanOrEqual(800_000);
    expect(installed.length).toBeLessThanOrEqual(40);
  });

  it('has what was built, the pages, and what one reads before installing, and nothing else', () => {
    const others = files.filter(
      (path) => ![BUILT, PAGE, PICTURE, DASHBOARD].some((known) => known.test(path)),
    );

    expect(others.toSorted()).toEqual(['LICENSE', 'README.md', 'package.json']);
  });

  it('has every page for users, and none for maintainers', () => {
    expect(files.filter((path) => PAGE.test(path)).length).toBeGreaterThan(12);
    expect(files).toContain('docs/start/quick-start.md');
    expect(files).not.toContain('docs/releasing.md');
  });

  it('has no page with a dead link or picture', async () => {
    const pages = await Promise.all(files.filter((path) => path.endsWith('.md')).map(readPage));
    const dead = await Promise.all(
      pages.map(async (page) =>
        (await deadLinks(page, (path) => files.includes(path))).map((problem) => `${page.path}: ${problem}`),
      ),
    );

    expect(dead.flat()).toEqual([]);
  });

  it('has no declaration whose comment has a dead link', async () => {
    const declarations = await Promise.all(files.filter((path) => /\.d\.c?ts$/.test(path)).map(readPage));
    const dead = await Promise.all(
      declarations.map(async ({ path, text }) => {
        const links = Array.from(text.matchAll(/\]\((?!http)[^)]+\)/g), ([link]) => `[${link}`).join('\n');
        const problems = await deadLinks({ path, text: links }, (target) => files.includes(target));
        return { links: links.length, problems };
      }),
    );

    expect(dead.flatMap(({ problems }) => problems)).toEqual([]);
    expect(dead.reduce((sum, { links }) => sum + links, 0)).toBeGreaterThan(0);
  });

  it('has the same modules as ESM and as CommonJS', () => {
    const isProgram = (path: string): boolean => path.startsWith('dist/esm/cli/');
    const modulesOf = (format: string): readonly string[] =>
      files.filter((path) => path.startsWith(`dist/${format}/`) && !isProgram(path));

    const asESM = (path: string): string => path.replace('/cjs/', '/esm/').replace(/c(?=js$|ts$)/, '');

    expect(modulesOf('cjs').map(asESM).toSorted()).toEqual(modulesOf('esm').toSorted());
  });

  it('has most of its code in modules for both formats', () => {
    const bytesIn = (folder: string): number =>
      packed.filter(({ path }) => modules(folder).includes(path)).reduce((sum, { size }) => sum + size, 0);

    expect(bytesIn('shared')).toBeGreaterThan(2 * bytesIn('esm'));
  });

  it('has a program that loads nothing of the package before a command needs it, and a root that loads neither', async () => {
    const importsOf = async (path: string): Promise<readonly string[]> => {
      const code = await readFile(join(root, path), 'utf8');
      return Array.from(code.matchAll(/(?:from|import) ?"(\.[^"]+)"/g), ([, specifier = '']) => specifier);
    };

    expect(await importsOf('dist/esm/cli/index.js')).toEqual([]);
    for (const path of ['dist/esm/index.js', 'dist/esm/bound.js']) {
      expect((await importsOf(path)).filter((specifier) => /cli|tooling/.test(specifier))).toEqual([]);
    }
  });

  it('has few modules, since each of them takes time to be loaded', () => {
    expect(modules('esm').length).toBeLessThanOrEqual(entryPoints.length + 1);
    expect(modules('shared').filter((path) => !path.endsWith('.code.cjs')).length).toBeLessThan(
      entryPoints.length,
    );
  });

  it('has a line of "exports", a report and typed paths of CommonJS for each entry point', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      readonly typesVersions: { readonly '*': Readonly<Record<string, readonly string[]>> };
    };
    const further = entryPoints
      .map(({ specifier }) => specifier.split('/')[1])
      .filter((name) => name !== undefined);

    expect(Object.keys(manifest.typesVersions['*'])).toEqual(further);
    expect(entryPoints.filter(({ apiExtractor }) => !existsSync(join(root, 'etc', apiExtractor)))).toEqual(
      [],
    );
  });
});
