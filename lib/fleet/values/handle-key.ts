import type { FleetKey } from '../../options/fleet-options.interface.js';
import type { FleetRuntime } from '../fleet-runtime.js';

/**
 * How long a handle without a key may take, in milliseconds: a start reads it from AWS, and loads the SDK for that. It is half of the
 * default of `refreshTimeout`, so that AWS can still be asked for the value itself.
 */
const FIRST_TIMEOUT = 2_500;

type Handle = Exclude<FleetKey, string | Uint8Array>;

/** A key that a handle gives. A handle that does not answer is waited for once: then the last key is used until it answers. */
export class HandleKey {
  #last: unknown;
  #isLate = false;

  constructor(
    private readonly handle: Handle,
    private readonly runtime: Pick<FleetRuntime, 'scheduler'>,
    /** How long it may take while a key is known, in milliseconds. */
    private readonly timeout: number,
  ) {}

  /** What it gives; `undefined` if it fails. Never rejects. */
  read(): Promise<unknown> {
    if (this.#isLate) return Promise.resolve(this.#last);
    return new Promise((resolve) => {
      const giveUp = (): void => {
        this.#isLate = true;
        resolve(this.#last);
      };
      const timeout = this.#last === undefined ? FIRST_TIMEOUT : this.timeout;
      const cancel = this.runtime.scheduler.after(timeout, giveUp, true);
      const settle = (key: unknown): void => {
        cancel();
        this.#isLate = false;
        this.#last = key;
        resolve(key);
      };
      (async () => this.handle.get())().then(settle, () => settle(undefined));
    });
  }

  clear(): void {
    this.#last = undefined;
  }
}
