/** A number for each combination of labels. */
export class Tally<Labels extends Readonly<Record<string, string>>> {
  readonly #counts = new Map<string, { readonly labels: Labels; count: number }>();

  add(labels: Labels): void {
    const key = Object.values(labels).join('\n');
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { labels, count: 1 });
    else known.count += 1;
  }

  *[Symbol.iterator](): IterableIterator<readonly [labels: Labels, count: number]> {
    for (const { labels, count } of this.#counts.values()) yield [labels, count];
  }
}
