import { createHash } from 'node:crypto';
import type { InMemoryServiceOptions } from '../interfaces/in-memory-service-options.interface.js';

/** Puts items in the order that was asked for. It depends on nothing but their keys, so that pages fit together. */
export type ItemOrder = <Item>(items: readonly Item[], keyOf: (item: Item) => string) => Item[];

export function itemOrder(order: InMemoryServiceOptions['order'] = 'alphabetical'): ItemOrder {
  const rank =
    order === 'shuffled'
      ? (key: string) => createHash('sha1').update(key).digest('hex')
      : (key: string) => key;
  return (items, keyOf) =>
    items
      .map((item) => ({ item, rank: rank(keyOf(item)) }))
      .toSorted((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
      .map(({ item }) => item);
}
