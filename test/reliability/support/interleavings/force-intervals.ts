import type { Departure } from './held-aws.js';
import { momentOf, secondsBetween } from './moment.js';
import type { ScheduleWorld } from './schedule-world.js';

/** What asked for the next departure, and how far those are apart that nobody but a force asked for. */
export class ForceIntervals {
  /** Whether a read can have asked for the next departure. */
  #isWished = false;
  /** The shortest interval of those that force the next departure. */
  #forced: number | undefined;
  #last: Departure | undefined;
  #departuresAtLastWish = 0;
  #clockSteps = 0;
  #clockStepsAtLast = 0;

  constructor(
    private readonly world: ScheduleWorld,
    private readonly broke: (what: string) => void,
  ) {}

  /** A read, which asks for a departure where it finds nothing fresh enough, unless a back-off is on. */
  noteRead(): void {
    this.#isWished ||= !this.#isBackingOff();
    this.#departuresAtLastWish = this.world.aws.departures.length;
  }

  noteForce(minRefreshInterval: number): void {
    this.#forced = Math.min(minRefreshInterval, this.#forced ?? Infinity);
    this.#departuresAtLastWish = this.world.aws.departures.length;
  }

  /** A refresh of what is loaded, which forces the next departure or asks for none. */
  noteForceOfLoaded(minRefreshInterval: number): void {
    if (this.#forced !== undefined) this.noteForce(minRefreshInterval);
    this.noteRead();
  }

  /** Intervals are measured by whichever clock saw more: where one of them steps, they can look short afterwards. */
  noteClockStep(): void {
    this.#clockSteps += 1;
  }

  checkDeparture(departure: Departure): void {
    const { aws, units, conversions } = this.world;
    const isPrompted = aws.departures.length <= this.#departuresAtLastWish + units;
    if (!isPrompted && conversions.waiting === 0) this.broke('more than one wish was pending');
    if (this.#forced === undefined) return void (this.#isWished = false);
    const isMeasurable =
      units === 1 && this.#last !== undefined && this.#clockSteps === this.#clockStepsAtLast;
    const interval = isMeasurable ? secondsBetween((this.#last as Departure).at, departure.at) : Infinity;
    if (!this.#isWished && interval < this.#forced - 0.001)
      this.broke(`two forced refreshes were ${interval} s apart`);
    this.#last = departure;
    this.#clockStepsAtLast = this.#clockSteps;
    this.#isWished = false;
    this.#forced = undefined;
  }

  /** A forced refresh ends with a departure that began after it was asked for. */
  checkForced(departuresBefore: number): void {
    if (!this.world.isClosed && this.world.aws.departures.length <= departuresBefore)
      this.broke('a forced refresh joined an earlier fetch');
  }

  /** The back-off after a failure is never shorter than 1 s. */
  #isBackingOff(): boolean {
    const { last } = this.world.aws;
    if (last?.over === undefined || !last.isFaulty) return false;
    return secondsBetween(last.over, momentOf(this.world.runtime)) < 1;
  }
}
