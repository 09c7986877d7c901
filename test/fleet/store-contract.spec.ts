import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { redisFleetStore } from 'nestjs-ssm-cache/fleet';
import { fleetStoreContract, InMemoryFleetStore } from 'nestjs-ssm-cache/testing';
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
});

describe('redisFleetStore()', () => {
  it('refuses what is no client, and valkey-glide without a subscriber', () => {
    const glide = { customCommand: async () => undefined };

    expect(thrown(() => redisFleetStore({} as never)).message).toContain(
      'redisFleetStore(): "client" must be a client',
    );
    expect(thrown(() => redisFleetStore(glide)).message).toContain('needs a "subscriber"');
  });
});
