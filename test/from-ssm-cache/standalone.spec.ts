import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { environmentOf, operations, startAws } from './support/world.js';

const run = promisify(execFile);
const BUILT = join(import.meta.dirname, '../../dist/esm/index.js');

describe('Without Nest', () => {
  beforeAll(() => {
    if (!existsSync(BUILT)) throw new Error('The library is not built: npm run build');
  });

  it('a plain script does the first five examples, with the built package and the SDK as they are', async () => {
    const aws = await startAws({
      parameters: {
        greeting: 'Hi',
        user: 'app',
        '/shop/name': 'Tea',
        '/shop/db/host': 'localhost',
        '/shop/db/port': '5432',
        '/shop/currencies': ['EUR', 'GBP'],
      },
      secrets: { 'shop/db': 'p1' },
    });
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'standalone.mjs')], {
      env: { PATH: process.env.PATH, ...environmentOf(aws) },
      timeout: 20_000,
    });

    expect(JSON.parse(stdout)).toEqual({
      'simplest use': 'Hi',
      'max age': ['localhost', 'localhost', '5432', '5432'],
      groups: ['app', 'p1'],
      hierarchies: ['Tea', 'localhost', '5432', 3],
      filters: [['/shop/currencies', ['EUR', 'GBP']]],
    });
    const asked = operations(aws);
    // What was put just now may change between two calls, so that what takes several is read twice.
    const count = (wanted: string) => asked.filter((operation) => operation === wanted).length;
    expect(['GetParameters', 'GetSecretValue', 'GetParametersByPath'].map(count)).toEqual([8, 2, 3]);
  }, 30_000);
});
