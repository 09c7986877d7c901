import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const PATIENCE = 600_000;
const MEGABYTE = 2 ** 20;

const run = promisify(execFile);

/** What a script measured, in a process of its own whose garbage can be collected on demand. */
const measure = async (script: string, ...args: string[]): Promise<Record<string, number>> => {
  const file = fileURLToPath(new URL(`./support/${script}`, import.meta.url));
  const { stdout } = await run(process.execPath, ['--expose-gc', file, ...args]);
  return JSON.parse(stdout) as Record<string, number>;
};

describe('Memory', () => {
  it('is the same after 10⁶ refreshes of everything that there is', async () => {
    const refreshes = scaled(1_000_000, 20_000);
    const { growth, done } = await measure('refresh-for-long.js', String(refreshes));

    expect(done).toBeGreaterThanOrEqual(refreshes);
    const megabytes = (growth as number) / MEGABYTE;
    report({
      row: 'memory after 10⁶ refreshes',
      figure: `${megabytes.toFixed(2)} MB after ${(done as number).toLocaleString('en')}`,
      holds: megabytes <= 1,
    });
  }, PATIENCE);
});
