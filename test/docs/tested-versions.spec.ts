import { expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allPages } from './support/markdown.js';

interface Installed {
  readonly name?: string;
  readonly version?: string;
}

const lock: { readonly packages: Readonly<Record<string, Installed>> } = JSON.parse(
  await readFile(join(import.meta.dirname, '../../package-lock.json'), 'utf8'),
);

/** Of a package that is installed in several versions, each but the first stands under an alias. */
const installed = (name: string): readonly string[] =>
  Object.entries(lock.packages)
    .filter(([path, { name: own }]) => /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && own === name)
    .map(([, { version = '' }]) => version)
    .concat(lock.packages[`node_modules/${name}`]?.version ?? []);

const tested = (await allPages()).flatMap(({ path, text }) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('- Tested with '))
    .flatMap((line) => Array.from(line.matchAll(/`([^`]+)` (\d[\d.]*\d|\d+)(?: and (\d[\d.]*\d))?/g)))
    .flatMap(([, name = '', ...versions]) =>
      versions.filter((version) => version !== undefined).map((version) => ({ path, name, version })),
    ),
);

it('The recipes name the versions that they are tested with', () => {
  expect(tested.length).toBeGreaterThan(20);
});

it.each(tested)('$path is tested with $name $version', ({ name, version }) => {
  expect(installed(name).map((found) => `${found}.`.startsWith(`${version}.`))).toContain(true);
});
