const MOST = 1_000;

/** The ids of the last events. */
export class RecentIds {
  readonly #ids = new Set<string>();

  /** @returns whether it is new; what has no id always is */
  add(id: string | undefined): boolean {
    if (id === undefined) return true;
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > MOST && oldest !== undefined) this.#ids.delete(oldest);
    return true;
  }

  /** Has it count as new when it comes again. */
  forget(id: string | undefined): void {
    if (id !== undefined) this.#ids.delete(id);
  }
}
