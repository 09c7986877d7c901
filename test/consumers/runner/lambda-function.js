import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The handler of the bundle in a folder, running in a process of its own until it is ended. */
export class LambdaFunction {
  #child;
  #answers;
  #errors = '';

  constructor(node, { cwd, env }) {
    this.#child = spawn(node, ['invoke.mjs'], { cwd, env: { ...process.env, ...env } });
    this.#child.stderr.on('data', (chunk) => (this.#errors += chunk));
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async invoke(event) {
    this.#child.stdin.write(`${JSON.stringify(event)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`The function ended before it answered.\n${this.#errors.slice(-6_000)}`);
    return JSON.parse(value);
  }

  /** Gives no more events, and waits until the process ends by itself: what it ended with. */
  async end() {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    const closed = this.#child.exitCode === null ? once(this.#child, 'close') : [this.#child.exitCode];
    this.#child.stdin.end();
    const [code, signal] = await closed;
    clearTimeout(timer);
    return code ?? signal;
  }
}
