import type { Scheduler } from './scheduler.js';

/** The longest time that `setTimeout` takes; anything above it would fire at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

export class SystemScheduler implements Scheduler {
  endOfTurn(task: () => void): void {
    setImmediate(task);
  }

  after(milliseconds: number, task: () => void, holds: boolean): () => void {
    const timer = setTimeout(task, Math.min(milliseconds, LONGEST_TIMEOUT));
    if (!holds) timer.unref();
    return () => clearTimeout(timer);
  }
}
