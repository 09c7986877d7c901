import { afterEach, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Cluster, Redis } from 'ioredis';
import { SsmCache, type SsmCacheOptions, type SsmFleetOptions } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { findFreePort } from '../../sample-app/environment/postgres/find-free-port.js';
import { measured, report } from './support/measured.js';
import { startCluster } from './support/redis-cluster.js';
import { RedisServer } from './support/redis-server.js';

const KEY = randomBytes(32);
const TIMEOUT = 0.25;
/** What a read of AWS in memory and the event loop may add, in milliseconds. */
const SLACK = 100;
const MAX_AGE = 0.05;
const ignore = (): void => undefined;

measured('Redis that fails', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  const start = async (...args: readonly string[]): Promise<RedisServer> => {
    const server = await RedisServer.start(...args);
    closing.push(() => server.stop());
    return server;
  };

  const clientOf = (port: number): Redis => {
    const client = new Redis(port, { retryStrategy: () => 100 }).on('error', ignore);
    closing.push(() => client.disconnect());
    return client;
  };

  const joinFleet = (
    ssm: InMemoryParameterStore,
    client: SsmFleetOptions['client'],
    { key = KEY, ...options }: SsmCacheOptions & { key?: Uint8Array } = {},
  ): SsmCache => {
    const fleet = { client, namespace: 'faults', share: 'values' as const, keys: [key], timeout: TIMEOUT };
    const cache = new SsmCache({ ssmClient: ssm, maxAge: MAX_AGE, minRefreshInterval: 0, fleet, ...options });
    closing.push(() => cache.close());
    return cache;
  };

  /** Reads by two processes for some time. */
  const readFor = async (caches: readonly SsmCache[], milliseconds: number) => {
    const end = performance.now() + milliseconds;
    const result = { reads: 0, failed: 0, slow: 0, slowest: 0 };
    const slowOf = caches.map(() => 0);
    await Promise.all(
      caches.map(async (cache, index) => {
        while (performance.now() < end) {
          const begin = performance.now();
          await cache
            .parameter('/n')
            .get()
            .catch(() => (result.failed += 1));
          const time = performance.now() - begin;
          result.reads += 1;
          if (time > TIMEOUT * 1_000 - 10) slowOf[index] = (slowOf[index] as number) + 1;
          result.slowest = Math.max(result.slowest, time);
          await sleep(2);
        }
      }),
    );
    result.slow = Math.max(...slowOf);
    return result;
  };

  const tell = (row: string, { reads, failed, slow, slowest }: Awaited<ReturnType<typeof readFor>>): void =>
    report(
      row,
      `${failed} of ${reads} reads failed, slowest ${Math.round(slowest)} ms, ${slow} so slow`,
      failed === 0 && slow <= 1 && slowest <= TIMEOUT * 1_000 + SLACK,
    );

  const FAULTS: Readonly<Record<string, (server: RedisServer, admin: Redis) => unknown>> = {
    'Redis down': (server) => server.kill(),
    'Redis hung': (server) => server.hang(),
    'Redis emptied': (_server, admin) => admin.call('flushall'),
    'Redis memory full': (_server, admin) => admin.call('config', 'set', 'maxmemory', '1'),
    'denied by ACL': (_server, admin) => admin.call('acl', 'setuser', 'default', '-eval'),
  };

  it.each(Object.entries(FAULTS))(
    '%s',
    async (row, fail) => {
      const server = await start();
      const ssm = new InMemoryParameterStore({ '/n': '1' }, { latency: 5 });
      const caches = [joinFleet(ssm, clientOf(server.port)), joinFleet(ssm, clientOf(server.port))];
      await readFor(caches, 1_000);
      await fail(server, clientOf(server.port));
      const result = await readFor(caches, 3_000);
      server.goOn();
      expect(result.reads).toBeGreaterThan(10);
      tell(row, result);
    },
    60_000,
  );

  it('Redis restarted during a lease', async () => {
    const server = await start();
    const ssm = new InMemoryParameterStore({ '/n': '1' }, { latency: 150 });
    const caches = [joinFleet(ssm, clientOf(server.port)), joinFleet(ssm, clientOf(server.port))];
    await readFor(caches, 1_000);
    const restart = sleep(60)
      .then(() => server.kill())
      .then(() => server.restart());
    const { slow, ...result } = await readFor(caches, 3_000);
    await restart;
    const more = result.slowest - 150;
    const figure = `${result.failed} of ${result.reads} reads failed, slowest ${Math.round(more)} ms more, ${slow} so slow`;
    report('Redis restarted during a lease', figure, result.failed === 0 && more <= TIMEOUT * 1_000 + SLACK);
  }, 60_000);

  it('wrong key', async () => {
    const server = await start();
    const ssm = new InMemoryParameterStore({ '/n': '1' }, { latency: 5 });
    const caches = [
      joinFleet(ssm, clientOf(server.port)),
      joinFleet(ssm, clientOf(server.port), { key: randomBytes(32) }),
    ];
    const result = await readFor(caches, 3_000);
    expect(caches[1]?.stats().fleet.unreadable).toBeGreaterThan(0);
    tell('wrong key', result);
  }, 60_000);

  it('Redis cluster failed over', async () => {
    const args = ['--cluster-node-timeout', '1000', '--repl-diskless-sync-delay', '0'];
    const servers = await startCluster(...args);
    closing.push(...servers.map((server) => () => server.stop()));
    const replicas = await Promise.all(servers.map(() => start('--cluster-enabled', 'yes', ...args)));
    for (const [index, { port }] of replicas.entries()) {
      const admin = clientOf(port);
      const primary = clientOf(servers[index]?.port as number);
      await admin.call('cluster', 'meet', '127.0.0.1', servers[index]?.port as number);
      const id = String(await primary.call('cluster', 'myid'));
      for (let wait = 0; wait < 100; wait += 1) {
        await sleep(100);
        const done = await admin.call('cluster', 'replicate', id).then(
          () => true,
          () => false,
        );
        if (done) break;
      }
    }
    const isConnected = async ({ port }: RedisServer): Promise<boolean> =>
      String(await clientOf(port).call('role')).includes('connected');
    for (let wait = 0; wait < 50; wait += 1) {
      if ((await Promise.all(replicas.map(isConnected))).every(Boolean)) break;
      await sleep(200);
    }
    await sleep(1_000);
    const ssm = new InMemoryParameterStore({ '/n': '1' }, { latency: 5 });
    const caches = [0, 1].map(() => {
      const nodes = [...servers, ...replicas].map(({ port }) => ({ host: '127.0.0.1', port }));
      const client = new Cluster(nodes, { clusterRetryStrategy: () => 100 }).on('error', ignore);
      closing.push(() => client.disconnect());
      return joinFleet(ssm, client);
    });
    await readFor(caches, 1_000);
    const before = caches.map((cache) => cache.stats().fleet);
    expect(before.every(({ hits, misses }) => hits + misses > 0)).toBe(true);
    const keysOf = async ({ port }: RedisServer) => Number(await clientOf(port).call('dbsize'));
    const sizes = await Promise.all(servers.map(keysOf));
    await servers[sizes.findIndex((size) => size > 0)]?.kill();
    const result = await readFor(caches, 3_000);
    // The replica is promoted; the processes find it when they try again.
    const isBack = () => caches.every((cache) => cache.health().fleet?.store === 'up');
    for (let wait = 0; wait < 40 && !isBack(); wait += 1) await readFor(caches, 1_000);
    const roles = await Promise.all(replicas.map(({ port }) => clientOf(port).call('role')));
    expect(roles.some((role) => String((role as readonly unknown[])[0]) === 'master')).toBe(true);
    expect(isBack()).toBe(true);
    tell('Redis cluster failed over', result);
  }, 120_000);

  it('TLS and ACL', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nestjs-ssm-cache-tls-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    const [key, cert] = ['key.pem', 'cert.pem'].map((file) => join(folder, file)) as [string, string];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const args = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-keyout',
      key,
      '-out',
      cert,
    ];
    await promisify(execFile)('openssl', [...args, ...names]);
    const tlsPort = await findFreePort('127.0.0.1');
    const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert];
    const server = await start('--tls-port', String(tlsPort), ...files, '--tls-auth-clients', 'no');
    const rights =
      '~ssm1:* &ssm1:* +eval +get +set +incr +pexpire +time +publish +hget +hmget +hset +hdel +pttl';
    const connection = '+subscribe +unsubscribe +ping +info +client';
    const all = ['on', '>secret', 'resetkeys', 'resetchannels', ...`${rights} ${connection}`.split(' ')];
    await clientOf(server.port).call('acl', 'setuser', 'fleet', ...all);
    const ca = await readFile(cert);
    const ssm = new InMemoryParameterStore({ '/n': '1' }, { latency: 5 });
    const caches = [0, 1].map(() => {
      const client = new Redis({
        port: tlsPort,
        host: '127.0.0.1',
        tls: { ca },
        username: 'fleet',
        password: 'secret',
      }).on('error', ignore);
      closing.push(() => client.disconnect());
      return joinFleet(ssm, client, { maxAge: 300 });
    });
    for (const cache of caches) await cache.parameter('/n').get();
    await sleep(300);
    ssm.put('/n', '2');
    await caches[0]?.parameter('/n').refresh();
    await sleep(300);
    const value = await caches[1]?.parameter('/n').get();
    const [one, other] = caches.map((cache) => cache.stats().fleet);
    const figure = `shared ${other?.hits} times, ${(one?.failures ?? 1) + (other?.failures ?? 1)} failures`;
    report('TLS and ACL', figure, value === '2' && other?.failures === 0 && other.hits > 0);
  }, 60_000);

  it('subscription lost for 5 s', async () => {
    const server = await start();
    const ssm = new InMemoryParameterStore({ '/n': '1' }, { latency: 5 });
    const maxAge = 20;
    const caches = Array.from({ length: 6 }, () => {
      const subscriber = new Redis(server.port, { retryStrategy: () => 5_000 }).on('error', ignore);
      closing.push(() => subscriber.disconnect());
      const fleet = { client: clientOf(server.port), subscriber, namespace: 'faults' };
      return joinFleet(ssm, fleet.client, { maxAge, fleet });
    });
    const handles = caches.map((cache) => cache.parameter('/n'));
    await Promise.all(handles.map((handle) => handle.get()));
    await sleep(1_000);
    await clientOf(server.port).call('client', 'kill', 'type', 'pubsub');
    ssm.put('/n', '2');
    await handles[0]?.refresh();
    await sleep(5_100);
    const begin = performance.now();
    const times = await Promise.all(
      handles.map(async (handle) => {
        while ((await handle.get()) !== '2') await sleep(20);
        return (performance.now() - begin) / 1_000;
      }),
    );
    const last = Math.max(...times);
    const figure = `all ${times.length} within ${last.toFixed(1)} s, max age ${maxAge} s`;
    report('subscription lost for 5 s', figure, last <= maxAge / 2 + 0.5);
  }, 60_000);
});
