import type { FakeRuntime } from '../../../support/fake-runtime.js';

interface Pending {
  readonly what: string;
  readonly since: number;
  /** How long it may take while timers fire, in seconds. */
  readonly limit: () => number;
}

/** The promises that the cache gave and has not settled yet, and how long each of them has been waited for. */
export class PendingPromises {
  readonly #pending = new Set<Pending>();
  /** How long the event loop has been free, in seconds. */
  #elapsed = 0;

  constructor(private readonly runtime: FakeRuntime) {}

  get size(): number {
    return this.#pending.size;
  }

  get names(): readonly string[] {
    return Array.from(this.#pending, ({ what }) => what);
  }

  /** Those that have been pending for longer than they may. */
  get overdue(): readonly string[] {
    return [...this.#pending]
      .filter(({ since, limit }) => this.#elapsed - since > limit())
      .map(({ what, limit }) => `a ${what} has not settled in ${limit()} s`);
  }

  async advance(seconds: number): Promise<void> {
    await this.runtime.advance(seconds);
    this.#elapsed += seconds;
  }

  track<T>(
    what: string,
    limit: number | (() => number),
    promise: Promise<T>,
    onValue: (value: T) => void,
    onError: (error: unknown) => void,
  ): void {
    const pending = {
      what,
      since: this.#elapsed,
      limit: typeof limit === 'number' ? () => limit : limit,
    };
    this.#pending.add(pending);
    promise.then(
      (value) => {
        this.#pending.delete(pending);
        onValue(value);
      },
      (error: unknown) => {
        this.#pending.delete(pending);
        onError(error);
      },
    );
  }
}
