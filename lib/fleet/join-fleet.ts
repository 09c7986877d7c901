import type { SsmCacheExtension } from '../options/extension.interface.js';
import { isFleetStore, type FleetClient } from '../options/fleet-client.js';
import type { SsmFleetOptions } from '../options/fleet-options.interface.js';
import type { FleetStore } from '../options/fleet-store.interface.js';
import type { Source } from '../sources/source.interface.js';
import { DEFAULT_TIMEOUT, Fleet } from './fleet-member.js';
import type { FleetRuntime } from './fleet-runtime.js';
import { connectionOf, RedisFleetStore } from './redis-fleet-store.js';
import { SignalsSource } from './signals-source.js';
import { KeyRing } from './values/key-ring.js';
import { StoredAnswers } from './values/stored-answers.js';
import { ValuesSource } from './values/values-source.js';

/** What makes one cache a member of a fleet. */
export type FleetExtension = Required<
  Pick<SsmCacheExtension, 'name' | 'wrap' | 'watch' | 'beforeCall' | 'events'>
>;

/**
 * An extension for one cache.
 *
 * @param options checked
 * @internal
 */
export const joinFleet = (options: SsmFleetOptions, runtime: FleetRuntime): FleetExtension => {
  const { client, subscriber } = options;
  const store = isFleetStore(client)
    ? (client as FleetStore)
    : new RedisFleetStore(connectionOf(client as FleetClient, subscriber));
  const fleet = new Fleet(store, options, runtime);
  const wrap = wrapper(store, fleet, options, runtime);
  return {
    name: 'fleet',
    wrap,
    watch: (sink, signal) => fleet.watch(sink, signal),
    beforeCall: (call) => fleet.beforeCall(call),
    events: { invalidated: (change) => fleet.changed(change) },
  };
};

/** What makes a source one that shares: signals alone, or values, too. */
const wrapper = (
  store: FleetStore,
  fleet: Fleet,
  { namespace, share = 'signals', keys = [], timeout = DEFAULT_TIMEOUT }: SsmFleetOptions,
  runtime: FleetRuntime,
): ((source: Source) => Source) => {
  if (share === 'signals') return (source) => new SignalsSource(source, fleet);
  const ring = new KeyRing(keys, namespace, runtime, timeout * 1_000);
  const stored = new StoredAnswers(namespace, runtime);
  return (source) => new ValuesSource(source, { fleet, store, ring, stored, runtime });
};
