import type { InMemoryServiceOptions } from '../interfaces/in-memory-service-options.interface.js';
import type { ItemOrder } from './item-order.js';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly NextToken?: string;
}

export interface PageRequest<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly size: number;
  readonly token: string | undefined;
  /** What the token is good for, so that one list's token is refused by another. */
  readonly scope: string;
  /** Thrown for a token that was not given out for this scope. */
  readonly invalidToken: () => Error;
}

interface Position {
  readonly scope: string;
  readonly after: string | null;
  readonly gap: boolean;
}

/** Cuts lists into pages. A token says after which key to go on, so that items may come and go between pages. */
export class Pager {
  readonly #mode: InMemoryServiceOptions['pages'];
  readonly #order: ItemOrder;

  constructor(order: ItemOrder, mode: InMemoryServiceOptions['pages'] = 'exact') {
    this.#order = order;
    this.#mode = mode;
  }

  page<Item>(request: PageRequest<Item>): Page<Item> {
    const { scope, size } = request;
    const { after, gap } = readToken(request) ?? { after: null, gap: false };
    const rest = this.#after(request, after);
    if (this.#mode === 'sparse' && !gap && rest.length > 0) {
      return { items: [], NextToken: token({ scope, after, gap: true }) };
    }
    const items = rest.slice(0, size);
    const last = items.at(-1);
    const full = this.#mode === 'trailing' ? rest.length >= size : rest.length > size;
    if (last === undefined || !full) return { items };
    return { items, NextToken: token({ scope, after: request.keyOf(last), gap: false }) };
  }

  #after<Item>({ items, keyOf }: PageRequest<Item>, after: string | null): Item[] {
    if (after === null) return this.#order(items, keyOf);
    const anchor = items
      .filter((item) => keyOf(item) !== after)
      .map((item) => ({ key: keyOf(item), item: item as Item | null }));
    const sorted = this.#order([...anchor, { key: after, item: null }], ({ key }) => key);
    const start = sorted.findIndex(({ item }) => item === null);
    return sorted.slice(start + 1).map(({ item }) => item as Item);
  }
}

function token(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function readToken({
  token: given,
  scope,
  invalidToken,
}: Omit<PageRequest<unknown>, 'items' | 'keyOf'>): Position | undefined {
  if (given === undefined) return undefined;
  try {
    const position = JSON.parse(Buffer.from(given, 'base64url').toString()) as Position;
    if (position.scope === scope) return position;
  } catch {
    // not one of ours: refused below
  }
  throw invalidToken();
}
