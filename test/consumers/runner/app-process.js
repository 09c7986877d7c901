import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const LONGEST_START = 60_000;
const LONGEST_END = 10_000;

const freePort = async () => {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const ended = (child) =>
  new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
  });

const within = async (work, milliseconds, otherwise) => {
  const timer = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new Error(otherwise);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
};

const firstAnswer = async (url, child) => {
  while (child.exitCode === null && child.signalCode === null) {
    try {
      const response = await fetch(url, { headers: { connection: 'close' } });
      return { status: response.status, text: await response.text() };
    } catch {
      await sleep(100);
    }
  }
  throw new Error('it ended before it answered');
};

/** Starts a built application, asks it for `path`, sends it SIGTERM, and gives the answer and what it ended with. */
export const startAndAsk = async (node, args, { cwd, env, path }) => {
  const port = await freePort();
  const child = spawn(node, args, {
    cwd,
    env: { ...process.env, ...env, PORT: String(port), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const end = ended(child);
  try {
    const url = `http://127.0.0.1:${port}${path}`;
    const answer = await within(firstAnswer(url, child), LONGEST_START, 'it did not answer in time');
    child.kill('SIGTERM');
    return { ...answer, end: await within(end, LONGEST_END, 'it did not end after SIGTERM') };
  } catch (error) {
    throw new Error(`${[node, ...args].join(' ')}: ${error.message}\n${output.slice(-6_000)}`, {
      cause: error,
    });
  } finally {
    child.kill('SIGKILL');
    await end;
  }
};
