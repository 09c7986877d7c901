/** What a recovery brings up to date. */
export interface Recoverable {
  /** Rises each time another value is installed. */
  readonly revision: number;
  /** How many refreshes have departed so far. */
  readonly departures: number;
  /** Fulfilled once the refresh that is under way, if any, has ended. */
  readonly settled: Promise<void>;
  refresh(): Promise<void>;
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/**
 * Brings values up to date for calls that failed with them, and tells the caller's callback. Calls that fail together
 * share one round of it.
 */
export class Recovery {
  #round: Promise<void> | undefined;
  #handled: number;

  constructor(
    private readonly targets: readonly Recoverable[],
    private readonly callback: (() => unknown) | undefined,
  ) {
    this.#handled = this.#revision();
  }

  /** What a call that begins now works with; to be given to `recover` if it fails. */
  mark(): number {
    return this.callback === undefined ? this.#revision() : this.#handled;
  }

  /** Fulfilled when there is something new to try: other values, or at least an answer younger than this call. */
  async recover(mark: number): Promise<void> {
    const departures = this.#departures();
    const isDone = (): boolean => this.mark() > mark || this.#departures() > departures;
    if (this.mark() > mark) return;
    if (this.#round !== undefined) await this.#round;
    if (isDone()) return;
    this.#round ??= this.#run(mark).finally(() => {
      this.#round = undefined;
    });
    await this.#round;
  }

  async #run(mark: number): Promise<void> {
    await Promise.all(this.targets.map(({ settled }) => settled));
    if (this.#revision() === mark) await this.#refresh();
    await this.callback?.();
    this.#handled = this.#revision();
  }

  /** A failure counts only if nothing changed, since then there is nothing new to try. */
  async #refresh(): Promise<void> {
    const before = this.#revision();
    const outcomes = await Promise.allSettled(this.targets.map((target) => target.refresh()));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure !== undefined && this.#revision() === before) throw failure.reason;
  }

  #revision(): number {
    return total(this.targets.map(({ revision }) => revision));
  }

  #departures(): number {
    return total(this.targets.map((target) => target.departures));
  }
}
