import type { Clock } from './clock.js';

/** A promise of it costs half of `queueMicrotask()`, which makes a resource for `node:async_hooks`. */
const THIS_TURN = Promise.resolve();

/**
 * The system's clocks, asked once in each turn of the event loop, however many values are read in it. A microtask
 * ends the turn, so that what runs after a pause, even a frozen process, never sees the time from before it.
 */
export class TurnClock implements Clock {
  #wall = 0;
  #monotonic = 0;
  #isCurrent = false;
  readonly #endTurn = (): void => {
    this.#isCurrent = false;
  };

  wall(): number {
    if (!this.#isCurrent) this.#ask();
    return this.#wall;
  }

  monotonic(): number {
    if (!this.#isCurrent) this.#ask();
    return this.#monotonic;
  }

  #ask(): void {
    this.#wall = Date.now();
    this.#monotonic = performance.now();
    this.#isCurrent = true;
    void THIS_TURN.then(this.#endTurn);
  }
}
