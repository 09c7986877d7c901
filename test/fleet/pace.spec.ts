import { describe, expect, it, jest } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryFleetStore } from 'nestjs-ssm-cache/testing';
import { INTERNALS } from '../../lib/runtime/internals.js';
import { FakeRuntime } from '../support/fake-runtime.js';
import { track } from '../support/make-cache.js';
import { ThrottledAws } from '../support/throttled-aws.js';
import { makeFleet } from './support/fleet.js';

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `/name-${index}`);

describe('The pace of a fleet', () => {
  it('lets a fleet make so many calls at once, and then so many a second', async () => {
    const { caches, parameters, runtime, ssm } = makeFleet(12, { refreshTimeout: 60 }, { pace: 4 });
    parameters.put('/host', 'one');
    const reads = caches.map((cache) => track(cache.parameter('/host').get()));

    await runtime.drain();
    expect(ssm.calls).toHaveLength(4);
    await runtime.advance(1);
    expect(ssm.calls).toHaveLength(8);
    await runtime.advance(1);
    expect(ssm.calls).toHaveLength(12);
    expect(reads.every(({ value }) => value === 'one')).toBe(true);
  });

  it('has no call wait longer than half of "refreshTimeout"', async () => {
    const { caches, parameters, runtime, ssm } = makeFleet(20, { refreshTimeout: 2 }, { pace: 1 });
    parameters.put('/host', 'one');
    const reads = caches.map((cache) => track(cache.parameter('/host').get()));

    await runtime.advance(0.99);
    expect(ssm.calls.length).toBeLessThan(20);
    await runtime.advance(0.01);
    expect(ssm.calls).toHaveLength(20);
    expect(reads.every(({ value }) => value === 'one')).toBe(true);
  });

  it('has no call of a start wait longer than a minute, though "preloadTimeout" is longer', async () => {
    const { caches, parameters, runtime, ssm } = makeFleet(9, { refreshTimeout: 2 }, { pace: 0.1 });
    parameters.put('/host', 'one');
    const starts = caches.map((cache) => {
      const view = cache.parameter('/host');
      const targets = [...cache[INTERNALS].engine.views].map((one) => ({
        declaration: 'Orders.host',
        view: one,
      }));
      return { view, start: track(cache[INTERNALS].preload(targets, 300_000)) };
    });

    await runtime.advance(0.1);
    expect(ssm.calls).toHaveLength(1);
    await runtime.advance(29);
    expect(ssm.calls).toHaveLength(3);
    await runtime.advance(31);
    expect(ssm.calls).toHaveLength(9);
    expect(starts.every(({ start, view }) => start.state === 'fulfilled' && view.value === 'one')).toBe(true);
  });

  it('has a turn for about 100 processes within half of "refreshTimeout", by the defaults', async () => {
    const { caches, parameters, runtime, store } = makeFleet(120);
    const pace = jest.spyOn(store, 'pace');
    parameters.put('/host', 'one');
    for (const cache of caches) void track(cache.parameter('/host').get());
    await runtime.advance(5);

    const turns = await Promise.all(
      pace.mock.results.map(({ value }) => value as Promise<number | undefined>),
    );
    expect(turns).toHaveLength(120);
    expect(turns.filter((wait) => wait !== undefined)).toHaveLength(105);
  });

  it('does not count calls to Secrets Manager, and counts nothing where it is off', async () => {
    const { caches, parameters, secrets, runtime, vault } = makeFleet(5, {}, { pace: 1 });
    secrets.put('db', 'one');
    for (const cache of caches) void cache.secret('db').get();
    await runtime.drain();
    expect(vault.calls).toHaveLength(5);

    const free = makeFleet(5, {}, { pace: false });
    parameters.put('/host', 'one');
    for (const cache of free.caches) void track(cache.parameter('/host').get());
    await free.runtime.drain();
    expect(free.ssm.calls).toHaveLength(5);
  });

  it('starts a fleet of 40 at 40 calls a second without a throttled call', async () => {
    const runtime = new FakeRuntime();
    const store = new InMemoryFleetStore({ clock: () => runtime.clock.now().wall });
    const aws = new ThrottledAws(runtime, { callsPerSecond: 40 });
    for (const name of names(50)) aws.store.put(name, 'x');
    const caches = Array.from(
      { length: 40 },
      () =>
        new SsmCache(
          { ssmClient: aws, refreshTimeout: 60, fleet: { client: store, namespace: 'test', pace: 36 } },
          runtime,
        ),
    );
    const starts = caches.map((cache) => {
      for (const name of names(50)) void cache.parameter(name);
      return track(cache.ready());
    });

    await runtime.advance(8);

    expect(starts.filter(({ state }) => state === 'fulfilled')).toHaveLength(40);
    expect(aws.calls).toBe(200);
  });
});

describe('A fleet whose store', () => {
  it.each(['down', 'hung'] as const)(
    'is %s delays a read once, by "timeout", and fails none',
    async (state) => {
      const { caches, parameters, runtime, store } = makeFleet(1, { maxAge: 0 });
      const [cache] = caches as [SsmCache];
      for (const name of names(3)) parameters.put(name, 'x');
      await cache.parameter('/name-0').get();
      store.state = state;

      const first = track(cache.parameter('/name-1').get());
      await runtime.advance(state === 'hung' ? 0.24 : 0);
      expect(first.state).toBe(state === 'hung' ? 'pending' : 'fulfilled');
      await runtime.advance(0.01);
      expect(first.value).toBe('x');

      for (let second = 0; second < 120; second += 1) {
        expect(await cache.parameter('/name-2').get()).toBe('x');
        await runtime.advance(1);
      }
      expect(runtime.messages).toEqual([
        `warn The fleet "test" does not answer (${state === 'hung' ? 'no answer in time' : 'Error'}). Values are read without it. It is tried again in 5 seconds.`,
      ]);
    },
  );

  it('answers again is used again, and then sends what it could not send', async () => {
    const { caches, parameters, runtime, store } = makeFleet(2);
    parameters.put('/host', 'one');
    const [first, second] = caches.map((cache) => cache.parameter('/host'));
    await Promise.all([first?.get(), second?.get()]);
    store.state = 'down';
    parameters.put('/host', 'two');
    await first?.refresh();
    expect(await second?.get()).toBe('one');
    store.state = 'up';

    await runtime.advance(5);

    expect(runtime.messages.at(-1)).toBe('log The fleet "test" answers again.');
    expect(await second?.get()).toBe('two');
  });

  it('is down is tried after 5 seconds, then after 10, 20 and 40, and every 60 seconds', async () => {
    const { caches, parameters, runtime, store } = makeFleet(1);
    parameters.put('/host', 'one');
    await caches[0]?.parameter('/host').get();
    const begin = runtime.clock.now().monotonic;
    const tried: number[] = [];
    jest.spyOn(store, 'sequence').mockImplementation(() => {
      tried.push((runtime.clock.now().monotonic - begin) / 1_000);
      return Promise.reject(new Error('down'));
    });
    store.state = 'down';
    await caches[0]?.parameter('/host').refresh();
    await runtime.advance(260);

    expect(tried).toEqual([5, 15, 35, 75, 135, 195, 255]);
  });

  it('cannot be subscribed to at first is subscribed to later, and all is looked at again', async () => {
    const { caches, parameters, runtime, store } = makeFleet(1);
    store.state = 'down';
    parameters.put('/host', 'one');
    const host = caches[0]?.parameter('/host');
    expect(await host?.get()).toBe('one');
    expect(store.subscriptions).toBe(0);
    parameters.put('/host', 'two');
    store.state = 'up';

    await runtime.advance(10);

    expect(store.subscriptions).toBe(1);
    expect(await host?.get()).toBe('two');
  });
});
