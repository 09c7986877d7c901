/** Time as the engine sees it, in milliseconds. It asks two clocks, since each fails in its own way. */
export interface Clock {
  /** This moment; the same object only as long as no time has passed. */
  now(): Stamp;
}

/** A moment on both clocks. */
export interface Stamp {
  /** The time of day: it goes on while the process is frozen, and can be set back. */
  readonly wall: number;
  /** Time since some start: it is never set back, and can stand still while the process is frozen. */
  readonly monotonic: number;
}

/** Before any moment of either clock. */
export const IN_THE_PAST: Stamp = { wall: -Infinity, monotonic: -Infinity };

/** How long `stamp` is before `now`, by whichever clock saw more of it, in milliseconds. */
export const ageOf = ({ wall, monotonic }: Stamp, now: Stamp): number =>
  Math.max(now.wall - wall, now.monotonic - monotonic);

/** Whether `moment` is before `limit`, by both clocks. */
export const isBefore = (moment: Stamp, limit: Stamp): boolean =>
  moment.wall < limit.wall && moment.monotonic < limit.monotonic;

/** The moment `milliseconds` after `stamp`. */
export const after = ({ wall, monotonic }: Stamp, milliseconds: number): Stamp => ({
  wall: wall + milliseconds,
  monotonic: monotonic + milliseconds,
});

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
    if (this.#now === undefined) {
      this.#now = { wall: Date.now(), monotonic: performance.now() };
      void THIS_TURN.then(this.#endTurn);
    }
    return this.#now;
  }
}

interface LogicalClock {
  /** A number for what happens now, above those of all that happened before. */
  readonly tick: () => number;
  /** The number of what happened last: all that happens later has a higher one. */
  readonly lastTick: () => number;
}

const KEY = Symbol.for('nestjs-ssm-cache:logical-clock');

const makeClock = (): LogicalClock => {
  let last = 0;
  return { tick: () => (last += 1), lastTick: () => last };
};

/** One for the process: what one copy of the package refreshes, a call of the other one may work with. */
export const { tick, lastTick } = ((globalThis as { [KEY]?: LogicalClock })[KEY] ??= makeClock());
