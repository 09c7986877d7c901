import type { Scheduler } from '../../../../lib/runtime/timers.js';

/** A scheduler that says when something that fell due has run. */
export const watchedScheduler = (scheduler: Scheduler, onTimer: () => void): Scheduler => ({
  endOfTurn: (task) => scheduler.endOfTurn(task),
  after: (milliseconds, task, holds) => {
    const fire = (): void => {
      task();
      onTimer();
    };
    return scheduler.after(milliseconds, fire, holds);
  },
});
