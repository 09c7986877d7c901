import type { SsmCacheError } from '../errors/index.js';
import type { FetchRequest, Reference } from '../sources/source.interface.js';

/** Why some of what a flight asked for did not come. It holds nobody who wanted it. */
export class FetchFailures {
  constructor(
    private readonly requests: readonly FetchRequest[],
    /** By the key of the reference. */
    readonly errors: ReadonlyMap<string, SsmCacheError>,
  ) {}

  /** The failure of `reference`, or of the path that it is listed under where nobody asked for it by name. */
  of(reference: Reference): SsmCacheError | undefined {
    const own = this.errors.get(reference.key);
    if (own !== undefined || this.#isAskedFor(reference)) return own;
    const path = this.requests.find(
      (request) => this.errors.has(request.reference.key) && lists(request.reference, reference),
    );
    return path && this.errors.get(path.reference.key);
  }

  #isAskedFor({ key }: Reference): boolean {
    return this.requests.some(({ reference }) => reference.key === key);
  }
}

const lists = (path: Reference, { name }: Reference): boolean =>
  path.kind === 'path' && name.startsWith(path.name === '/' ? '/' : `${path.name}/`);
