import type { FleetTally } from '../runtime/fleet-stats.js';
import type { SsmCacheExtension } from '../options/extension.interface.js';
import { isFleetStore, type FleetClient } from '../options/fleet-client.js';
import type { SsmFleetOptions } from '../options/fleet-options.interface.js';
import type { FleetStore } from '../options/fleet-store.interface.js';
import type { Source } from '../sources/source.interface.js';
import { DEFAULT_TIMEOUT, FleetMember, type MemberHealth } from './fleet-member.js';
import type { FleetRuntime } from './fleet-runtime.js';
import { connectionOf, RedisFleetStore } from './redis-fleet-store.js';
import { SignalsSource } from './signals-source.js';
import { KeyRing } from './values/key-ring.js';
import { OwnCipher } from './values/own-cipher.js';
import { StoredAnswers } from './values/stored-answers.js';
import { ValuesSource } from './values/values-source.js';

/** What makes one cache a member of a fleet. */
export type FleetExtension = Required<
  Pick<SsmCacheExtension, 'name' | 'wrap' | 'watch' | 'beforeCall' | 'events'>
> & { readonly health: MemberHealth };

/**
 * An extension for one cache.
 *
 * @param options checked
 * @param tally what is counted
 * @internal
 */
export const joinFleet = (
  options: SsmFleetOptions,
  runtime: FleetRuntime,
  tally: FleetTally,
): FleetExtension => {
  const { client, subscriber } = options;
  const store = isFleetStore(client)
    ? (client as FleetStore)
    : new RedisFleetStore(connectionOf(client as FleetClient, subscriber));
  const fleet = new FleetMember(store, options, runtime, tally);
  const wrap = wrapper(store, fleet, options, runtime);
  return {
    name: 'fleet',
    wrap,
    watch: (sink, signal) => fleet.watch(sink, signal),
    beforeCall: (call) => fleet.beforeCall(call),
    events: { invalidated: (change) => fleet.changed(change) },
    get health() {
      return fleet.health;
    },
  };
};

/** What makes a source one that shares: signals alone, or values, too. */
const wrapper = (
  store: FleetStore,
  fleet: FleetMember,
  { namespace, share = 'signals', keys = [], cipher, timeout = DEFAULT_TIMEOUT }: SsmFleetOptions,
  runtime: FleetRuntime,
): ((source: Source) => Source) => {
  if (share === 'signals') return (source) => new SignalsSource(source, fleet);
  const sealing =
    cipher === undefined
      ? new KeyRing(keys, namespace, runtime, timeout * 1_000)
      : new OwnCipher(cipher, namespace, runtime, timeout * 1_000);
  const stored = new StoredAnswers(namespace, runtime, fleet.tally);
  return (source) => new ValuesSource(source, { fleet, store, sealing, stored, runtime });
};
