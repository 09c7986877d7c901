import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

/** Code however it is indented and broken into lines. */
const withoutLayout = (code: string): string => code.replaceAll(/\s+/g, '').replaceAll(/,(?=[)\]}])/g, '');

const read = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');

const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(join(ROOT, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name));
};

const page = await read('docs/migrate/from-ssm-cache.md');
const examples = page.split(/^## /m).flatMap((section) => {
  const [heading = ''] = section.split('\n');
  return Array.from(section.matchAll(/```ts\n(.*?)```/gs), ([, code = '']) => [heading, code] as const);
});

/** What the tests of this folder run: their own code, and the function for AWS Lambda. */
const files = ['test/from-ssm-cache', 'sample-app/lambda'].map(filesIn);
const sources = await Promise.all(['sample-app/lambda.ts', ...(await Promise.all(files)).flat()].map(read));
const tested = sources.map(withoutLayout);

describe('docs/migrate/from-ssm-cache.md', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(20);
  });

  it.each(examples)('shows under "%s" what a test runs', (_heading, code) => {
    const wanted = withoutLayout(code);

    expect(tested.filter((source) => source.includes(wanted))).not.toEqual([]);
  });
});
