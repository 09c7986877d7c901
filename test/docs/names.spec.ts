import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { InMemoryParameterStore, InMemorySecretsManager } from '../../lib/testing/index.js';
import { readPage } from './support/markdown.js';
import { sectionOf, tableRows } from './support/tables.js';

const ROOT = join(import.meta.dirname, '../..');

const sourcesOf = async (folder: string): Promise<string> => {
  const files = await readdir(join(ROOT, folder), { recursive: true });
  const sources = files.filter((file) => file.endsWith('.ts'));
  const texts = await Promise.all(sources.map((file) => readFile(join(ROOT, folder, file), 'utf8')));
  return texts.join('\n');
};

const howItWorks = (await readPage('docs/more/how-it-works.md')).text;
const contributing = (await readPage('CONTRIBUTING.md')).text;
const testing = (await readPage('docs/guides/testing.md')).text;
const comparison = (await readPage('docs/more/comparison.md')).text;

describe('The picture of the way of a value', () => {
  const drawn = Array.from(howItWorks.matchAll(/\["([A-Z]\w+[a-z])<br\/>/g), ([, name = '']) => name);

  it.each(drawn.filter((name) => name !== 'Sources'))('draws %s, which is in the engine', async (name) => {
    const sources = [await sourcesOf('lib/engine'), await sourcesOf('lib/values')].join('\n');

    expect(sources).toMatch(new RegExp(String.raw`\b(?:class|interface) ${name}\b`));
  });
});

describe('The house', () => {
  const folders = [
    ...Array.from(howItWorks.matchAll(/^\| `(lib\/\w+)`/gm), ([, folder = '']) => folder),
    ...foldersIn(/```text\n([\s\S]*?)```/.exec(contributing)?.[1] ?? ''),
  ];

  it.each(folders)('has %s', (folder) => {
    expect(existsSync(join(ROOT, folder))).toBe(true);
  });

  it('is shown whole', async () => {
    const entries = await readdir(join(ROOT, 'lib'), { withFileTypes: true });
    const rooms = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `lib/${name}/`);

    expect(folders).toEqual(expect.arrayContaining(rooms));
  });
});

describe('The places of a change', () => {
  const rows = tableRows(sectionOf(contributing, 'Where to change what'));
  const paths = rows.flatMap(({ where = '' }) =>
    Array.from(where.matchAll(/`((?:lib|test|docs)\/[^`*]+)`/g), ([, path = '']) => path),
  );

  it.each([...new Set(paths)])('has %s', (path) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
  });
});

describe('The operations of the local AWS', () => {
  const rows = tableRows(sectionOf(testing, 'A local AWS'));

  it.each([
    ['Parameter Store', new InMemoryParameterStore()],
    ['Secrets Manager', new InMemorySecretsManager()],
  ])('are all listed: %s', async (name, service) => {
    const unknown = { input: {}, schema: [9, 'com.amazonaws', 'NoSuchOperation'] };
    const message = await service.send(unknown).then(
      () => '',
      (error: Error) => error.message,
    );
    const known = /Its operations are (.*)\./.exec(message)?.[1]?.split(', ') ?? [];
    const listed = rows
      .find(({ service: title }) => title === name)
      ?.operations?.replaceAll('`', '')
      .split(', ');

    expect(known).not.toEqual([]);
    expect(listed?.toSorted()).toEqual(known.toSorted());
  });
});

describe('The comparison', () => {
  const tests = Array.from(comparison.matchAll(/\btest "([^"]+)"/g), ([, name = '']) => name);
  const paths = Array.from(comparison.matchAll(/`(test\/[\w./-]+)`/g), ([, path = '']) => path);

  it.each([...new Set(tests)])('names a test that there is: %s', async (name) => {
    expect(await readFile(join(ROOT, 'test/docs/comparison.spec.ts'), 'utf8')).toContain(`it('${name}'`);
  });

  it.each([...new Set(paths)])('names a file that there is: %s', (path) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
  });
});

/** The paths of an indented list of files and folders. */
function foldersIn(tree: string): readonly string[] {
  let top = '';
  return Array.from(tree.matchAll(/^( *)([\w.-]+\/?)(?= |$)/gm), ([, indent = '', name = '']) => {
    if (indent === '') top = name;
    return indent === '' ? name : `${top}${name}`;
  });
}
