import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { Redis } from 'ioredis';
import { redisFleetStore } from 'nestjs-ssm-cache/fleet';
import { fleetStoreContract, InMemoryFleetStore } from 'nestjs-ssm-cache/testing';
import { settle } from '../support/fake-runtime.js';
import { thrown } from '../support/make-cache.js';
import { CLIENTS } from './support/clients.js';
import { onRedis, redisProgram, RedisServer } from './support/redis-server.js';

let checks = 0;
const prefix = (): string => `ssm1:{${(checks += 1)}}`;

describe('The store in memory', () => {
  const make = () => {
    const store = new InMemoryFleetStore();
    return { store, other: store, prefix: prefix() };
  };

  it.each(fleetStoreContract(make))('$name', async ({ run }) => expect(await run()).toBeUndefined());
});

(redisProgram === undefined ? describe.skip : describe)(onRedis('On Redis'), () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.stop());

  describe.each(Object.entries(CLIENTS))('by %s', (_name, connect) => {
    const make = async () => {
      const [one, another] = await Promise.all([connect(server.port), connect(server.port)]);
      return {
        store: redisFleetStore(one.client, one.subscriber),
        other: redisFleetStore(another.client, another.subscriber),
        prefix: prefix(),
        close: () => {
          one.close();
          another.close();
        },
      };
    };

    it.each(fleetStoreContract(make))('$name', async ({ run }) => expect(await run()).toBeUndefined());
  });

  it('keeps an entry as long as it is told, and for 2 minutes more while it is fetched', async () => {
    const client = new Redis(server.port);
    const [store, key] = [redisFleetStore(client), `${prefix()}:v`];
    const fetch = { token: 'one', lease: 5_000, keep: 120_000 };
    const [given] = await store.take([{ key, maxAge: 0 }], fetch);
    const ticket = given?.kind === 'lease' ? given.ticket : 0;
    await store.put([{ key, ticket, age: 0, keep: 3_600_000, text: 'text' }], 'one');
    const left = async (): Promise<number> => Math.ceil((await client.pttl(key)) / 1_000);
    expect(await left()).toBe(3_600);

    await client.pexpire(key, 1_000);
    await store.take([{ key, maxAge: 0 }], fetch);
    expect(await left()).toBe(120);
    expect(await client.hget(key, 'v')).toBe('text');
    client.disconnect();
  });
});

const ignore = (): void => undefined;

/** A client that gives messages one by one, also what it had received before the subscription ended. */
const glideWithLateMessages = () => {
  const waiting: ((message: { readonly channel: string; readonly message: string }) => void)[] = [];
  const client = {
    customCommand: async () => undefined,
    subscribe: async () => undefined,
    unsubscribe: async () => undefined,
    getPubSubMessage: () => new Promise((resolve) => waiting.push(resolve)),
  };
  const deliver = async (message: string): Promise<void> => {
    waiting.shift()?.({ channel: 'bus', message });
    await settle(5);
  };
  return { store: redisFleetStore(client, client), deliver };
};

/** A client that calls its listener until the server has confirmed that the subscription has ended. */
const nodeRedisWithLateMessages = () => {
  let listen: (message: string) => void = ignore;
  const client = Object.assign(new EventEmitter(), {
    isOpen: true,
    sendCommand: async () => undefined,
    duplicate: () => client,
    subscribe: async (_channel: string, listener: typeof listen) => void (listen = listener),
    unsubscribe: async () => undefined,
  });
  const deliver = async (message: string): Promise<void> => listen(message);
  return { store: redisFleetStore(client, client), deliver };
};

describe('redisFleetStore()', () => {
  it.each([
    ['valkey-glide', glideWithLateMessages],
    ['node-redis', nodeRedisWithLateMessages],
  ])('hears nothing after the end, although %s still gives a message', async (_name, make) => {
    const { store, deliver } = make();
    const heard: string[] = [];
    const end = new AbortController();
    const listener = {
      message: (text: string) => heard.push(text),
      reconnected: ignore,
      disconnected: ignore,
    };
    await store.subscribe('bus', listener, end.signal);
    await deliver('1 in time');
    end.abort();
    await deliver('2 late');

    expect(heard).toEqual(['in time']);
  });

  it('refuses what is no client, and valkey-glide without a subscriber', () => {
    const glide = { customCommand: async () => undefined };

    expect(thrown(() => redisFleetStore({} as never)).message).toContain(
      'redisFleetStore(): "client" must be a client',
    );
    expect(thrown(() => redisFleetStore(glide)).message).toContain('needs a "subscriber"');
  });
});
