import type { FakeRuntime } from '../../../support/fake-runtime.js';
import type { HeldAws, SentCall } from './held-aws.js';
import { momentOf, secondsBetween, type Moment } from './moment.js';

/** The shortest deadline that any policy has, in seconds. */
const SHORTEST_DEADLINE = 2;

/** What has gone wrong so far, and how long that may keep the cache from asking again. */
export class Faults {
  constructor(
    private readonly runtime: FakeRuntime,
    private readonly aws: HeldAws,
    private readonly units: number,
  ) {}

  /** A conversion failed: that of whatever is under way. */
  noteConversion(): void {
    for (const departure of this.aws.departures) departure.isFaulty ||= departure.over === undefined;
  }

  /** A call that the cache has given up is a fault. */
  noteAborted(): void {
    for (const call of this.aws.waiting) {
      if (!call.isRepeated && !this.isWanted(call)) this.aws.lose(call.departure);
    }
  }

  /** Whether every unit that can have sent a call still waits for it; of several, some can have given it up. */
  isWanted({ isWanted, departure }: SentCall): boolean {
    const age = secondsBetween(departure.at, momentOf(this.runtime));
    return isWanted && (this.units === 1 || age < SHORTEST_DEADLINE);
  }

  /** Whether something went wrong after `moment`, or so shortly before that a back-off can still have been on. */
  excuse({ monotonic }: Moment): boolean {
    const longest = 1_000 + 59_000 * this.runtime.chance;
    return this.aws.departures.some(
      ({ isFaulty, over }) => isFaulty && (over === undefined || monotonic - over.monotonic < longest),
    );
  }
}
