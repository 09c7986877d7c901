import type { FakeRuntime } from '../../../support/fake-runtime.js';

/** How long a promise may stay pending while timers fire, in seconds. */
export interface Patience {
  readonly inAll: () => number;
  /** How long of that without a call that is sent or answered, and without a conversion that ends. */
  readonly inSilence: () => number;
}

interface Pending extends Patience {
  readonly what: string;
  readonly since: number;
}

/** The shortest time that counts as late. */
const ONE_MILLISECOND = 0.001;

/** The promises that the cache gave and has not settled yet, and how long each of them has been waited for. */
export class PendingPromises {
  readonly #pending = new Set<Pending>();
  /** What was found to be late. */
  readonly #late = new Set<string>();
  /** How long the event loop has been free, in seconds. */
  #elapsed = 0;
  /** Since when time has been passing. */
  #advancingSince: number | undefined;
  #lastProgress = 0;

  constructor(private readonly runtime: FakeRuntime) {}

  get size(): number {
    return this.#pending.size;
  }

  get names(): readonly string[] {
    return Array.from(this.#pending, ({ what }) => what);
  }

  /** Those that have been pending for longer than they may. */
  get overdue(): readonly string[] {
    for (const pending of this.#pending) this.#examine(pending);
    return [...this.#late];
  }

  async advance(seconds: number): Promise<void> {
    this.#advancingSince = this.#monotonic;
    await this.runtime.advance(seconds);
    this.#elapsed = this.#now;
    this.#advancingSince = undefined;
  }

  noteProgress(): void {
    for (const pending of this.#pending) this.#examine(pending);
    this.#lastProgress = this.#now;
  }

  track<T>(
    what: string,
    patience: Patience,
    promise: Promise<T>,
    onValue: (value: T) => void,
    onError: (error: unknown) => void,
  ): void {
    const pending: Pending = { what, since: this.#now, ...patience };
    this.#pending.add(pending);
    const settle = (): void => {
      this.#examine(pending);
      this.#pending.delete(pending);
    };
    promise.then(
      (value) => {
        settle();
        onValue(value);
      },
      (error: unknown) => {
        settle();
        onError(error);
      },
    );
  }

  get #monotonic(): number {
    return this.runtime.clock.now().monotonic / 1_000;
  }

  get #now(): number {
    const since = this.#advancingSince;
    return since === undefined ? this.#elapsed : this.#elapsed + this.#monotonic - since;
  }

  #examine({ what, since, inAll, inSilence }: Pending): void {
    const now = this.#now;
    if (now - since > inAll() + ONE_MILLISECOND) this.#late.add(`a ${what} has not settled in ${inAll()} s`);
    const silence = now - Math.max(since, this.#lastProgress);
    if (silence > inSilence() + ONE_MILLISECOND)
      this.#late.add(`nothing came of a ${what} for ${inSilence()} s`);
  }
}
