import type { FakeRuntime } from '../../../support/fake-runtime.js';
import type { SentCall } from './held-aws.js';
import { momentOf, secondsBetween, type Moment } from './moment.js';

/** The shortest deadline that any policy has, in seconds. */
const SHORTEST_DEADLINE = 2;

/** What has gone wrong so far, and how long that may keep the cache from asking again. */
export class Faults {
  count = 0;
  /** The latest, on the monotonic clock. */
  #last = -Infinity;
  readonly #aborted = new Set<SentCall>();

  constructor(
    private readonly runtime: FakeRuntime,
    private readonly units: number,
  ) {}

  note(): void {
    this.count += 1;
    this.#last = momentOf(this.runtime).monotonic;
  }

  /** A call that the cache has given up is a fault. */
  noteAborted(waiting: readonly SentCall[]): void {
    for (const call of waiting) {
      if (this.isWanted(call) || this.#aborted.has(call)) continue;
      this.#aborted.add(call);
      call.departure.isFaulty = true;
      this.note();
    }
  }

  /** Whether every unit that can have sent a call still waits for it; of several, some can have given it up. */
  isWanted({ isWanted, departure }: SentCall): boolean {
    const age = secondsBetween(departure.at, momentOf(this.runtime));
    return isWanted && (this.units === 1 || age < SHORTEST_DEADLINE);
  }

  /** Whether a back-off can still have been on at `moment`: one of the longest kind, as far as chance goes. */
  mayBackOff({ monotonic }: Moment): boolean {
    return monotonic - this.#last < 1_000 + 59_000 * this.runtime.chance;
  }
}
