import type { Clock, Stamp } from './clock.js';

/** A promise of it costs half of `queueMicrotask()`, which makes a resource for `node:async_hooks`. */
const THIS_TURN = Promise.resolve();

/**
 * The system's clocks, asked once in each turn of the event loop, however many values are read in it. A microtask
 * ends the turn, so that what runs after a pause, even a frozen process, never sees the time from before it.
 */
export class TurnClock implements Clock {
  #now: Stamp | undefined;
  readonly #endTurn = (): void => {
    this.#now = undefined;
  };

  now(): Stamp {
    return this.#now ?? this.#ask();
  }

  #ask(): Stamp {
    const now = { wall: Date.now(), monotonic: performance.now() };
    this.#now = now;
    void THIS_TURN.then(this.#endTurn);
    return now;
  }
}
