import type { Timers } from '../interfaces/in-memory-service-options.interface.js';
import { delay } from './delay.js';

/** How long answers take; it may be changed at any time. */
export class Latency {
  /** Milliseconds, or a function that is asked for each request. */
  milliseconds: number | (() => number);

  constructor(milliseconds: number | (() => number) = 0) {
    this.milliseconds = milliseconds;
  }

  async pass(timers: Timers, signal: AbortSignal | undefined): Promise<void> {
    const { milliseconds } = this;
    const due = typeof milliseconds === 'function' ? milliseconds() : milliseconds;
    if (due > 0) await delay(timers, due, signal);
  }
}
