interface Change<T> {
  /** Until when reads see what was there before, in milliseconds since the epoch. */
  readonly until: number;
  /** `undefined` where there was nothing. */
  readonly before: T | undefined;
}

/** How long reads may see what was there before a change; it may be changed at any time. */
export class Lag {
  /** Milliseconds, or a function that is asked for each change. */
  milliseconds: number | (() => number) = 0;

  draw(): number {
    return typeof this.milliseconds === 'function' ? this.milliseconds() : this.milliseconds;
  }
}

/** What reads see while changes have not come everywhere yet. */
export class LaggingViews<T> {
  readonly #changes = new Map<string, Change<T>[]>();

  constructor(
    private readonly lag: Lag,
    private readonly clock: () => number,
    private readonly copy: (thing: T) => T,
  ) {}

  /** Takes note of what is there, before it is changed. */
  note(key: string, current: T | undefined): void {
    const lag = this.lag.draw();
    if (lag <= 0) return;
    const before = current === undefined ? undefined : this.copy(current);
    this.#changes.set(key, [...(this.#changes.get(key) ?? []), { until: this.clock() + lag, before }]);
  }

  /** As a read sees it. Once a change is seen, all changes before it are. */
  seen(key: string, current: T | undefined): T | undefined {
    const changes = this.#changes.get(key);
    if (changes === undefined) return current;
    const now = this.clock();
    const unseen = changes.slice(changes.findLastIndex(({ until }) => until <= now) + 1);
    if (unseen.length === 0) this.#changes.delete(key);
    else this.#changes.set(key, unseen);
    const [first] = unseen;
    return first === undefined ? current : first.before;
  }

  /** All that reads see. */
  allSeen(current: ReadonlyMap<string, T>): T[] {
    if (this.#changes.size === 0) return [...current.values()];
    const keys = new Set([...current.keys(), ...this.#changes.keys()]);
    return Array.from(keys, (key) => this.seen(key, current.get(key))).filter((thing) => thing !== undefined);
  }
}
