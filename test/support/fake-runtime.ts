import type { CacheEvents } from '../../lib/runtime/cache-events.js';
import type { CacheRuntime } from '../../lib/runtime/cache-runtime.js';
import type { CacheLogger, LogLine } from '../../lib/runtime/logger.js';
import type { Clock, Stamp } from '../../lib/runtime/clock.js';
import type { Scheduler } from '../../lib/runtime/timers.js';

interface Timer {
  readonly at: number;
  readonly holds: boolean;
  readonly task: () => void;
}

/** Lets every promise that can settle, and every turn of the event loop that is due, run. */
export const settle = async (turns = 5): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Time, chance and log in the hands of a test. Time stands still unless it is advanced. */
export class FakeRuntime implements Omit<CacheRuntime, 'closed' | 'closing'> {
  /** What `random()` gives: 0 means no jitter and the shortest back-off. */
  chance = 0;
  readonly messages: string[] = [];
  /** What is logged with fields: changes. */
  readonly lines: LogLine[] = [];
  readonly events: CacheEvents = {};
  #now: Stamp = { wall: 1_800_000_000_000, monotonic: 1_000 };
  readonly #timers = new Set<Timer>();
  #turnsDue = 0;

  readonly clock: Clock = { now: () => this.#now };

  readonly scheduler: Scheduler = {
    endOfTurn: (task) => {
      this.#turnsDue += 1;
      setImmediate(() => {
        this.#turnsDue -= 1;
        task();
      });
    },
    after: (milliseconds, task, holds) => {
      const timer = { at: this.#now.monotonic + milliseconds, task, holds };
      this.#timers.add(timer);
      return () => this.#timers.delete(timer);
    },
  };

  readonly logger: CacheLogger = {
    log: (message) =>
      typeof message === 'string' ? this.messages.push(`log ${message}`) : this.lines.push(message),
    warn: (message) => this.messages.push(`warn ${message}`),
    error: (message) => this.messages.push(`error ${message}`),
  };

  readonly random = (): number => this.chance;

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Whether a timer keeps the process from its end. */
  get isHeld(): boolean {
    return [...this.#timers].some(({ holds }) => holds);
  }

  /** Lets every promise settle that can, and every turn end that is due: the least turns of the event loop that do it. */
  async drain(): Promise<void> {
    do await settle(1);
    while (this.#turnsDue > 0);
  }

  /** Lets `seconds` pass on both clocks, firing what falls due, in order. */
  async advance(seconds: number): Promise<void> {
    const end = this.#now.monotonic + seconds * 1_000;
    await this.drain();
    for (;;) {
      const due = this.#firstDue(end);
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#pass(Math.max(0, due.at - this.#now.monotonic));
      due.task();
      await this.drain();
    }
    this.#pass(Math.max(0, end - this.#now.monotonic));
    await this.drain();
  }

  /** The process is frozen: the wall clock goes on, the monotonic one and the timers do not. */
  freeze(seconds: number): void {
    this.#move(seconds * 1_000, 0);
  }

  /** Somebody sets the wall clock; a negative number sets it back. */
  setWallClock(seconds: number): void {
    this.#move(seconds * 1_000, 0);
  }

  /** The event loop is blocked: both clocks go on, and what falls due waits until time is advanced again. */
  block(seconds: number): void {
    this.#pass(seconds * 1_000);
  }

  #firstDue(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= end && (first === undefined || timer.at < first.at)) first = timer;
    }
    return first;
  }

  #pass(milliseconds: number): void {
    this.#move(milliseconds, milliseconds);
  }

  #move(wall: number, monotonic: number): void {
    if (wall === 0 && monotonic === 0) return;
    this.#now = { wall: this.#now.wall + wall, monotonic: this.#now.monotonic + monotonic };
  }
}
