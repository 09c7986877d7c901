/** How far apart calls are after the first throttled one, in milliseconds: 40 processes together then send 40 a second. */
const FIRST_INTERVAL = 1_000;
const SHORTEST_INTERVAL = 10;
const LONGEST_INTERVAL = 5_000;
/** After a failure that is no throttling: there is no crowd to wait for. */
const FIRST_INTERVAL_AFTER_FAILURE = 250;
const LONGEST_INTERVAL_AFTER_FAILURE = 1_000;

/** What an answer makes of the interval: after a single throttled call, and after several, which tell of a crowd. */
const ALONE = 0.45;
const CROWDED = 0.85;
/** So many answers in a row tell that there is no crowd any more. */
const ANSWERS_WITHOUT_CROWD = 6;
/** What a further throttled call makes of the interval, and what it does after several of them in a row. */
const SLOWER = 1.15;
const MUCH_SLOWER = 1.5;
const SEVERAL = 3;
/** Calls that fail within this part of an interval fail together. */
const TOGETHER = 0.5;

/** How much time of the interval calls in flight may take together. */
const TIME_IN_FLIGHT = 100;

/**
 * How fast the calls of one client follow each other while an application starts. Nothing is held up until a call is
 * throttled or fails. From then on each call has an interval, and is sent at a random moment of it. Answers make the
 * intervals shorter and let more calls be in flight; throttled calls make them longer.
 *
 * One throttled call costs 1.8 s at the most, however many calls follow: each interval is less than half of the one before.
 * Where AWS throttles several calls, a fleet starts, and the intervals shrink more slowly.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html
 */
export class CallPace {
  #interval: number | undefined;
  /** Throttled calls, until AWS has answered several in a row. */
  #throttled = 0;
  #answersInRow = 0;
  #failuresInRow = 0;
  #slowedAt = -Infinity;
  #intervalEnd = -Infinity;
  #turn: number | undefined;

  constructor(
    private readonly mostInFlight: number,
    private readonly random: () => number,
  ) {}

  /** Whether calls have to wait for their turn. */
  get isOn(): boolean {
    return this.#interval !== undefined;
  }

  /** How many calls may be in flight. */
  get room(): number {
    if (this.#interval === undefined) return this.mostInFlight;
    return Math.min(this.mostInFlight, Math.max(1, Math.round(TIME_IN_FLIGHT / this.#interval)));
  }

  /** How long the next call waits from `now` on, in milliseconds. */
  wait(now: number): number {
    if (this.#interval === undefined) return 0;
    this.#turn ??= this.#nextTurn(now, this.#interval);
    return Math.max(0, this.#turn - now);
  }

  /** Gives the turn to a call: the next one waits for its own. */
  take(): void {
    this.#turn = undefined;
  }

  answered(): void {
    if (this.#interval === undefined) return;
    this.#failuresInRow = 0;
    this.#answersInRow += 1;
    if (this.#answersInRow >= ANSWERS_WITHOUT_CROWD) this.#throttled = 0;
    const factor = this.#throttled > 1 ? CROWDED : ALONE;
    this.#interval = Math.max(SHORTEST_INTERVAL, this.#interval * factor);
  }

  throttled(now: number): void {
    this.#throttled += 1;
    this.#slowDown(now, FIRST_INTERVAL, LONGEST_INTERVAL);
  }

  failed(now: number): void {
    this.#slowDown(now, FIRST_INTERVAL_AFTER_FAILURE, LONGEST_INTERVAL_AFTER_FAILURE);
  }

  /** Holds nothing up any more. */
  reset(): void {
    this.#interval = undefined;
    this.#throttled = 0;
    this.#slowedAt = -Infinity;
    this.#intervalEnd = -Infinity;
    this.#turn = undefined;
  }

  #slowDown(now: number, first: number, longest: number): void {
    const interval = this.#interval;
    this.#answersInRow = 0;
    if (interval === undefined) {
      this.#interval = first;
      this.#failuresInRow = 1;
    } else if (now - this.#slowedAt >= interval * TOGETHER) {
      this.#failuresInRow += 1;
      const factor = this.#failuresInRow > SEVERAL ? MUCH_SLOWER : SLOWER;
      this.#interval = Math.max(interval, Math.min(Math.max(interval * factor, first), longest));
    } else {
      return;
    }
    this.#slowedAt = now;
  }

  #nextTurn(now: number, interval: number): number {
    const begin = Math.max(now, this.#intervalEnd);
    this.#intervalEnd = begin + interval;
    return begin + interval * this.random();
  }
}
