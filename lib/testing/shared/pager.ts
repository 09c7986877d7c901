import type { InMemoryServiceOptions } from '../interfaces/in-memory-service-options.interface.js';
import type { ItemOrder } from './item-order.js';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly NextToken?: string;
}

interface TokenRequest {
  readonly token: string | undefined;
  /** What the token is good for, so that one list's token is refused by another. */
  readonly scope: string;
  /** Thrown for a token that was not given out for this scope. */
  readonly invalidToken: () => Error;
}

export interface PageRequest<Item> extends TokenRequest {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly size: number;
}

interface Position {
  readonly scope: string;
  readonly after: string | null;
  /** Whether the empty page before this one has been given. */
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
    const { after, gap } = readToken(request);
    const rest = this.#after(request, after);
    if (this.#mode === 'sparse' && !gap && rest.length > 0) {
      return { items: [], NextToken: writeToken({ scope, after, gap: true }) };
    }
    const items = rest.slice(0, size);
    const last = items.at(-1);
    const more = this.#mode === 'trailing' ? rest.length >= size : rest.length > size;
    if (last === undefined || !more) return { items };
    return { items, NextToken: writeToken({ scope, after: request.keyOf(last), gap: false }) };
  }

  #after<Item>({ items, keyOf }: PageRequest<Item>, after: string | null): Item[] {
    const ordered = this.#order(items, keyOf);
    if (after === null) return ordered;
    const keys = this.#order([...items.map(keyOf), after], (key) => key);
    const rest = new Set(keys.slice(keys.lastIndexOf(after) + 1));
    return ordered.filter((item) => rest.has(keyOf(item)));
  }
}

function writeToken(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function readToken({ token, scope, invalidToken }: TokenRequest): Position {
  if (token === undefined || token === '') return { scope, after: null, gap: false };
  try {
    const position: Position = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (position.scope === scope) return position;
  } catch {
    // not one of ours: refused below
  }
  throw invalidToken();
}
