/** Time as the engine sees it, in milliseconds. It asks two clocks, since each fails in its own way. */
export interface Clock {
  /** The time of day: it goes on while the process is frozen, and can be set back. */
  wall(): number;
  /** Time since some start: it is never set back, and can stand still while the process is frozen. */
  monotonic(): number;
}

/** A moment on both clocks. */
export interface Stamp {
  readonly wall: number;
  readonly monotonic: number;
}

export const stampOf = (clock: Clock): Stamp => ({ wall: clock.wall(), monotonic: clock.monotonic() });

/** How long ago `stamp` was, by whichever clock saw more of it, in milliseconds. */
export const ageOf = (stamp: Stamp, clock: Clock): number =>
  Math.max(clock.wall() - stamp.wall, clock.monotonic() - stamp.monotonic);

/** Whether it is before `stamp`, by both clocks. */
export const isBefore = (clock: Clock, stamp: Stamp): boolean =>
  clock.wall() < stamp.wall && clock.monotonic() < stamp.monotonic;
