import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { deadLinks } from '../docs/support/links.js';
import { readPage } from '../docs/support/markdown.js';
import { root } from './support/project.js';

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent: readonly string[];
}

const PAGE = /^docs\/[\w-]+\.md$/;
const PICTURE = /^docs\/(?:badges\/[\w-]+\.svg|sample-app\.png)$/;
const BUILT = /^dist\/(?:esm|cjs)\/.+\.(?:js|js\.map|d\.ts)$/;

/** A CommonJS module that only re-exports is made of nothing but its ESM copy. */
const isSource = (path: string): boolean => path.startsWith('lib/') || path === 'dist/esm/index.js';

const pack = async (): Promise<readonly string[]> => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    maxBuffer: 10_000_000,
  });
  const packed: unknown = JSON.parse(stdout);
  const [{ files }] = Object.values(packed as object) as [{ files: readonly { path: string }[] }];
  return files.map(({ path }) => path);
};

describe('the tarball', () => {
  let files: readonly string[];

  beforeAll(async () => {
    files = await pack();
  }, 60_000);

  it('has what was built, the pages, and what one reads before installing, and nothing else', () => {
    const others = files.filter((path) => ![BUILT, PAGE, PICTURE].some((known) => known.test(path)));

    expect(others.toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/cjs/package.json',
      'package.json',
    ]);
  });

  it('has every page for users, and none for maintainers', () => {
    expect(files.filter((path) => PAGE.test(path)).length).toBeGreaterThan(12);
    expect(files).toContain('docs/getting-started.md');
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

  it('has the same modules as ESM and as CommonJS', () => {
    const modulesOf = (format: string): readonly string[] =>
      files.filter((path) => path.startsWith(`dist/${format}/`) && !path.endsWith('package.json'));

    expect(modulesOf('cjs').map((path) => path.replace('/cjs/', '/esm/'))).toEqual(modulesOf('esm'));
  });

  it('has a source map beside every module, which holds the sources that the module was made of', async () => {
    const modules = files.filter((path) => path.endsWith('.js'));

    for (const path of modules) {
      const map = JSON.parse(await readFile(join(root, `${path}.map`), 'utf8')) as SourceMap;
      const sources = map.sources.map((source) => join(root, dirname(path), source));
      expect(sources.map((source) => relative(root, source)).filter((source) => !isSource(source))).toEqual(
        [],
      );
      expect(map.sourcesContent).toEqual(
        await Promise.all(sources.map((source) => readFile(source, 'utf8'))),
      );
    }
  });

  it('has few modules, since each of them takes time to be loaded', () => {
    const modules = files.filter((path) => path.startsWith('dist/esm/') && path.endsWith('.js'));

    expect(modules).toHaveLength(3);
  });
});
