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

/** How long ago `stamp` was, by whichever clock saw more of it, in milliseconds. */
export const ageOf = (stamp: Stamp, clock: Clock): number => {
  const { wall, monotonic } = clock.now();
  return Math.max(wall - stamp.wall, monotonic - stamp.monotonic);
};

/** Whether `moment` is before `limit`, by both clocks. */
export const isBefore = (moment: Stamp, limit: Stamp): boolean =>
  moment.wall < limit.wall && moment.monotonic < limit.monotonic;

/** The moment `milliseconds` after `stamp`. */
export const after = ({ wall, monotonic }: Stamp, milliseconds: number): Stamp => ({
  wall: wall + milliseconds,
  monotonic: monotonic + milliseconds,
});
