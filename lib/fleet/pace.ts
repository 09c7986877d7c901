import type { FleetStore } from '../options/fleet-store.interface.js';
import type { FleetTally } from '../runtime/fleet-stats.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import type { FleetRuntime } from './fleet-runtime.js';

/** A place further away than this is not kept, in milliseconds: whoever would wait for it may be gone by then. */
const FURTHEST_PLACE = 60_000;

interface PaceOptions {
  /** How many calls a second the fleet makes. */
  readonly callsPerSecond: number;
  readonly tally: Pick<FleetTally, 'paced'>;
}

/** Keeps the calls of a fleet below a limit. */
export class Pace {
  constructor(
    private readonly store: FleetStore,
    private readonly breaker: CircuitBreaker,
    private readonly runtime: FleetRuntime,
    private readonly options: PaceOptions,
  ) {}

  /**
   * Fulfilled when a call may be made. No call waits longer than `longest` milliseconds: where its place is further away, it is
   * made at a random moment of the second half of that time. Never rejects.
   */
  async turn(key: string, longest: number, signal: AbortSignal): Promise<void> {
    const { callsPerSecond, tally } = this.options;
    const limit = Math.min(longest, FURTHEST_PLACE);
    const place = await this.breaker.run(async () => {
      const wait = await this.store.pace(key, {
        interval: 1_000 / callsPerSecond,
        burst: Math.max(1, Math.round(callsPerSecond)),
        longest: limit,
      });
      return wait ?? (limit / 2) * (1 + this.runtime.random());
    });
    if (place === undefined || place <= 0) return;
    tally.paced += 1;
    await this.#sleep(Math.min(place, limit), signal);
  }

  #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.runtime.scheduler.after(milliseconds, end, true);
      signal.addEventListener('abort', end, { once: true });
      if (signal.aborted) end();
    });
  }
}
