import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const LONGEST_END = 10_000;

/** The handler of the bundle in a folder, running in a process of its own until it is ended. */
export class LambdaFunction {
  #child;
  #answers;
  #closed;
  #errors = '';

  constructor(node, { cwd, env }) {
    this.#child = spawn(node, ['invoke.mjs'], { cwd, env: { ...process.env, ...env } });
    this.#closed = once(this.#child, 'close');
    this.#closed.catch(() => undefined);
    this.#child.stderr.on('data', (chunk) => (this.#errors += chunk));
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async invoke(event) {
    this.#child.stdin.write(`${JSON.stringify(event)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`The function ended before it answered.\n${this.#errors.slice(-6_000)}`);
    return JSON.parse(value);
  }

  /** Gives no more events, and waits until the process ends by itself. */
  async end() {
    const timer = setTimeout(() => this.kill(), LONGEST_END);
    this.#child.stdin.end();
    const [code, signal] = await this.#closed;
    clearTimeout(timer);
    if (code !== 0)
      throw new Error(`The function ended with ${code ?? signal}.\n${this.#errors.slice(-6_000)}`);
  }

  kill() {
    this.#child.kill('SIGKILL');
  }
}
