import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Explored } from '../../support/explore-schedules.js';

const HOOKS = fileURLToPath(new URL('../../support/typescript-hooks.js', import.meta.url));

/** A process that explores schedules: a test environment makes each promise twice as slow. */
export class Explorer {
  readonly #child;

  /** @param file its program, as seen from this folder */
  constructor(file: string) {
    this.#child = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: ['--import', HOOKS] });
  }

  async explore(request: { readonly promise?: string; readonly runs: number }): Promise<Explored> {
    this.#child.send(request);
    const [explored] = (await Promise.race([
      once(this.#child, 'message'),
      once(this.#child, 'exit').then(([code]) => [
        { schedules: 0, failure: `It ended with ${String(code)}, as by an unhandled rejection.` },
      ]),
    ])) as [Explored];
    return explored;
  }

  async end(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }
}
