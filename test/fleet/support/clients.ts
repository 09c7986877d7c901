import { GlideClient } from '@valkey/valkey-glide';
import { Redis as Ioredis5 } from 'ioredis';
import { Redis as Ioredis6 } from 'ioredis-6';
import { Redis as Iovalkey } from 'iovalkey';
import type { FleetClient } from 'nestjs-ssm-cache';
import { createClient as createRedis6 } from 'redis';
import { createClient as createRedis4 } from 'redis-4';
import { createClient as createRedis5 } from 'redis-5';

/** A client as an application has it, and what ends it. */
export interface TestClient {
  readonly client: FleetClient;
  readonly subscriber?: FleetClient;
  close(): void;
}

const ignore = (): void => undefined;

interface NodeRedis {
  on(event: 'error', listener: () => void): unknown;
  connect(): Promise<unknown>;
}

/** A node-redis client that is connected, or goes on trying. */
const connected = async <Client extends NodeRedis>(client: Client): Promise<Client> => {
  client.on('error', ignore);
  await Promise.race([client.connect(), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
  return client;
};

const glide = (port: number): Promise<GlideClient> =>
  GlideClient.createClient({ addresses: [{ host: '127.0.0.1', port }] });

/** Each client that a fleet works with, as its documentation makes it. */
export const CLIENTS: Readonly<Record<string, (port: number) => Promise<TestClient>>> = {
  'ioredis 5': async (port) => {
    const client = new Ioredis5(port).on('error', ignore);
    return { client, close: () => client.disconnect() };
  },
  'ioredis 6': async (port) => {
    const client = new Ioredis6(port).on('error', ignore);
    return { client, close: () => client.disconnect() };
  },
  'ioredis 5 with a key prefix': async (port) => {
    const client = new Ioredis5(port, { keyPrefix: 'shop:' }).on('error', ignore);
    return { client, close: () => client.disconnect() };
  },
  iovalkey: async (port) => {
    const client = new Iovalkey(port).on('error', ignore);
    return { client, close: () => client.disconnect() };
  },
  'node-redis 4': async (port) => {
    const client = await connected(createRedis4({ socket: { port } }));
    return { client, close: () => void client.disconnect().catch(ignore) };
  },
  'node-redis 5': async (port) => {
    const client = await connected(createRedis5({ socket: { port } }));
    return { client, close: () => client.destroy() };
  },
  'node-redis 6': async (port) => {
    const client = await connected(createRedis6({ socket: { port } }));
    return { client, close: () => client.destroy() };
  },
  'valkey-glide': async (port) => {
    const [client, subscriber] = await Promise.all([glide(port), glide(port)]);
    const close = (): void => {
      client.close();
      subscriber.close();
    };
    return { client, subscriber, close };
  },
};
