import { describe, expect, it } from '@jest/globals';
import { type ChangeSink, type SsmCache, type SsmCacheExtension, type SsmParameter } from 'nestjs-ssm-cache';
import { awsError, rejection } from '../support/make-cache.js';
import { makeFleet } from './support/fleet.js';

/** Handles of one name in all caches, loaded. */
const loaded = async (caches: readonly SsmCache[], name: string) => {
  const handles = caches.map((cache) => cache.parameter(name));
  await Promise.all(handles.map((handle) => handle.get()));
  return handles;
};

describe('A fleet that shares signals', () => {
  it('has all read a new version once one of them has learned of it', async () => {
    const { caches, parameters } = makeFleet(3);
    parameters.put('/host', 'one');
    const [first, ...others] = await loaded(caches, '/host');
    parameters.put('/host', 'two');

    await first?.refresh();

    expect(await Promise.all(others.map((handle) => handle.get()))).toEqual(['two', 'two']);
  });

  it('tells hashes, neither names nor values', async () => {
    const { caches, parameters, store } = makeFleet(2);
    parameters.put('/shop/password', 'poison');
    const [first] = await loaded(caches, '/shop/password');
    parameters.put('/shop/password', 'another-poison');
    await first?.refresh();

    expect(store.published).toHaveLength(1);
    expect(store.published.join()).not.toMatch(/shop|password|poison/);
    expect(store.stored.size).toBe(0);
  });

  it('asks AWS for nothing that it already holds in the version that is told', async () => {
    const { caches, parameters, ssm } = makeFleet(3);
    parameters.put('/host', 'one');
    const handles = await loaded(caches, '/host');
    parameters.put('/host', 'two');
    await Promise.all(handles.map((handle) => handle.refresh()));
    const calls = ssm.calls.length;

    expect(await Promise.all(handles.map((handle) => handle.get()))).toEqual(['two', 'two', 'two']);
    expect(ssm.calls.length).toBe(calls);
  });

  it('is told of a version once, however many learn of it', async () => {
    const { caches, parameters, store } = makeFleet(5);
    parameters.put('/host', 'one');
    const handles = await loaded(caches, '/host');
    parameters.put('/host', 'two');
    await handles[0]?.refresh();
    await Promise.all(handles.map((handle) => handle.get()));

    expect(store.published).toHaveLength(1);
  });

  it('tells nothing of what is read for the first time, nor of what has not changed', async () => {
    const { caches, parameters, store } = makeFleet(2);
    parameters.put('/host', 'one');
    const [first] = await loaded(caches, '/host');
    await first?.refresh();

    expect(store.published).toEqual([]);
  });

  it('knows a parameter by its ARN, a secret by its partial ARN, and a path by what is under it', async () => {
    const { caches, parameters, secrets } = makeFleet(2);
    const [one, other] = caches as [SsmCache, SsmCache];
    parameters.put('/db/host', 'old');
    secrets.put('db', 'old');
    const arn = 'arn:aws:ssm:us-east-1:123456789012:parameter/db/host';
    const known = [one.parameter(arn), one.secret('db')];
    const tree = other.parameters<{ host: string }>('/db');
    const secret = other.secret('arn:aws:secretsmanager:us-east-1:123456789012:secret:db');
    await Promise.all([...known, tree, secret].map((handle) => handle.get()));
    parameters.put('/db/host', 'new');
    secrets.put('db', 'new');

    await Promise.all(known.map((handle) => handle.refresh()));

    expect(await tree.get()).toEqual({ host: 'new' });
    expect(await secret.get()).toBe('new');
  });

  it('tells of a path by the names that changed under it, came and went', async () => {
    const { caches, parameters, store } = makeFleet(2);
    const [one, other] = caches as [SsmCache, SsmCache];
    for (const name of ['/db/host', '/db/port', '/db/user']) parameters.put(name, 'old');
    const tree = one.parameters('/db');
    const handles = ['/db/host', '/db/port', '/db/user'].map((name) =>
      other.parameter(name, { optional: true }),
    );
    await Promise.all([tree.get(), ...handles.map((handle) => handle.get())]);
    parameters.put('/db/host', 'new');
    parameters.delete('/db/port');

    await tree.refresh();

    expect(store.published).toHaveLength(2);
    expect(await Promise.all(handles.map((handle) => handle.get()))).toEqual(['new', undefined, 'old']);
  });

  it('has a name read again that others hold by itself, where a listing brings many changes at once', async () => {
    const { caches, parameters, store } = makeFleet(2);
    const [one, other] = caches as [SsmCache, SsmCache];
    const names = Array.from({ length: 30 }, (_, index) => `/db/name-${index}`);
    for (const name of names) parameters.put(name, 'old');
    const tree = one.parameters('/db');
    const handle = other.parameter('/db/name-7');
    await Promise.all([tree.get(), handle.get()]);
    for (const name of names) parameters.put(name, 'new');

    await tree.refresh();

    expect(store.published).toHaveLength(1);
    expect(await handle.get()).toBe('new');
  });

  it.each(['signals', 'values'] as const)(
    'has the others ask once what AWS refuses one of them, however often it is refused, sharing %s',
    async (share) => {
      const keys = share === 'values' ? { keys: ['A'.repeat(43)] } : {};
      const options = { maxAge: 100, minRefreshInterval: 0 };
      const { caches, parameters, runtime, ssm, store } = makeFleet(2, options, { share, ...keys });
      parameters.put('/host', 'one');
      const [first, second] = await loaded(caches, '/host');
      await runtime.drain();
      const told = (): number => store.published.filter((text) => !text.includes('"h":[]')).length;
      for (let time = 0; time < 3; time += 1) {
        parameters.failNext(awsError('AccessDeniedException'), 1);
        await rejection((first as SsmParameter<string>).refresh());
      }
      await runtime.drain();
      expect(told()).toBe(1);
      const calls = ssm.calls.length;
      expect(await second?.get()).toBe('one');
      expect(ssm.calls.length).toBe(calls + 1);

      await first?.refresh();
      parameters.failNext(awsError('AccessDeniedException'), 1);
      await rejection((first as SsmParameter<string>).refresh());
      await runtime.drain();
      expect(told()).toBe(2);
    },
  );

  it('passes on what one of them was told has changed, also of a name that this one does not hold', async () => {
    const bus: { sink?: ChangeSink } = {};
    const extension: SsmCacheExtension = { name: 'bus', watch: (sink) => void (bus.sink = sink) };
    const { caches, parameters, runtime, store } = makeFleet(2, { extensions: [extension] });
    parameters.put('/host', 'one');
    const other = caches[0]?.parameter('/host');
    await other?.get();
    parameters.put('/host', 'two');

    bus.sink?.changed({ source: 'ssm', name: '/host' });
    await runtime.drain();

    expect(store.published).toHaveLength(1);
    expect(await other?.get()).toBe('two');
  });

  it('passes on what notify() was told', async () => {
    const { caches, parameters, runtime, store } = makeFleet(2, { events: { spread: 0 } });
    parameters.put('/host', 'one');
    const host = caches[0]?.parameter('/host');
    await host?.get();
    parameters.put('/host', 'two');

    const event = {
      source: 'aws.ssm',
      'detail-type': 'Parameter Store Change',
      detail: { name: '/host', operation: 'Update' },
    };
    const told = await caches[1]?.notify(event);
    await runtime.drain();

    expect(told?.ignored).toMatchObject([{ reason: 'not held' }]);
    expect(store.published).toHaveLength(1);
    expect(await host?.get()).toBe('two');
  });

  it('has all look again after messages may have been missed, within half of the max age', async () => {
    const { caches, parameters, runtime, store } = makeFleet(2, { maxAge: 100 });
    parameters.put('/host', 'one');
    const [first, second] = await loaded(caches, '/host');
    store.isCutOff = true;
    parameters.put('/host', 'two');
    await first?.refresh();
    expect(await second?.get()).toBe('one');

    runtime.chance = 0.9;
    store.reconnect();
    await runtime.advance(44);
    expect(await second?.get()).toBe('one');
    await runtime.advance(2);
    expect(await second?.get()).toBe('two');
  });

  it.each([
    ['by the number of the next message', 2],
    ['by a comparison within half a minute', 32],
  ])('notices that messages were missed, %s', async (_how, seconds) => {
    const { caches, parameters, runtime, store } = makeFleet(2);
    for (const name of ['/host', '/port']) parameters.put(name, 'one');
    const [first, second] = await loaded(caches, '/host');
    const [port] = await loaded(caches, '/port');
    await runtime.advance(2);
    store.isCutOff = true;
    parameters.put('/host', 'two');
    await first?.refresh();
    store.isCutOff = false;

    if (seconds < 30) {
      parameters.put('/port', 'two');
      await port?.refresh();
    }
    expect(await second?.get()).toBe('one');
    await runtime.advance(seconds);

    expect(await second?.get()).toBe('two');
  });

  it.each([0, 15, 29.9, 30, 30.1, 45])(
    'notices within 31 seconds that its connection is dead, %s s after its start',
    async (after) => {
      const { caches, parameters, runtime, store } = makeFleet(2);
      parameters.put('/host', 'one');
      const [first, second] = await loaded(caches, '/host');
      await runtime.advance(after);
      store.isCutOff = true;
      parameters.put('/host', 'two');
      await first?.refresh();
      await runtime.drain();
      expect(await second?.get()).toBe('one');

      await runtime.advance(31);

      expect(await second?.get()).toBe('two');
    },
  );

  it('notices that the store was emptied', async () => {
    const { caches, parameters, runtime, store } = makeFleet(2);
    parameters.put('/host', 'one');
    const [first, second] = await loaded(caches, '/host');
    parameters.put('/host', 'two');
    await first?.refresh();
    expect(await second?.get()).toBe('two');
    await runtime.advance(2);
    parameters.put('/host', 'three');
    store.clear();

    await runtime.advance(32);

    expect(await second?.get()).toBe('three');
  });

  it('shares nothing with another namespace', async () => {
    const { caches, parameters } = makeFleet(1);
    const { caches: others, store } = makeFleet(1);
    expect(store.published).toEqual([]);
    parameters.put('/host', 'one');
    const [handle] = await loaded(caches, '/host');
    parameters.put('/host', 'two');
    await handle?.refresh();

    expect(others[0]?.inspect()).toEqual([]);
    expect(store.published).toEqual([]);
  });

  it('leaves neither timers nor subscriptions when it is closed', async () => {
    const { caches, parameters, runtime, store } = makeFleet(3);
    parameters.put('/host', 'one');
    await loaded(caches, '/host');
    await runtime.drain();
    expect(store.subscriptions).toBe(3);

    for (const cache of caches) cache.close();
    await runtime.drain();

    expect(store.subscriptions).toBe(0);
    expect(runtime.timers).toBe(0);
  });
});
