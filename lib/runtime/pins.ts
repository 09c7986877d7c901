/** Objects that stay in memory although only a listener needs them. */
export class Pins {
  readonly #counts = new Map<object, number>();

  /** Keeps `object` until the function it returns is called. */
  pin(object: object): () => void {
    this.#counts.set(object, (this.#counts.get(object) ?? 0) + 1);
    let isPinned = true;
    return () => {
      if (isPinned) this.#unpin(object);
      isPinned = false;
    };
  }

  has(object: object): boolean {
    return this.#counts.has(object);
  }

  clear(): void {
    this.#counts.clear();
  }

  #unpin(object: object): void {
    const count = this.#counts.get(object) ?? 0;
    if (count > 1) this.#counts.set(object, count - 1);
    else this.#counts.delete(object);
  }
}
