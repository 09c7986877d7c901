import type { Clock, Stamp } from '../../lib/runtime/clock.js';
import type { Scheduler } from '../../lib/runtime/timers.js';

interface Timer {
  readonly task: () => void;
  isCancelled: boolean;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock that goes on only when all that is due has run. It counts whole milliseconds, so that much is due at once. */
export class SimulatedTime {
  #now: Stamp = { wall: 1_800_000_000_000, monotonic: 0 };
  #turnsDue = 0;
  readonly #timers = new Map<number, Timer[]>();
  /** The moments that have timers: a binary heap, the first one in front. */
  readonly #moments: number[] = [];

  readonly clock: Clock = { now: () => this.#now };

  readonly scheduler: Scheduler = {
    endOfTurn: (task) => {
      this.#turnsDue += 1;
      setImmediate(() => {
        this.#turnsDue -= 1;
        task();
      });
    },
    after: (milliseconds, task) => {
      const timer: Timer = { task, isCancelled: false };
      const at = Math.ceil(this.now + Math.max(0, milliseconds));
      const others = this.#timers.get(at);
      if (others === undefined) {
        this.#timers.set(at, [timer]);
        this.#push(at);
      } else others.push(timer);
      return () => void (timer.isCancelled = true);
    },
  };

  /** Milliseconds since the simulation began. */
  get now(): number {
    return this.#now.monotonic;
  }

  readonly wall = (): number => this.#now.wall;

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.scheduler.after(milliseconds, resolve, true));
  }

  /** Lets time pass until `isOver`, or so many milliseconds later. */
  async run(milliseconds: number, isOver: () => boolean = () => false): Promise<void> {
    const end = this.now + milliseconds;
    await this.#drain();
    while (!isOver() && (this.#moments[0] ?? Infinity) <= end) {
      const at = this.#pop();
      this.#moveTo(Math.max(at, this.now));
      const due = this.#timers.get(at) ?? [];
      this.#timers.delete(at);
      for (const { task, isCancelled } of due) if (!isCancelled) task();
      // oxlint-disable-next-line no-await-in-loop -- time is one moment after the other
      await this.#drain();
    }
    if (!isOver()) this.#moveTo(end);
  }

  async #drain(): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- what a turn does may ask for one more
    do await turn();
    while (this.#turnsDue > 0);
  }

  #moveTo(monotonic: number): void {
    const passed = monotonic - this.#now.monotonic;
    this.#now = { wall: this.#now.wall + passed, monotonic };
  }

  #push(at: number): void {
    const heap = this.#moments;
    let index = heap.push(at) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if ((heap[parent] as number) <= at) break;
      heap[index] = heap[parent] as number;
      index = parent;
    }
    heap[index] = at;
  }

  #pop(): number {
    const heap = this.#moments;
    const first = heap[0] as number;
    const last = heap.pop() as number;
    if (heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as number) < (heap[child] as number)) child += 1;
      if ((heap[child] as number) >= last) break;
      heap[index] = heap[child] as number;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}
