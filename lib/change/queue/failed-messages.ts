const MOST_TIMES = 3;
const MOST_MESSAGES = 1_000;

/** How often what messages name could not be refreshed. */
export class FailedMessages {
  readonly #times = new Map<string, number>();

  /** Counts one more failure. @returns whether the message is not to come again */
  isLast(id: string): boolean {
    const times = (this.#times.get(id) ?? 0) + 1;
    this.#times.delete(id);
    if (times >= MOST_TIMES) return true;
    this.#times.set(id, times);
    const [oldest] = this.#times.keys();
    if (this.#times.size > MOST_MESSAGES && oldest !== undefined) this.#times.delete(oldest);
    return false;
  }
}
