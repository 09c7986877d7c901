const MOST = 1_000;

/** The last events by their ids, each with whether AWS has answered what it asked for. */
export class RecentIds {
  readonly #refreshed = new Map<string, Promise<boolean>>();

  /** What came of the event of this id; `undefined` if it is new. What has no id always is. */
  get(id: string | undefined): Promise<boolean> | undefined {
    return id === undefined ? undefined : this.#refreshed.get(id);
  }

  /** Keeps an event until AWS has failed to answer: then it counts as new when it comes again. */
  add(id: string | undefined, refreshed: Promise<boolean>): void {
    if (id === undefined) return;
    this.#refreshed.set(id, refreshed);
    const [oldest] = this.#refreshed.keys();
    if (this.#refreshed.size > MOST && oldest !== undefined) this.#refreshed.delete(oldest);
    void refreshed.then((isAnswered) => isAnswered || this.#refreshed.delete(id));
  }
}
