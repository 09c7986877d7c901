import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { report } from './support/measured.js';
import { onRedis, redisProgram, RedisServer } from './support/redis-server.js';

/** In milliseconds; `npm run test:fleet` takes a minute. */
const DURATION = Number(process.env.FLEET_CHAOS ?? 6_000);
const PROCESSES = 4;
const KEY = randomBytes(32);

(redisProgram === undefined ? describe.skip : describe)(onRedis('While Redis fails in every way'), () => {
  let server: RedisServer;
  const closing: (() => void)[] = [];

  beforeEach(async () => {
    server = await RedisServer.start();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) close();
    await server.stop();
  });

  const join = (ssm: InMemoryParameterStore, keys: readonly Uint8Array[], maxAge: number): SsmCache => {
    const client = new Redis(server.port, { retryStrategy: () => 100 }).on('error', () => undefined);
    const fleet = { client, namespace: 'chaos', share: 'values' as const, keys };
    const cache = new SsmCache({ ssmClient: ssm, maxAge, minRefreshInterval: 0, fleet });
    closing.push(
      () => client.disconnect(),
      () => cache.close(),
    );
    return cache;
  };

  it(
    'no read fails, none gives what is too old, and no cache goes back to an older version',
    async () => {
      const ssm = new InMemoryParameterStore({ '/n': '1' }, { latency: 5 });
      const caches = Array.from({ length: PROCESSES }, () => join(ssm, [KEY], 0.2));
      const end = Date.now() + DURATION;
      let version = 1;
      const history: { readonly version: number; readonly at: number }[] = [{ version, at: Date.now() }];
      const faults: string[] = [];
      let reads = 0;

      const change = async (): Promise<void> => {
        while (Date.now() < end) {
          await sleep(40);
          ssm.put('/n', String((version += 1)));
          history.push({ version, at: Date.now() });
        }
      };
      const read = async (cache: SsmCache, isForced: boolean): Promise<void> => {
        const handle = cache.parameter('/n');
        let newest = 0;
        while (Date.now() < end) {
          const asked = Date.now();
          const oldest = isForced ? asked : asked - 200;
          const atLeast = history.findLast(({ at }) => at < oldest)?.version ?? 0;
          try {
            if (isForced) await handle.refresh();
            const value = Number(isForced ? handle.value : await handle.get());
            if (value < atLeast) faults.push(`read ${value}, which is older than ${atLeast}`);
            if (value < newest) faults.push(`went back from ${newest} to ${value}`);
            newest = value;
            reads += 1;
          } catch (error) {
            faults.push(`a read failed: ${(error as Error).message}`);
          }
          await sleep(isForced ? 30 : 3);
        }
      };
      const disturb = async (): Promise<void> => {
        const admin = new Redis(server.port, { retryStrategy: () => 50 }).on('error', () => undefined);
        closing.push(() => admin.disconnect());
        const disturbances = [
          () => admin.call('flushall'),
          () => admin.call('client', 'kill', 'type', 'pubsub'),
          async () => {
            server.hang();
            await sleep(400);
            server.goOn();
          },
          async () => {
            await server.kill();
            await sleep(200);
            await server.restart();
          },
          () => admin.call('config', 'set', 'maxmemory', '1'),
          () => admin.call('config', 'set', 'maxmemory', '0'),
        ];
        for (let index = 0; Date.now() < end; index += 1) {
          await sleep(500);
          await Promise.race([
            disturbances[index % disturbances.length]?.().catch(() => undefined),
            sleep(1_000),
          ]);
        }
        server.goOn();
      };
      await Promise.all([
        change(),
        disturb(),
        ...caches.flatMap((cache) => [read(cache, false), read(cache, true)]),
      ]);

      report('a minute of chaos on Redis', `${faults.length} faults in ${reads} reads`, faults.length === 0);
      expect(reads).toBeGreaterThan(DURATION / 20);
    },
    DURATION + 60_000,
  );

  it('a process with another key reads from AWS, and leaves what the others share', async () => {
    const ssm = new InMemoryParameterStore({ '/n': '1' });
    const [one, another] = [join(ssm, [KEY], 300), join(ssm, [randomBytes(32)], 300)];
    expect(await one.parameter('/n').get()).toBe('1');
    expect(await another.parameter('/n').get()).toBe('1');
    expect(ssm.calls).toHaveLength(2);

    expect(await join(ssm, [KEY], 300).parameter('/n').get()).toBe('1');
    expect(ssm.calls).toHaveLength(2);
  });

  it('a server that is restarted or emptied during a lease gives two of them the lease, and neither a wrong value', async () => {
    const ssm = new InMemoryParameterStore({ '/n': '1' }, { latency: 600 });
    const [one, another] = [join(ssm, [KEY], 300), join(ssm, [KEY], 300)];
    const first = one.parameter('/n').get();
    await sleep(200);
    const admin = new Redis(server.port);
    closing.push(() => admin.disconnect());
    await admin.call('flushall');
    const second = another.parameter('/n').get();

    expect(await Promise.all([first, second])).toEqual(['1', '1']);
    expect(ssm.calls).toHaveLength(2);
    ssm.put('/n', '2');
    await another.parameter('/n').refresh();
    await sleep(200);
    expect(await one.parameter('/n').get()).toBe('2');
  });
});
