import type { CallPacer } from './call-pacer.js';
import { abortedWithAll, type PendingRequest } from './pending-request.js';
import type { Reference } from '../source.interface.js';
import { untilAborted } from '../../runtime/until-aborted.js';

/**
 * Parameter Store throttles above 40 calls a second by default, so that more of them at once bring nothing sooner; with fewer,
 * calls that hang would hold up healthy ones.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/ssm.html
 */
const CALLS_IN_FLIGHT = 40;

/**
 * Lets a bounded number of calls be in flight; the others wait for a place. A call that nobody waits for any more gives
 * up its place at once, even if it never ends.
 */
export class CallLimiter {
  #free = CALLS_IN_FLIGHT;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly pace: CallPacer) {}

  async run<T>(
    requests: readonly PendingRequest<Reference>[],
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const signal = abortedWithAll(requests);
    await this.#place();
    try {
      const deadline = Math.max(...requests.map((request) => request.deadline));
      return await this.pace.run(deadline, () => untilAborted(signal, () => call(signal)));
    } finally {
      this.#leave();
    }
  }

  #place(): Promise<void> | undefined {
    if (this.#free === 0) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#free -= 1;
    return undefined;
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
