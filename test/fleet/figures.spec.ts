import { afterEach, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { INTERNALS } from '../../lib/runtime/internals.js';
import { measured, report } from './support/measured.js';
import { RedisServer } from './support/redis-server.js';

const KEY = randomBytes(32);
const NAMES = Array.from({ length: 50 }, (_, index) => `/name-${index}`);
const SHARES = ['signals', 'values'] as const;
type Share = (typeof SHARES)[number];

const p95 = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[Math.ceil(times.length * 0.95) - 1] ?? Infinity;
const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(2)} s`;

measured('A fleet on a real Redis', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  const start = async (share: Share, size: number, pace: number) => {
    const server = await RedisServer.start();
    closing.push(() => server.stop());
    const ssm = new InMemoryParameterStore({}, { latency: 30 });
    for (const name of NAMES) ssm.put(name, 'one');
    const keys = share === 'values' ? { keys: [KEY] } : {};
    const caches = Array.from({ length: size }, () => {
      const client = new Redis(server.port).on('error', () => undefined);
      const fleet = { client, namespace: 'figures', share, pace, ...keys };
      const cache = new SsmCache({ ssmClient: ssm, maxAge: 300, fleet });
      closing.push(
        () => client.disconnect(),
        () => cache.close(),
      );
      return cache;
    });
    await sleep(1_000);
    return { server, ssm, caches };
  };

  /** Starts a cache as an application does. @returns how long it took */
  const preload = async (cache: SsmCache): Promise<number> => {
    const begin = performance.now();
    const handles = NAMES.map((name) => cache.parameter(name));
    const targets = [...cache[INTERNALS].engine.views].map((view) => ({ declaration: 'Orders.name', view }));
    const failures = await cache[INTERNALS].preload(targets, 30_000);
    expect(failures).toEqual([]);
    expect(handles).toHaveLength(NAMES.length);
    return performance.now() - begin;
  };

  it.each([
    ['signals', 8_500, 330],
    ['values', 1_500, 10],
  ] as const)(
    'starts 60 × 50 names at 40 calls a second, %s',
    async (share, time, calls) => {
      const { ssm, caches } = await start(share, 60, 36);
      ssm.throttle({ ratePerSecond: 40 });
      const times = await Promise.all(caches.map(preload));

      const figure = `${times.length} started, p95 ${seconds(p95(times))}, ${ssm.calls.length} calls`;
      const holds = times.length === 60 && p95(times) <= time && ssm.calls.length <= calls;
      report(`cold start of 60 × 50 at 40 calls a second, ${share}`, figure, holds);
    },
    120_000,
  );

  it.each([
    ['signals', 1_000],
    ['values', 300],
  ] as const)(
    'has all 60 read what one of them has learned of, %s',
    async (share, goal) => {
      const { ssm, caches } = await start(share, 60, 40);
      const handles = caches.map((cache) => cache.parameter('/name-0'));
      await Promise.all(handles.map((handle) => handle.get()));
      await sleep(1_500);
      ssm.put('/name-0', 'two');
      const calls = ssm.calls.length;
      const begin = performance.now();
      void handles[0]?.refresh();
      const times = await Promise.all(
        handles.map(async (handle) => {
          while ((await handle.get()) !== 'two') await sleep(5);
          return performance.now() - begin;
        }),
      );

      const figure = `p95 ${seconds(p95(times))}, ${ssm.calls.length - calls} calls`;
      report(`one learns of a change, 60 read it, ${share}`, figure, p95(times) <= goal);
    },
    60_000,
  );

  it.each([
    ['signals', 15],
    ['values', 3],
  ] as const)(
    'refreshes once for 1,000 failing calls on 12 instances, %s',
    async (share, goal) => {
      const { ssm, caches } = await start(share, 12, 40);
      const handles = caches.map((cache) => cache.parameter('/name-0'));
      await Promise.all(handles.map((handle) => handle.get()));
      await sleep(1_500);
      ssm.put('/name-0', 'two');
      const calls = ssm.calls.length;
      const login = handles.map((handle) =>
        handle.refreshOnError(async () => {
          if (handle.value !== 'two') throw new Error('password authentication failed');
          return 'in';
        }),
      );
      const outcomes = await Promise.allSettled(
        Array.from({ length: 1_000 }, async (_, index) => login[index % 12]?.()),
      );

      const failed = outcomes.filter(({ status }) => status === 'rejected').length;
      const asked = ssm.calls.length - calls;
      const figure = `${asked} calls, ${failed} failed`;
      report(`rotation, 1,000 failing calls on 12, ${share}`, figure, failed === 0 && asked <= goal);
    },
    60_000,
  );

  it('leaves nothing that can be read in Redis, on its disk or on the bus', async () => {
    const { server, ssm, caches } = await start('values', 3, 40);
    const watcher = new Redis(server.port);
    const monitor = await watcher.monitor();
    const seen: string[] = [];
    monitor.on('monitor', (_time: string, args: string[]) => seen.push(args.join(' ')));
    closing.push(
      () => watcher.disconnect(),
      () => monitor.disconnect(),
    );
    ssm.put('/poison-name', 'poison-value');
    for (const cache of caches) await cache.parameter('/poison-name').get();
    ssm.put('/poison-name', 'poison-next');
    await caches[0]?.parameter('/poison-name').refresh();
    await sleep(300);
    await watcher.call('save');
    const dump = await server.dump();

    const all = [...seen, dump.toString('latin1')].join('\n');
    const found = [...all.matchAll(/poison/g)].length + Number(all.includes(KEY.toString('base64')));
    expect(seen.some((command) => command.includes('eval'))).toBe(true);
    report('plain values, names, keys in RDB, MONITOR and bus', String(found), found === 0);
  }, 60_000);
});
