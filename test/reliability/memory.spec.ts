import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { WITH_SOURCES } from '../support/run-script.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const PATIENCE = 600_000;
const MEGABYTE = 2 ** 20;

const run = promisify(execFile);

/** What a script measured, in a process of its own whose garbage can be collected on demand. */
const measure = async (script: string, count: number, options: readonly string[] = []): Promise<any> => {
  const file = fileURLToPath(new URL(`./support/${script}`, import.meta.url));
  const { stdout } = await run(process.execPath, ['--expose-gc', ...options, file, String(count)]);
  return JSON.parse(stdout);
};

describe('Memory', () => {
  it(
    'is the same after 10⁶ refreshes of everything that there is',
    async () => {
      const refreshes = scaled(1_000_000, 20_000);
      const { growth, done } = await measure('refresh-for-long.js', refreshes);

      expect(done).toBeGreaterThanOrEqual(refreshes);
      const megabytes = growth / MEGABYTE;
      report({
        row: 'memory after 10⁶ refreshes',
        figure: `${megabytes.toFixed(2)} MB after ${done.toLocaleString('en')}`,
        holds: megabytes <= 1,
      });
    },
    PATIENCE,
  );

  it(
    'holds a bounded part of 10⁵ names that were read once',
    async () => {
      const names = scaled(100_000, 20_000);
      const { growth, read } = await measure('read-names.ts', names, WITH_SOURCES);

      expect(read).toBe(names);
      const megabytes = growth / MEGABYTE;
      report({
        row: 'memory of 100,000 names read once',
        figure: `${megabytes.toFixed(1)} MB after ${names.toLocaleString('en')}`,
        holds: megabytes <= 40,
      });
    },
    PATIENCE,
  );

  it(
    'keeps no context of a request that has ended',
    async () => {
      const requests = scaled(2_000, 400);
      const { alive, looked } = await measure('end-requests.ts', requests, WITH_SOURCES);

      expect(looked).toBeGreaterThanOrEqual(requests);
      const names = Object.keys(alive);
      report({
        row: 'contexts of ended requests kept alive',
        figure: names.length === 0 ? `0 of ${looked.toLocaleString('en')}` : JSON.stringify(alive),
        holds: names.length === 0,
      });
    },
    PATIENCE,
  );

  it(
    'keeps nothing of 10⁵ request-scoped instances with decorated properties',
    async () => {
      const instances = scaled(100_000, 5_000);
      const { growth, held, looked } = await measure('make-instances.ts', instances, WITH_SOURCES);

      expect(looked).toBeGreaterThan(900);
      expect(held).toBe(0);
      expect(growth / MEGABYTE).toBeLessThanOrEqual(1);
    },
    PATIENCE,
  );
});
