import type { Departure } from './held-aws.js';
import { secondsBetween } from './moment.js';
import type { ScheduleWorld } from './schedule-world.js';

/** The shortest `refreshTimeout` that is tried, 2 s, and the second by which a deadline has to be late. */
const SHORTEST_STANDSTILL = 3;

/** What asked for the next departure, and how far those are apart that nobody but a force asked for. */
export class ForceIntervals {
  /** Whether a read can have asked for the next departure once no back-off is on. */
  #isWished = false;
  /** Whether one can have that knew of no failure, so that no back-off holds it up. */
  #isWishedAtOnce = false;
  /** The shortest interval of those that force the next departure. */
  #forced: number | undefined;
  /** That of a refresh of whatever is loaded, which may force it or not. */
  #mayBeForced = Infinity;
  #last: Departure | undefined;
  #refreshesAtLastWish = 0;
  #clockSteps = 0;
  #clockStepsAtLast = 0;
  /** What is forced ends with the first departure that began after it was asked for. */
  readonly #pending = new Set<{ readonly begunBefore: number }>();

  constructor(
    private readonly world: ScheduleWorld,
    private readonly broke: (what: string) => void,
  ) {}

  /** A read, which asks for a departure where it finds nothing fresh enough, unless a back-off is on. */
  noteRead(): void {
    this.#isWished = true;
    this.#isWishedAtOnce ||= this.#lastOver?.isLost !== true || this.#lastAnswered?.isLost === false;
    this.#refreshesAtLastWish = this.world.aws.begun;
  }

  /** A forced refresh. @returns what is to be called when it has settled */
  noteForce(minRefreshInterval: number): () => void {
    this.#forced = Math.min(minRefreshInterval, this.#forced ?? Infinity);
    this.#refreshesAtLastWish = this.world.aws.begun;
    const pending = { begunBefore: this.world.aws.begun };
    this.#pending.add(pending);
    return () => {
      this.#pending.delete(pending);
      if (!this.world.isClosed && this.world.aws.begun <= pending.begunBefore)
        this.broke('a forced refresh joined an earlier fetch');
    };
  }

  /** A refresh of what is loaded, which forces the next departure or asks for none. */
  noteForceOfLoaded(minRefreshInterval: number): void {
    this.#mayBeForced = minRefreshInterval;
    this.noteRead();
  }

  /** What no failure holds up: a name that is new to a group, or what readers wait for and a standstill has cut off. */
  noteUrgentRead(): void {
    this.#isWished = true;
    this.#isWishedAtOnce = true;
    this.#refreshesAtLastWish = this.world.aws.begun;
  }

  /** Intervals are measured by whichever clock saw more: where one of them steps, they can look short afterwards. */
  noteClockStep(): void {
    this.#clockSteps += 1;
  }

  checkDeparture(departure: Departure): void {
    const { aws, units, conversions } = this.world;
    // What is listened to is read by the clock, as by any reader.
    if (this.world.wasListenedTo) this.noteRead();
    const isPrompted = aws.begun <= this.#refreshesAtLastWish + units;
    if (!isPrompted && conversions.waiting === 0) this.broke('more than one wish was pending');
    const isOutlived = [...this.#pending].some(({ begunBefore }) => aws.begun > begunBefore + 1);
    if (isOutlived && units === 1 && conversions.waiting === 0)
      this.broke('a forced refresh waited for more than the next one');
    const isExcused = this.#isWishedAtOnce || (this.#isWished && !this.#isBackingOff(departure));
    const least = Math.min(this.#forced ?? Infinity, this.#mayBeForced);
    if (this.#forced !== undefined) this.#checkForce(departure, isExcused ? 0 : least);
    this.#isWished = false;
    this.#isWishedAtOnce = false;
    this.#forced = undefined;
    this.#mayBeForced = Infinity;
  }

  #checkForce(departure: Departure, least: number): void {
    const last = this.#last;
    const isMeasurable = this.world.units === 1 && this.#clockSteps === this.#clockStepsAtLast;
    const interval = last && isMeasurable ? secondsBetween(last.at, departure.at) : Infinity;
    if (interval < least - 0.001) this.broke(`two forced refreshes were ${interval} s apart`);
    this.#last = departure;
    this.#clockStepsAtLast = this.#clockSteps;
  }

  /** The last departure that was the end of its refresh: what one reading of several lacked, the next one can bring. */
  get #lastOver(): Departure | undefined {
    const { departures } = this.world.aws;
    const isReadAgain = (departure: Departure): boolean => (departures[departure.number]?.reading ?? 0) > 0;
    return departures.findLast((departure) => departure.over !== undefined && !isReadAgain(departure));
  }

  /** While conversions are held nobody knows from outside whether a reader has seen more than what is certainly over. */
  get #lastAnswered(): Departure | undefined {
    const { aws, conversions } = this.world;
    if (conversions.waiting === 0) return undefined;
    return aws.departures.findLast(({ calls }) => calls.every(({ isAnswered }) => isAnswered));
  }

  /**
   * Whether the one before `departure` failed less than 1 s ago, which is the shortest back-off. One that ended long after its
   * deadline starts none: the process stood still meanwhile.
   */
  #isBackingOff({ number, at }: Departure): boolean {
    const before = this.world.aws.departures[number - 2];
    if (before === undefined || !before.isLost) return false;
    const ended = before.ended ?? at;
    return secondsBetween(ended, at) < 1 && secondsBetween(before.at, ended) < SHORTEST_STANDSTILL;
  }
}
