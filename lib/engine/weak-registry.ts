/** Objects by a text, for as long as somebody else holds them. */
export class WeakRegistry<T extends object> {
  readonly #members = new Map<string, WeakRef<T>>();
  readonly #collected = new FinalizationRegistry<string>((key) => {
    if (this.#members.get(key)?.deref() === undefined) this.#members.delete(key);
    this.onCollected?.();
  });

  constructor(
    /** Called for each object that is no longer held. */
    private readonly onCollected?: () => void,
  ) {}

  getOrMake(key: string, make: () => T): T {
    const known = this.#members.get(key)?.deref();
    if (known !== undefined) return known;
    const made = make();
    this.#members.set(key, new WeakRef(made));
    this.#collected.register(made, key);
    return made;
  }

  *values(): IterableIterator<T> {
    for (const reference of this.#members.values()) {
      const member = reference.deref();
      if (member !== undefined) yield member;
    }
  }
}

/** Objects to be told of something for as long as somebody else holds them. */
export class WeakCollection<T extends object> {
  readonly #members = new Set<WeakRef<T>>();
  readonly #collected = new FinalizationRegistry<WeakRef<T>>((member) => this.#members.delete(member));

  add(member: T): void {
    const reference = new WeakRef(member);
    this.#members.add(reference);
    this.#collected.register(member, reference);
  }

  get isEmpty(): boolean {
    return this[Symbol.iterator]().next().done === true;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const reference of this.#members) {
      const member = reference.deref();
      if (member !== undefined) yield member;
    }
  }
}
