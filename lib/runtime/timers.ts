import nodeTimers from 'node:timers';
import { ageOf, type Clock, type Stamp } from './clock.js';

/** When work is done. */
export interface Scheduler {
  /** Runs `task` once everything that is ready in this turn of the event loop has run. */
  endOfTurn(task: () => void): void;

  /**
   * Runs `task` in `milliseconds`, and returns what cancels it.
   *
   * @param holds whether somebody waits for it, so that the process must not end before
   */
  after(milliseconds: number, task: () => void, holds: boolean): () => void;
}

/** The longest time that `setTimeout` takes; anything above it would fire at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Taken when the module is loaded: the fake timers of a test would lose a refresh for ever. */
const { clearTimeout, setImmediate, setTimeout } = nodeTimers;

type Timers = Pick<typeof nodeTimers, 'clearTimeout' | 'setImmediate' | 'setTimeout'>;

export class SystemScheduler implements Scheduler {
  constructor(private readonly timers: Timers = { clearTimeout, setImmediate, setTimeout }) {}

  endOfTurn(task: () => void): void {
    this.timers.setImmediate(task);
  }

  after(milliseconds: number, task: () => void, holds: boolean): () => void {
    const timer = this.timers.setTimeout(task, Math.min(milliseconds, LONGEST_TIMEOUT));
    if (!holds) timer.unref();
    return () => this.timers.clearTimeout(timer);
  }
}

/** A tick that comes this much later than asked for, in milliseconds, tells that the process stood still. */
const STANDSTILL = 250;
const SHORTEST_TICK = 25;
const LONGEST_TICK = 250;
const TICKS = 8;
/** An event loop that is always late would otherwise never come to an end. */
const MAX_LATE_TICKS = 100;

/**
 * Runs a task once the process has been awake for some time.
 *
 * A process that is frozen (a function between two invocations), stopped or suspended hears no answers meanwhile. So time
 * is counted in ticks, and a tick during which the process stood still does not count.
 */
export class AwakeTimer {
  readonly #tick: number;
  /** A tick that lasts this long tells of a standstill. */
  readonly #lateTick: number;
  readonly startedAt: Stamp;
  #ticksLeft: number;
  #lateTicks = 0;
  #tickBegan: Stamp;
  #cancelTick: (() => void) | undefined;

  /**
   * @param milliseconds how long the process has to be awake
   * @param holds whether the process must not end before
   * @param endsAfterStandstill whether it ends one tick after a standstill: what the process waited for then was either
   * answered meanwhile, or lost
   */
  constructor(
    private readonly runtime: { readonly clock: Clock; readonly scheduler: Scheduler },
    milliseconds: number,
    private readonly task: () => void,
    private readonly holds = false,
    private readonly endsAfterStandstill = false,
  ) {
    this.#tick = Math.min(LONGEST_TICK, Math.max(SHORTEST_TICK, milliseconds / TICKS));
    this.#lateTick = this.#tick + STANDSTILL;
    this.#ticksLeft = Math.max(1, Math.ceil(milliseconds / this.#tick));
    this.startedAt = runtime.clock.now();
    this.#tickBegan = this.startedAt;
    this.#cancelTick = runtime.scheduler.after(
      Math.min(milliseconds, this.#tick),
      () => this.#onTick(),
      holds,
    );
  }

  /** Whether the process has stood still since the timer was started. */
  get hasStoodStill(): boolean {
    return this.#lateTicks > 0 || ageOf(this.#tickBegan, this.runtime.clock.now()) >= this.#lateTick;
  }

  cancel(): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
  }

  #onTick(): void {
    const { clock, scheduler } = this.runtime;
    const now = clock.now();
    const isLate = ageOf(this.#tickBegan, now) >= this.#lateTick;
    if (isLate) this.#lateTicks += 1;
    if (isLate && this.endsAfterStandstill) this.#ticksLeft = 1;
    if (!isLate || this.#lateTicks > MAX_LATE_TICKS) this.#ticksLeft -= 1;
    if (this.#ticksLeft <= 0) {
      this.#cancelTick = undefined;
      this.task();
      return;
    }
    this.#tickBegan = now;
    this.#cancelTick = scheduler.after(this.#tick, () => this.#onTick(), this.holds);
  }
}
