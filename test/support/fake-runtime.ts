import type { CacheLogger, CacheRuntime } from '../../lib/cache/cache-runtime.interface.js';
import type { Clock } from '../../lib/cache/clock.js';
import type { Scheduler } from '../../lib/cache/scheduler.interface.js';

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/** Lets every promise that can settle, and every turn of the event loop that is due, run. */
export const settle = async (turns = 5): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Time, chance and log in the hands of a test. Time stands still unless it is advanced. */
export class FakeRuntime implements Omit<CacheRuntime, 'changed' | 'closed'> {
  /** What `random()` gives: 0 means no jitter and the shortest back-off. */
  chance = 0;
  readonly messages: string[] = [];
  #wall = 1_800_000_000_000;
  #monotonic = 1_000;
  readonly #timers = new Set<Timer>();

  readonly clock: Clock = { wall: () => this.#wall, monotonic: () => this.#monotonic };

  readonly scheduler: Scheduler = {
    endOfTurn: (task) => void setImmediate(task),
    after: (milliseconds, task) => {
      const timer = { at: this.#monotonic + milliseconds, task };
      this.#timers.add(timer);
      return () => this.#timers.delete(timer);
    },
  };

  readonly logger: CacheLogger = {
    log: (message) => this.messages.push(`log ${message}`),
    warn: (message) => this.messages.push(`warn ${message}`),
    error: (message) => this.messages.push(`error ${message}`),
  };

  readonly random = (): number => this.chance;

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Lets `seconds` pass on both clocks, firing what falls due, in order. */
  async advance(seconds: number): Promise<void> {
    const end = this.#monotonic + seconds * 1_000;
    await settle();
    for (;;) {
      const due = [...this.#timers]
        .filter(({ at }) => at <= end)
        .toSorted((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#pass(Math.max(0, due.at - this.#monotonic));
      due.task();
      await settle();
    }
    this.#pass(end - this.#monotonic);
    await settle();
  }

  /** The process is frozen: the wall clock goes on, the monotonic one and the timers do not. */
  freeze(seconds: number): void {
    this.#wall += seconds * 1_000;
  }

  /** Somebody sets the wall clock; a negative number sets it back. */
  setWallClock(seconds: number): void {
    this.#wall += seconds * 1_000;
  }

  #pass(milliseconds: number): void {
    this.#wall += milliseconds;
    this.#monotonic += milliseconds;
  }
}
