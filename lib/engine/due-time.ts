import { IN_THE_PAST, isBefore, type Stamp } from '../runtime/clock.js';

/** The first moment at which a view may be due, so that no view has to be looked at before it. */
export class DueTime {
  #at: Stamp = IN_THE_PAST;

  isReached(now: Stamp): boolean {
    return !isBefore(now, this.#at);
  }

  /** Takes note that something is due at `at`, by each of the two clocks. */
  bringForward(at: Stamp): void {
    const { wall, monotonic } = this.#at;
    if (at.wall < wall || at.monotonic < monotonic) this.#at = earlier(this.#at, at);
  }

  /** Begins again with what is due at each of `moments`. */
  reset(moments: Iterable<Stamp>): void {
    this.#at = NEVER;
    for (const moment of moments) this.bringForward(moment);
  }
}

export const NEVER: Stamp = { wall: Infinity, monotonic: Infinity };

const earlier = (one: Stamp, other: Stamp): Stamp => ({
  wall: Math.min(one.wall, other.wall),
  monotonic: Math.min(one.monotonic, other.monotonic),
});
