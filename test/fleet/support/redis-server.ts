import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../../sample-app/environment/postgres/find-free-port.js';
import { findProgram } from '../../recipes/support/start-server.js';

const HOST = '127.0.0.1';
/** In milliseconds. */
const START_LIMIT = 10_000;

/** Debian's server; `undefined` where it is not installed. */
export const redisProgram = await findProgram('/usr/bin/redis-server', '/usr/local/bin/redis-server');

/** The title of a suite that needs Redis, which says why it is skipped. */
export const onRedis = (title: string): string =>
  redisProgram === undefined ? `${title} (skipped: install it by "apt-get install redis-server")` : title;

/** A Redis of a test's own, which can be killed, restarted and stopped in the middle of what it does. */
export class RedisServer {
  #process: ChildProcess | undefined;
  readonly #kill = (): void => void this.#process?.kill('SIGKILL');

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly args: readonly string[],
  ) {
    process.once('exit', this.#kill);
  }

  static async start(...args: readonly string[]): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), 'nestjs-ssm-cache-fleet-'));
    const server = new RedisServer(folder, await findFreePort(HOST), args);
    await server.restart();
    return server;
  }

  get url(): string {
    return `redis://${HOST}:${this.port}`;
  }

  /** What the server has written to its disk. */
  dump(): Promise<Buffer> {
    return readFile(join(this.folder, 'dump.rdb'));
  }

  async restart(): Promise<void> {
    const own = ['--port', String(this.port), '--bind', HOST, '--save', '', '--dir', this.folder];
    this.#process = spawn(redisProgram as string, [...own, ...this.args], { stdio: 'ignore' });
    const end = Date.now() + START_LIMIT;
    while (Date.now() < end && !(await isListening(this.port))) await sleep(20);
  }

  async kill(): Promise<void> {
    if (this.#process?.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGCONT');
    this.#process.kill('SIGKILL');
    await ended;
  }

  /** The server accepts connections and answers nothing. */
  hang(): void {
    this.#process?.kill('SIGSTOP');
  }

  goOn(): void {
    this.#process?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.kill();
    process.off('exit', this.#kill);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const isListening = async (port: number): Promise<boolean> => {
  const socket = connect(port, HOST);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};
