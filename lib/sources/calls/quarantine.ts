/** Far more than an application has in trouble at once; a name that is forgotten costs one detour more. */
const MOST = 1_000;

/** What made AWS refuse a whole batch the last time: it goes alone until it is answered again. */
export class Quarantine {
  readonly #keys = new Set<string>();

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  add(key: string): void {
    this.#keys.add(key);
    if (this.#keys.size <= MOST) return;
    const [oldest] = this.#keys;
    this.#keys.delete(oldest as string);
  }

  delete(key: string): void {
    this.#keys.delete(key);
  }
}
