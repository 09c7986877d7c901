import { describe, expect, it } from '@jest/globals';
import type { SsmCache } from 'nestjs-ssm-cache';
import { collectSsmCache } from 'nestjs-ssm-cache/metrics';
import * as promClient from 'prom-client';
import { makeFleet } from './support/fleet.js';

const KEY = 'A'.repeat(43);

describe('What a cache says of its fleet', () => {
  it('is nothing without a fleet', () => {
    const { caches } = makeFleet(1, { fleet: undefined });

    expect(caches[0]?.health()).not.toHaveProperty('fleet');
  });

  it('is what is shared, whether the store answers, and whether messages are heard', async () => {
    const { caches, parameters, runtime, store } = makeFleet(1, { maxAge: 0 });
    const [cache] = caches as [SsmCache];
    parameters.put('/host', 'one');
    expect(cache.health().fleet).toEqual({ share: 'signals', store: 'up', messages: 'off' });

    await cache.parameter('/host').get();
    expect(cache.health()).toMatchObject({
      status: 'up',
      fleet: { share: 'signals', store: 'up', messages: 'listening' },
    });

    store.state = 'down';
    const since = new Date(runtime.clock.now().wall);
    await cache.parameter('/host').get();
    await runtime.advance(3);
    expect(cache.health()).toMatchObject({ status: 'up', fleet: { store: 'down', since } });
    expect(cache.stats().fleet).toMatchObject({ failures: 1 });

    store.state = 'up';
    await runtime.advance(2);
    expect(cache.health().fleet).toEqual({ share: 'signals', store: 'up', messages: 'listening' });

    cache.close();
    expect(cache.health().fleet).toMatchObject({ messages: 'off' });
  });

  it('is that messages are not heard while it cannot subscribe, or has lost the connection', async () => {
    const { caches, parameters, runtime, store } = makeFleet(1);
    const [cache] = caches as [SsmCache];
    parameters.put('/host', 'one');
    store.state = 'down';
    await cache.parameter('/host').get();
    expect(cache.health().fleet).toMatchObject({ messages: 'failing' });
    store.state = 'up';
    await runtime.advance(10);
    expect(cache.health().fleet).toMatchObject({ messages: 'listening' });

    store.disconnect();
    expect(cache.health().fleet).toMatchObject({ store: 'up', messages: 'failing' });
    store.reconnect();
    expect(cache.health().fleet).toMatchObject({ messages: 'listening' });
    expect(cache.stats().fleet).toMatchObject({ gaps: 2 });
  });

  it('counts messages, and calls that waited for their turn', async () => {
    const { caches, parameters, runtime } = makeFleet(3, {}, { pace: 2 });
    parameters.put('/host', 'one');
    const handles = caches.map((cache) => cache.parameter('/host'));
    const reads = Promise.all(handles.map((handle) => handle.get()));
    await runtime.advance(1);
    await reads;
    parameters.put('/host', 'two');
    await handles[0]?.refresh();

    const counts = caches.map((cache) => cache.stats().fleet);
    expect(counts.map(({ sent }) => sent)).toEqual([1, 0, 0]);
    expect(counts.map(({ received }) => received)).toEqual([0, 1, 1]);
    expect(counts.reduce((sum, { paced }) => sum + paced, 0)).toBe(1);
  });

  it('counts what another process had fetched, what it fetched itself, and what went past the fleet', async () => {
    const { caches, parameters, runtime, store } = makeFleet(2, {}, { share: 'values', keys: [KEY] });
    const [one, other] = caches as [SsmCache, SsmCache];
    for (const name of ['/a', '/b', '/c']) parameters.put(name, 'one');
    await one.parameter('/a').get();
    await one.parameter('/b').get();
    await runtime.drain();
    await other.parameter('/a').get();
    store.tamper([...store.stored.keys()][1] as string, 'nonsense');
    await other.parameter('/b').get();
    store.state = 'down';
    await other.parameter('/c').get();

    expect(one.stats().fleet).toMatchObject({ hits: 0, misses: 2, bypassed: 0, unreadable: 0 });
    expect(other.stats().fleet).toMatchObject({ hits: 1, misses: 1, bypassed: 1, unreadable: 1 });
  });

  it('is in the metrics, of a fleet alone', async () => {
    const text = async (fleet: object): Promise<string> => {
      const { caches, parameters } = makeFleet(2, {}, fleet);
      parameters.put('/host', 'one');
      const handles = caches.map((cache) => cache.parameter('/host'));
      for (const handle of handles) await handle.get();
      parameters.put('/host', 'two');
      await handles[0]?.refresh();
      const register = new promClient.Registry();
      collectSsmCache(caches[1] as SsmCache, register, promClient);
      return register.metrics();
    };
    const signals = await text({});
    expect(signals).toContain('ssm_cache_fleet_up{ssm_cache_share="signals"} 1');
    expect(signals).toContain('ssm_cache_fleet_messages_total{ssm_cache_direction="received"} 1');
    expect(signals).toContain('ssm_cache_fleet_gaps_total 0');
    expect(signals).not.toContain('ssm_cache_fleet_values_total{');
    const values = await text({ share: 'values', keys: [KEY] });
    expect(values).toContain('ssm_cache_fleet_values_total{ssm_cache_outcome="hits"} 1');

    const register = new promClient.Registry();
    const { caches } = makeFleet(1, { fleet: undefined });
    collectSsmCache(caches[0] as SsmCache, register, promClient);
    expect(await register.metrics()).not.toMatch(/^ssm_cache_fleet_up/m);
  });
});
