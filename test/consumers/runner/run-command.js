import { spawn } from 'node:child_process';

const LONGEST = 10 * 60_000;

/** Runs a command to its end and gives what it wrote; fails with that when the exit code is not 0. */
export const runCommand = async (command, args, { cwd, env = {} } = {}) => {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST,
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  if (code === 0) return output;
  throw new Error(`${[command, ...args].join(' ')}\nended with ${code}:\n${output.slice(-6_000)}`);
};
