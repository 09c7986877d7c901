import type { Scheduler } from '../../runtime/timers.js';

const AT_ONCE = Promise.resolve();

/** Lets one caller go in each turn of the event loop: the work of all of them at once would block it. */
export class OnePerTurn {
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  constructor(private readonly scheduler: Pick<Scheduler, 'endOfTurn'>) {}

  /** Fulfilled when it is the caller's turn: at once, if nobody has gone in this one. */
  take(): Promise<void> {
    if (this.#isTaken) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#isTaken = true;
    this.#endTurn();
    return AT_ONCE;
  }

  #endTurn(): void {
    this.scheduler.endOfTurn(() => {
      const go = this.#waiting.shift();
      this.#isTaken = go !== undefined;
      if (go === undefined) return;
      go();
      this.#endTurn();
    });
  }
}
