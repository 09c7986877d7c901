import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Reads } from './function.js';

export type Invocation = { readonly result: Reads } | { readonly error: string };

/** When a process was frozen, and thawed: milliseconds since 1970. */
interface Stop {
  readonly from: number;
  until: number;
}

/** The process of a function, which can be invoked, and frozen and thawed at any moment. */
export class FrozenFunction {
  readonly #process: ChildProcess;
  readonly #isUp: Promise<unknown>;
  readonly #stops: Stop[] = [];

  constructor(file: string, settings: object) {
    this.#process = fork(join(import.meta.dirname, 'host.mjs'), [file], {
      env: { PATH: process.env['PATH'], FUNCTION: JSON.stringify(settings) },
      stdio: 'inherit',
    });
    this.#isUp = this.#answer();
  }

  async invoke(): Promise<Invocation> {
    await this.#isUp;
    this.#process.send('invoke');
    return this.#answer();
  }

  freeze(): void {
    this.#stops.push({ from: Date.now(), until: Infinity });
    this.#process.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process.kill('SIGCONT');
    const stop = this.#stops.at(-1);
    if (stop !== undefined) stop.until = Date.now();
  }

  /** For how long it had been frozen until `at`, in milliseconds. */
  frozenUntil(at: number): number {
    return this.#stops.reduce((sum, { from, until }) => sum + Math.max(0, Math.min(at, until) - from), 0);
  }

  /** When it was frozen last, in milliseconds from `at`. */
  lastStop(at: number): string {
    const { from = NaN, until = NaN } = this.#stops.at(-1) ?? {};
    return `${from - at} to ${until - at} ms`;
  }

  async end(): Promise<void> {
    this.#process.kill('SIGKILL');
    if (this.#process.exitCode === null && this.#process.signalCode === null)
      await once(this.#process, 'exit');
  }

  async #answer(): Promise<Invocation> {
    const died = new AbortController();
    this.#process.once('exit', () => died.abort());
    const [message] = await once(this.#process, 'message', { signal: died.signal });
    return message as Invocation;
  }
}
