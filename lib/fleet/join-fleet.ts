import type { SsmCacheExtension } from '../options/extension.interface.js';
import { isFleetStore, type FleetClient } from '../options/fleet-client.js';
import type { SsmFleetOptions } from '../options/fleet-options.interface.js';
import type { FleetStore } from '../options/fleet-store.interface.js';
import { Fleet } from './fleet-member.js';
import type { FleetRuntime } from './fleet-runtime.js';
import { connectionOf, RedisFleetStore } from './redis-fleet-store.js';
import { SignalsSource } from './signals-source.js';

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
  return {
    name: 'fleet',
    wrap: (source) => new SignalsSource(source, fleet),
    watch: (sink, signal) => fleet.watch(sink, signal),
    beforeCall: (call) => fleet.beforeCall(call),
    events: { invalidated: (change) => fleet.changed(change) },
  };
};
