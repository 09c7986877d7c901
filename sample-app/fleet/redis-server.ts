import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../environment/postgres/find-free-port.js';

const HOST = '127.0.0.1';
/** Milliseconds. */
const START_LIMIT = 10_000;

/** A Redis of our own on a free port, which can be killed and started again. It writes nothing to the disk. */
export class RedisServer {
  private child: ChildProcess | undefined;
  private readonly abandon = () => void this.child?.kill('SIGKILL');

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {
    process.once('exit', this.abandon);
  }

  /** @throws Error if it is not installed */
  static async start(): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), 'orders-redis-'));
    const server = new RedisServer(folder, await findFreePort(HOST));
    try {
      await server.restart();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  async restart(): Promise<void> {
    const child = spawn(
      'redis-server',
      ['--port', String(this.port), '--bind', HOST, '--save', '', '--dir', this.folder],
      // Detached, so that a Ctrl-C in the terminal does not reach it.
      { detached: true, stdio: 'ignore' },
    );
    this.child = child;
    await Promise.race([
      this.listens(),
      once(child, 'error').then(([error]) => Promise.reject(explain(error))),
    ]);
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await this.kill();
    process.off('exit', this.abandon);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async listens(): Promise<void> {
    const end = Date.now() + START_LIMIT;
    while (!(await isListening(this.port))) {
      if (Date.now() > end) throw new Error('Redis did not start.');
      await sleep(20);
    }
  }
}

function explain(error: unknown): Error {
  const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isAbsent
    ? new Error('"redis-server" is not installed. Install it, for example by "apt-get install redis-server".')
    : new Error('Redis could not be started.', { cause: error });
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, HOST);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
