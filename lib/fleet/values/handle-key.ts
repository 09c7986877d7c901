import type { FleetKey } from '../../options/fleet-options.interface.js';
import type { FleetRuntime } from '../fleet-runtime.js';

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

  /**
   * What it gives; `undefined` if it fails. Never rejects.
   *
   * @param patience how long it may take while no key is known, in milliseconds: a start reads it from AWS, and loads the SDK for that
   */
  read(patience: number): Promise<unknown> {
    if (this.#isLate) return Promise.resolve(this.#last);
    return new Promise((resolve) => {
      const giveUp = (): void => {
        this.#isLate = true;
        resolve(this.#last);
      };
      const timeout = this.#last === undefined ? patience : this.timeout;
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
