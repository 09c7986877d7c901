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
