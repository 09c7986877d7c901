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
