import { isThrottling } from './aws-error.js';

/** What pacing takes from outside. Times are in milliseconds. */
export interface PaceRuntime {
  /** A clock that is never set. */
  monotonic(): number;
  /** A number from 0 up to, not including, 1. */
  random(): number;
  wait(milliseconds: number): Promise<void>;
}

/**
 * Of 40 processes that start at once with five calls each, 32 find the account's 40 calls a second used up. If each of them
 * sends one call in this time, they send 40 a second.
 */
const FIRST_INTERVAL = 800;
const LONGEST_INTERVAL = 4_000;
const STEP = 1.25;

/**
 * Paces the calls of one client while an application starts. Nothing is held up until AWS throttles a call; from then on
 * calls go one by one, each at a random moment of an interval of its own, and one that is throttled goes again.
 *
 * A call that is throttled again has the interval a step shorter, since others have been served meanwhile. Each further
 * refusal makes it a step longer, and an answer no longer than it was at first.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html
 */
export class CallPacer {
  #end: number | undefined;
  #refusal: unknown;
  #refusals = 0;
  #interval = FIRST_INTERVAL;
  #intervalEnd = -Infinity;
  #lane: Promise<unknown> = Promise.resolve();

  constructor(private readonly runtime: PaceRuntime) {}

  /** Whether throttled calls are repeated here, so that nobody else has to. */
  get isOn(): boolean {
    return this.#end !== undefined;
  }

  /** Paces what is called until `start` has settled, for `timeout` milliseconds at the most. */
  async during<T>(timeout: number, start: () => Promise<T>): Promise<T> {
    this.#end = this.runtime.monotonic() + timeout;
    try {
      return await start();
    } finally {
      this.#end = undefined;
      this.#refusal = undefined;
    }
  }

  /**
   * What `call` answers, when its turn has come.
   *
   * @param deadline the monotonic time, in milliseconds, from which on nobody waits for the answer
   * @throws what `call` throws; also that it is throttled, if its next turn comes too late
   */
  async run<T>(deadline: number, call: () => Promise<T>): Promise<T> {
    const refusal = this.#refusal;
    if (refusal !== undefined) await this.#turn(Math.min(deadline, this.#end ?? Infinity), refusal);
    try {
      const answer = await call();
      if (refusal !== undefined) this.#answered();
      return answer;
    } catch (error) {
      if (!this.isOn || !isThrottling(error)) throw error;
      if (refusal !== undefined) this.#refused();
      this.#refusal = error;
    }
    return this.run(deadline, call);
  }

  #turn(deadline: number, refusal: unknown): Promise<void> {
    const turn = this.#lane.then(() => this.#wait(deadline, refusal));
    this.#lane = turn.catch(() => undefined);
    return turn;
  }

  async #wait(deadline: number, refusal: unknown): Promise<void> {
    const now = this.runtime.monotonic();
    const begin = Math.max(now, this.#intervalEnd);
    const turn = begin + this.#interval * this.runtime.random();
    if (turn >= deadline) throw refusal;
    this.#intervalEnd = begin + this.#interval;
    await this.runtime.wait(turn - now);
  }

  #answered(): void {
    this.#refusals = 0;
    this.#interval = Math.min(this.#interval, FIRST_INTERVAL);
  }

  #refused(): void {
    this.#refusals += 1;
    this.#interval =
      this.#refusals === 1 ? this.#interval / STEP : Math.min(this.#interval * STEP, LONGEST_INTERVAL);
  }
}
