import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LocalAws } from 'nestjs-ssm-cache/testing';

const PROGRAM = join(import.meta.dirname, 'ending-process.mjs');

/** A program of its own, watched until it ends. */
export class WatchedProcess {
  output = '';
  readonly #child;
  readonly #ended: Promise<unknown>;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', ...env },
    });
    this.#ended = once(this.#child, 'close');
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
  }

  /** A process that does one of the deeds of `ending-process.mjs`. */
  static does(deed: string, aws: LocalAws): WatchedProcess {
    return new WatchedProcess([
      '--expose-gc',
      '--no-warnings',
      PROGRAM,
      deed,
      JSON.stringify(aws.clientConfig()),
    ]);
  }

  async hasSaid(word: string): Promise<void> {
    while (!this.output.includes(word)) {
      if (this.#child.exitCode !== null) throw new Error(`The process ended early:\n${this.output}`);
      // oxlint-disable-next-line no-await-in-loop
      await wait(5);
    }
  }

  tell(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** How it ended, and how many seconds from now that took. One that does not end by itself is killed. */
  async end(patience = 20): Promise<{ seconds: number; code: number | null; signal: string | null }> {
    const begin = performance.now();
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), patience * 1_000);
    await this.#ended;
    clearTimeout(killer);
    const { exitCode: code, signalCode: signal } = this.#child;
    return { seconds: (performance.now() - begin) / 1_000, code, signal };
  }
}
