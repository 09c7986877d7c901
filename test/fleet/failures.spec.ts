import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { SsmCache, type SsmCacheOptions } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENTS, type TestClient } from './support/clients.js';
import { onRedis, redisProgram, RedisServer } from './support/redis-server.js';

const TIMEOUT = 0.25;
/** What the event loop of a busy machine may add, in milliseconds. */
const SLACK = 300;

/** What sharing values needs beside. */
const VALUES = ['+hget', '+hmget', '+hset', '+hdel', '+pttl'];

const CONNECTED = Object.entries(CLIENTS).filter(([name]) => name !== 'ioredis 5 with a key prefix');
/** One of each family: the others share its code. */
const OF_EACH_FAMILY = new Set(['ioredis 6', 'node-redis 4', 'node-redis 6', 'valkey-glide']);

(redisProgram === undefined ? describe.skip : describe)(onRedis('A fleet on Redis'), () => {
  let server: RedisServer;
  let ssm: InMemoryParameterStore;
  const closing: (() => void)[] = [];

  beforeEach(async () => {
    server = await RedisServer.start();
    ssm = new InMemoryParameterStore({ '/host': 'one', '/port': 'one' });
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) close();
    await server.stop();
  });

  const join = (connected: TestClient, options: SsmCacheOptions = {}): SsmCache => {
    const { client, subscriber } = connected;
    const fleet = { client, namespace: 'test', timeout: TIMEOUT, ...(subscriber && { subscriber }) };
    const cache = new SsmCache({ ssmClient: ssm, maxAge: 300, fleet, ...options });
    closing.push(
      () => cache.close(),
      () => connected.close(),
    );
    return cache;
  };

  /** How long each of several reads one after the other took, in milliseconds; a failed one fails the test. */
  const readTimes = async (cache: SsmCache, count: number): Promise<readonly number[]> => {
    const times: number[] = [];
    for (let read = 0; read < count; read += 1) {
      const begin = performance.now();
      expect(await cache.parameter('/host', { maxAge: 0 }).get()).toBe('one');
      times.push(performance.now() - begin);
    }
    return times;
  };

  const expectOneDelay = (times: readonly number[]): void => {
    const delayed = times.filter((time) => time > TIMEOUT * 1_000 - 15);
    expect(delayed.length).toBeLessThanOrEqual(1);
    expect(Math.max(...times)).toBeLessThan(TIMEOUT * 1_000 + SLACK);
  };

  describe.each(CONNECTED)('by %s', (_name, connect) => {
    it('hears of a change', async () => {
      const [one, other] = [join(await connect(server.port)), join(await connect(server.port))];
      const handles = [one, other].map((cache) => cache.parameter('/host'));
      await Promise.all(handles.map((handle) => handle.get()));
      await sleep(300);
      ssm.put('/host', 'two');

      await handles[0]?.refresh();
      await sleep(200);

      expect(await handles[1]?.get()).toBe('two');
    });

    it('closes no client that it was given, when it is closed', async () => {
      const admin = new Redis(server.port);
      const connections = async (): Promise<number> =>
        String(await admin.call('client', 'list'))
          .trim()
          .split('\n').length;
      const connected = await connect(server.port);
      await sleep(100);
      const before = await connections();
      const cache = join(connected);
      await cache.parameter('/host').get();
      await sleep(200);
      expect(await connections()).toBe(connected.subscriber === undefined ? before + 1 : before);

      cache.close();
      await sleep(200);
      expect(await connections()).toBe(before);
      admin.disconnect();
    });

    it('loses no read, and one time-out, when Redis hangs', async () => {
      const cache = join(await connect(server.port));
      await readTimes(cache, 3);
      server.hang();
      expectOneDelay(await readTimes(cache, 20));
      server.goOn();
    });
  });

  describe.each(CONNECTED.filter(([name]) => OF_EACH_FAMILY.has(name)))('by %s', (name, connect) => {
    it('loses no read, and one time-out, when Redis is killed, and hears again when it is back', async () => {
      const [one, other] = [join(await connect(server.port)), join(await connect(server.port))];
      const handles = [one, other].map((cache) => cache.parameter('/port', { maxAge: 4 }));
      await Promise.all(handles.map((handle) => handle.get()));
      await sleep(300);
      await server.kill();
      expectOneDelay(await readTimes(one, 20));
      ssm.put('/port', 'two');
      await server.restart();
      await sleep(3_000);

      // valkey-glide does not tell that it was reconnected, and no message was missed: max age has to do.
      if (name === 'valkey-glide') await sleep(4_000);
      expect(await Promise.all(handles.map((handle) => handle.get()))).toEqual(['two', 'two']);
      await sleep(4_000);
      ssm.put('/port', 'three');
      await handles[0]?.refresh();
      await sleep(300);
      expect(await handles[1]?.get()).toBe('three');
    });
  });

  it('starts while Redis is down', async () => {
    await server.kill();
    const client = new Redis(server.port).on('error', () => undefined);
    const cache = join({ client, close: () => client.disconnect() });

    expectOneDelay(await readTimes(cache, 10));
  });

  it('loses no read when Redis has no memory left, or denies the commands', async () => {
    const admin = new Redis(server.port);
    const client = new Redis(server.port);
    const cache = join({ client, close: () => [client, admin].forEach((one) => one.disconnect()) });
    await readTimes(cache, 2);
    await admin.call('config', 'set', 'maxmemory', '1');
    expectOneDelay(await readTimes(cache, 10));
    await admin.call('config', 'set', 'maxmemory', '0');
    await admin.call('acl', 'setuser', 'default', '-eval');
    expectOneDelay(await readTimes(cache, 10));
  });

  it('needs a few hundred bytes for what signals store', async () => {
    const client = new Redis(server.port);
    const cache = join({ client, close: () => client.disconnect() });
    const handle = cache.parameter('/host');
    await handle.get();
    ssm.put('/host', 'two');
    await handle.refresh();
    await sleep(100);

    const keys = await client.keys('*');
    const sizes = await Promise.all(keys.map((key) => client.call('memory', 'usage', key)));
    expect(keys).toHaveLength(2);
    expect(sizes.reduce((sum: number, size) => sum + Number(size), 0)).toBeLessThan(500);
  });

  it('needs no more rights than the documentation says', async () => {
    const admin = new Redis(server.port);
    const rights = [
      '~ssm1:*',
      '&ssm1:*',
      '+eval',
      '+get',
      '+set',
      '+incr',
      '+pexpire',
      '+time',
      '+publish',
      ...VALUES,
    ];
    const connection = ['+subscribe', '+unsubscribe', '+ping', '+info', '+client'];
    await admin.call('acl', 'setuser', 'fleet', 'on', '>secret', 'resetkeys', ...rights, ...connection);
    const clients = [1, 2].map(() => new Redis(server.port, { username: 'fleet', password: 'secret' }));
    const messages: string[] = [];
    const logger = {
      log: () => undefined,
      warn: (message: string) => messages.push(message),
      error: (message: string) => messages.push(message),
    };
    const caches = clients.map((client) => {
      const keys = ['A'.repeat(43)];
      const fleet = { client, namespace: 'test', share: 'values' as const, keys };
      const cache = new SsmCache({ ssmClient: ssm, maxAge: 300, fleet }, { logger });
      closing.push(() => cache.close());
      return cache;
    });
    closing.push(() => [admin, ...clients].forEach((one) => one.disconnect()));
    const handles = caches.map((cache) => cache.parameter('/host'));
    await Promise.all(handles.map((handle) => handle.get()));
    await sleep(200);
    ssm.put('/host', 'two');
    await handles[0]?.refresh();
    await sleep(200);

    expect(await handles[1]?.get()).toBe('two');
    expect(messages).toEqual([]);
  });
});
