import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { after, ageOf, type Stamp } from '../runtime/clock.js';

const SHORTEST = 1_000;
const LONGEST = 60_000;

/**
 * How long to leave AWS alone after a failure: a random time from 1 s up to a ceiling that doubles with each failure,
 * from 2 s to 60 s.
 *
 * @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export class BackOff {
  #failures = 0;
  #since: Stamp | undefined;
  #wait = 0;

  constructor(private readonly runtime: Pick<CacheRuntime, 'clock' | 'random'>) {}

  get isWaiting(): boolean {
    return this.#since !== undefined && ageOf(this.#since, this.runtime.clock.now()) < this.#wait;
  }

  /** The first moment at which it is over, by each of the two clocks; none after a success. */
  get end(): Stamp | undefined {
    return this.#since && after(this.#since, this.#wait);
  }

  /** The whole of it, in milliseconds from the last failure; none after a success. */
  get duration(): number {
    return this.#since === undefined ? 0 : this.#wait;
  }

  fail(): void {
    this.#failures += 1;
    const ceiling = Math.min(SHORTEST * 2 ** this.#failures, LONGEST);
    this.#since = this.runtime.clock.now();
    this.#wait = SHORTEST + (ceiling - SHORTEST) * this.runtime.random();
  }

  /** Ends it now. After one more failure it is longer. */
  skip(): void {
    this.#wait = 0;
  }

  succeed(): void {
    this.#failures = 0;
    this.#since = undefined;
  }
}
