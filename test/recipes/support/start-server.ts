import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePort } from '../../../sample-app/environment/postgres/find-free-port.js';

const HOST = '127.0.0.1';
/** In milliseconds. */
const START_LIMIT = 30_000;

/** A server of a test, with its data in a temporary folder. */
export interface TestServer {
  readonly adminUrl: string;
  stop(): Promise<void>;
}

/** Where Debian puts a program; `undefined` where it is not installed. */
export const findProgram = async (...paths: readonly string[]): Promise<string | undefined> => {
  const found = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => path,
        () => undefined,
      ),
    ),
  );
  return found.find((path) => path !== undefined);
};

/** Starts Redis on a free port. Without a login a connection may do nothing. */
export const startRedis = (program: string): Promise<TestServer> =>
  start('redis://:admin@', (folder, port) =>
    spawn(
      program,
      ['--port', String(port), '--requirepass', 'admin', '--bind', HOST, '--save', '', '--dir', folder],
      {
        stdio: 'ignore',
      },
    ),
  );

/** Starts MariaDB on a free port, with an administrator who has no password. */
export const startMariaDb = (program: string, install: string): Promise<TestServer> =>
  start('mysql://root@', async (folder, port) => {
    const account = process.getuid?.() === 0 ? ['--user=root'] : [];
    const data = `--datadir=${join(folder, 'data')}`;
    await promisify(execFile)(install, [
      '--no-defaults',
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...account,
      data,
    ]);
    const own = [`--port=${port}`, `--bind-address=${HOST}`, `--socket=${join(folder, 'socket')}`];
    const fast = ['--innodb-flush-log-at-trx-commit=0', '--skip-name-resolve'];
    return spawn(program, ['--no-defaults', ...account, data, ...own, ...fast], { stdio: 'ignore' });
  });

const start = async (
  login: string,
  launch: (folder: string, port: number) => ChildProcess | Promise<ChildProcess>,
): Promise<TestServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'nestjs-ssm-cache-server-'));
  const port = await findFreePort(HOST);
  const server = await launch(folder, port);
  const kill = (): unknown => server.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    if (server.exitCode === null) {
      const ended = once(server, 'exit');
      kill();
      await ended;
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await answers(port, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { adminUrl: `${login}${HOST}:${port}`, stop };
};

const answers = async (port: number, server: ChildProcess): Promise<void> => {
  const end = Date.now() + START_LIMIT;
  while (Date.now() < end && server.exitCode === null) {
    const socket = connect(port, HOST);
    const isOpen = await Promise.race([
      once(socket, 'connect').then(
        () => true,
        () => false,
      ),
      sleep(1_000, false, { ref: false }),
    ]);
    socket.destroy();
    if (isOpen) return;
    await sleep(50);
  }
  throw new Error('The server did not start.');
};
