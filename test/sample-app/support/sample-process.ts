import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..', '..');
const SAMPLE = join(ROOT, 'sample-app');

/** When one of these files changed last, 0 where none is there. */
async function changedAt(files: readonly string[]): Promise<number> {
  const times = files.map((file) =>
    stat(join(SAMPLE, file)).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  );
  return Math.max(0, ...(await Promise.all(times)));
}

async function isCompiled(): Promise<boolean> {
  const files = await readdir(SAMPLE, { recursive: true });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.startsWith('dist'));
  return (await changedAt(['dist/main.js'])) > (await changedAt(sources));
}

/**
 * Compiles the sample, which runs against the compiled library, as it does for a user. `npm test` has just done so, a run
 * of one spec has not.
 */
export async function compileSample(): Promise<void> {
  if (!existsSync(join(ROOT, 'dist/esm/index.js')))
    throw new Error('The library is not compiled: npm run build');
  if (await isCompiled()) return;
  await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'sample-app'], {
    cwd: ROOT,
  });
}

/** The sample as a process of its own, with a folder of its own for temporary files. */
export class SampleProcess {
  output = '';
  private readonly ended: Promise<unknown>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly temporary: string,
  ) {
    this.ended = once(child, 'close');
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
  }

  /** @param environment beside the one of this process; with `npm_lifecycle_event`, under a shell as npm does it */
  static async start(environment: NodeJS.ProcessEnv): Promise<SampleProcess> {
    const temporary = await mkdtemp(join(tmpdir(), 'sample-test-'));
    await chmod(temporary, 0o755);
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      NO_COLOR: '1',
      npm_lifecycle_event: undefined,
      ...environment,
      TMPDIR: temporary,
    };
    const command = [process.execPath, 'sample-app/dist/main.js'];
    const [file = '', ...args] = environment.npm_lifecycle_event
      ? ['sh', '-c', '"$0" "$1"; true', ...command]
      : command;
    const child = spawn(file, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    return new SampleProcess(child, temporary);
  }

  async waitFor(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.child.exitCode !== null) throw new Error(`The sample ended early:\n${this.output}`);
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** PostgreSQL shows the folder of its data in its command line. */
  async children(): Promise<string[]> {
    const { stdout } = await run('ps', ['-eo', 'args']);
    return stdout.split('\n').filter((line) => line.includes(this.temporary));
  }

  async leftFiles(): Promise<string[]> {
    return readdir(this.temporary);
  }

  async end(...signals: NodeJS.Signals[]): Promise<number | null> {
    for (const signal of signals) this.child.kill(signal);
    await this.ended;
    return this.child.exitCode;
  }

  async dispose(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.end('SIGTERM');
    await rm(this.temporary, { recursive: true, force: true });
  }
}
