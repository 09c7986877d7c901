import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The options of a Node.js process that imports the sources. */
export const WITH_SOURCES = ['--import', path('./typescript-hooks.js')];

/** Runs a module in a Node.js process of its own, and returns what it printed. */
export const runScript = (
  module: string,
  options: readonly string[] = [],
): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, [...WITH_SOURCES, ...options, '--input-type=module', '-e', module], {
    cwd: path('../..'),
  });
