/**
 * Lets a bounded number of calls be in flight; the others wait for a place. A call that nobody waits for any more gives
 * up its place at once, even if it never ends.
 */
export class CallLimiter {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#free = limit;
  }

  async run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    await this.#place();
    try {
      return await untilAborted(signal, call);
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

const untilAborted = <T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    void call()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
