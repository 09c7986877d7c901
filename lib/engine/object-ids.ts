/** Numbers for things that are told apart by identity, such as functions. */
export class ObjectIds {
  readonly #numbers = new WeakMap<object, number>();
  #last = 0;

  /** A text that two values share if, and only if, they are the same. */
  of(value: unknown): string {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
      return `${typeof value} ${String(value)}`;
    }
    const number = this.#numbers.get(value) ?? (this.#last += 1);
    this.#numbers.set(value, number);
    return `object ${number}`;
  }
}
