import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What it took to load one package, in milliseconds: on the clock, and of the processors. */
export interface LoadTime {
  readonly name: string;
  readonly time: number;
  readonly cpu: number;
}

const PROBE = fileURLToPath(new URL('./probe.js', import.meta.url));

const run = promisify(execFile);

/** Loads packages in a new process. */
export const loadInProcess = async (
  how: 'import' | 'require',
  packages: readonly string[],
): Promise<readonly LoadTime[]> => {
  const { stdout } = await run(process.execPath, ['--no-warnings', PROBE, how, ...packages]);
  return JSON.parse(stdout) as LoadTime[];
};
