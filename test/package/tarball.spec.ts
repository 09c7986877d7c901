import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { root } from './support/project.js';

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent: readonly string[];
}

const BUILT = /^dist\/(?:esm|cjs)\/.+\.(?:js|js\.map|d\.ts)$/;

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

  it('has what was built and what one reads before installing, and nothing else', () => {
    expect(files.filter((path) => !BUILT.test(path)).toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/cjs/package.json',
      'package.json',
    ]);
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
      expect(sources.every((source) => relative(root, source).startsWith('lib/'))).toBe(true);
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
