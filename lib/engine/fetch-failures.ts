import type { SsmCacheError } from '../errors/index.js';
import type { FetchRequest, Reference } from '../sources/source.interface.js';

/** Why some of what a flight asked for did not come. It holds nobody who wanted it. */
export class FetchFailures {
  constructor(
    private readonly requests: readonly FetchRequest[],
    /** By the key of the reference. */
    readonly errors: ReadonlyMap<string, SsmCacheError>,
    /** The keys of what came all the same. */
    private readonly answered: ReadonlySet<string> = new Set(),
  ) {}

  /** The failure of `reference`, or of the nearest path above it where it did not come and nobody asked for it by name. */
  of(reference: Reference): SsmCacheError | undefined {
    const own = this.errors.get(reference.key);
    if (own !== undefined || this.answered.has(reference.key) || this.#isAskedFor(reference)) return own;
    const paths = this.requests
      .map((request) => request.reference)
      .filter((path) => this.errors.has(path.key) && lists(path, reference))
      .toSorted((a, b) => b.name.length - a.name.length);
    return paths[0] && this.errors.get(paths[0].key);
  }

  #isAskedFor({ key }: Reference): boolean {
    return this.requests.some(({ reference }) => reference.key === key);
  }
}

const lists = (path: Reference, { name }: Reference): boolean =>
  path.kind === 'path' && name.startsWith(path.name === '/' ? '/' : `${path.name}/`);
