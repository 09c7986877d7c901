/** A pending version that is read, as it can be seen from outside. */
export class Trial {
  /** Whether a repeated call has succeeded with it, as far as that can be told. */
  isProven = false;
  /** The turn in which a call failed with it after it was proven. */
  doubtedIn: number | undefined;
  /** Whether a call has failed with it before any succeeded. */
  isRefused = false;

  constructor(readonly version: number) {}

  /** It cannot be told any longer whether it is proven. */
  blur(): void {
    this.isProven = true;
    this.doubtedIn = undefined;
  }
}

/** Follows the provisional values that are seen, and notes what must never be. */
export class Trials {
  #now: Trial | undefined;
  readonly #withdrawn = new Set<number>();
  #refreshStartedIn = -1;

  constructor(private readonly broken: string[]) {}

  /** @param version of a provisional value, if the value is one */
  observe(version: number | undefined): void {
    if (this.#now?.version === version) return;
    this.#now = version === undefined ? undefined : new Trial(version);
    if (version !== undefined && this.#withdrawn.has(version))
      this.broken.push(`version ${version} is tried again`);
  }

  /** The trial that a login of this version was read in. */
  of(version: number): Trial | undefined {
    return this.#now?.version === version ? this.#now : undefined;
  }

  get hasWithdrawn(): boolean {
    return this.#withdrawn.size > 0;
  }

  isWithdrawn(version: number): boolean {
    return this.#withdrawn.has(version);
  }

  onSuccess(trial: Trial | undefined): void {
    trial?.blur();
  }

  onFailure(trial: Trial | undefined, turn: number): void {
    if (trial === undefined || trial !== this.#now) return;
    if (trial.isProven) {
      trial.doubtedIn ??= turn;
      return;
    }
    trial.isRefused = true;
    this.#withdrawn.add(trial.version);
  }

  /** All that had to happen at once has happened. */
  onDrained(): void {
    if (this.#now?.isRefused === true) this.broken.push(`version ${this.#now.version} outlived its failure`);
  }

  onRefreshStarted(turn: number): void {
    this.#refreshStartedIn = turn;
  }

  onRefreshed(): void {
    const { doubtedIn, version } = this.#now ?? {};
    if (doubtedIn !== undefined && doubtedIn < this.#refreshStartedIn)
      this.broken.push(`version ${version}, which was doubted, outlived a refresh`);
  }
}
