import type { ThrottleOptions } from '../interfaces/throttle-options.interface.js';

/** Lets requests through at a rate; what is not used up accumulates to the burst. */
export class TokenBucket {
  readonly #rate: number;
  readonly #burst: number;
  readonly #operations: readonly string[];
  readonly #clock: () => number;
  #tokens: number;
  #filledAt: number;

  constructor(options: ThrottleOptions, reads: readonly string[], clock: () => number) {
    this.#rate = options.ratePerSecond ?? 40;
    this.#burst = options.burst ?? this.#rate;
    this.#operations = options.operations ?? reads;
    this.#clock = clock;
    this.#tokens = this.#burst;
    this.#filledAt = clock();
  }

  /** Whether a request may pass; if so it has taken its token. */
  admits(operation: string): boolean {
    if (!this.#operations.includes(operation)) return true;
    const now = this.#clock();
    const elapsed = Math.max(0, now - this.#filledAt);
    this.#tokens = Math.min(this.#burst, this.#tokens + (elapsed / 1000) * this.#rate);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
