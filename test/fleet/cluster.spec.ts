import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GlideClusterClient } from '@valkey/valkey-glide';
import { Cluster as Ioredis5 } from 'ioredis';
import { Cluster as Ioredis6 } from 'ioredis-6';
import { redisFleetStore } from 'nestjs-ssm-cache/fleet';
import { fleetStoreContract } from 'nestjs-ssm-cache/testing';
import { createCluster as createRedis6 } from 'redis';
import { createCluster as createRedis4 } from 'redis-4';
import type { TestClient } from './support/clients.js';
import { startCluster } from './support/redis-cluster.js';
import { onRedis, redisProgram, type RedisServer } from './support/redis-server.js';

const ignore = (): void => undefined;

const CLUSTERS: Readonly<Record<string, (ports: readonly number[]) => Promise<TestClient>>> = {
  'ioredis 5': async (ports) => {
    const client = new Ioredis5(ports.map((port) => ({ host: '127.0.0.1', port }))).on('error', ignore);
    return { client, close: () => client.disconnect() };
  },
  'ioredis 6': async (ports) => {
    const client = new Ioredis6(ports.map((port) => ({ host: '127.0.0.1', port }))).on('error', ignore);
    return { client, close: () => client.disconnect() };
  },
  'node-redis 4': async (ports) => {
    const client = createRedis4({ rootNodes: ports.map((port) => ({ socket: { port } })) }).on(
      'error',
      ignore,
    );
    await client.connect();
    return { client, close: () => void client.disconnect().catch(ignore) };
  },
  'node-redis 6': async (ports) => {
    const client = createRedis6({ rootNodes: ports.map((port) => ({ socket: { port } })) }).on(
      'error',
      ignore,
    );
    await client.connect();
    return { client, close: () => client.destroy() };
  },
  'valkey-glide': async (ports) => {
    const addresses = ports.map((port) => ({ host: '127.0.0.1', port }));
    const connect = () => GlideClusterClient.createClient({ addresses });
    const [client, subscriber] = await Promise.all([connect(), connect()]);
    const close = (): void => {
      client.close();
      subscriber.close();
    };
    return { client, subscriber, close };
  },
};

let checks = 0;

(redisProgram === undefined ? describe.skip : describe)(onRedis('On a cluster of three nodes'), () => {
  let servers: readonly RedisServer[] = [];

  beforeAll(async () => {
    servers = await startCluster();
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  describe.each(Object.entries(CLUSTERS))('by %s', (_name, connect) => {
    const make = async () => {
      const ports = servers.map(({ port }) => port);
      const [one, another] = await Promise.all([connect(ports), connect(ports)]);
      return {
        store: redisFleetStore(one.client, one.subscriber),
        other: redisFleetStore(another.client, another.subscriber),
        prefix: `ssm1:{${(checks += 1)}}`,
        close: () => {
          one.close();
          another.close();
        },
      };
    };

    it.each(fleetStoreContract(make))('$name', async ({ run }) => expect(await run()).toBeUndefined());
  });
});
