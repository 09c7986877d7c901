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
