import type { InMemoryServiceOptions, Timers } from '../interfaces/in-memory-service-options.interface.js';
import { AccessPolicy } from './access-policy.js';
import { nodeTimers } from './delay.js';
import { type ItemOrder, itemOrder } from './item-order.js';
import { KeyRing } from './key-ring.js';
import { Lag } from './lag.js';
import type { Neighbours } from './neighbours.js';
import { Pager } from './pager.js';
import type { StoredChange } from './stored-change.js';

/** What the operations of a service work with, besides its contents. */
export interface ServiceSettings {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly clock: () => number;
  readonly timers: Timers;
  readonly order: ItemOrder;
  readonly pager: Pager;
  /** Pages of what is ordered by time, whatever the order of other lists. */
  readonly history: Pager;
  readonly access: AccessPolicy;
  readonly keys: KeyRing;
  readonly lag: Lag;
  /** What other accounts share, where there are any. */
  neighbours?: Neighbours;
  /** What is told of each change, where somebody listens. */
  onChange?: (change: StoredChange) => void;
}

export function serviceSettings(options: InMemoryServiceOptions): ServiceSettings {
  const { region = 'us-east-1', accountId = '123456789012', partition = 'aws' } = options;
  const order = itemOrder(options.order);
  const access = new AccessPolicy(partition, accountId);
  return {
    region,
    accountId,
    partition,
    clock: options.clock ?? (() => Date.now()),
    timers: options.timers ?? nodeTimers,
    order,
    pager: new Pager(order, options.pages),
    history: new Pager(itemOrder(), options.pages),
    access,
    keys: new KeyRing(access),
    lag: new Lag(),
  };
}
