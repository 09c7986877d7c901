import nodeTimers from 'node:timers';

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
