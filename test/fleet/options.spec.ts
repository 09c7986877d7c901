import { describe, expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryFleetStore } from 'nestjs-ssm-cache/testing';
import { checkedFleet } from '../../lib/options/fleet-checks.js';
import { INTERNALS } from '../../lib/runtime/internals.js';
import { settle } from '../support/fake-runtime.js';
import { thrown } from '../support/make-cache.js';

const client = new InMemoryFleetStore();
const ioredis = { call: async () => undefined, duplicate: () => undefined };
const encrypt = (): number => 0;
const glide = { customCommand: async () => undefined };

const refused = (fleet: unknown): string => thrown(() => new SsmCache({ fleet: fleet as never })).message;

describe('The options of a fleet', () => {
  it.each([
    [[], '"client" must be a client of ioredis, iovalkey, node-redis or valkey-glide, or a FleetStore'],
    [{ namespace: 'test' }, '"client" must be a client'],
    [{ client: {}, namespace: 'test' }, '"client" must be a client'],
    [{ client }, '"namespace" must be a text of 1 to 64 letters, digits, "_", "." or "-"'],
    [{ client, namespace: 'a b' }, '"namespace" must be'],
    [{ client, namespace: 'x'.repeat(65) }, '"namespace" must be'],
    [
      { client, namespace: 'test', timeout: 0 },
      '"timeout" must be a number of seconds above 0, and at most 60',
    ],
    [{ client, namespace: 'test', timeout: 61 }, '"timeout" must be'],
    [{ client, namespace: 'test', pace: 0 }, '"pace" must be a number of calls a second above 0, or false'],
    [{ client, namespace: 'test', pace: Infinity }, '"pace" must be'],
    [{ client, namespace: 'test', share: 'all' }, `"share" must be 'signals' or 'values'`],
    [{ client, namespace: 'test', share: 'values' }, '"keys" must be a list of keys of 32 bytes'],
    [{ client, namespace: 'test', share: 'values', keys: [] }, '"keys" must be'],
    [{ client, namespace: 'test', share: 'values', keys: ['short'] }, '"keys" must be'],
    [{ client, namespace: 'test', share: 'values', keys: [null] }, '"keys" must be'],
    [{ client, namespace: 'test', share: 'values', keys: [{ get: 'key' }] }, '"keys" must be'],
    [{ client, namespace: 'test', share: 'values', keys: [Array.from({ length: 32 })] }, '"keys" must be'],
    [{ client, namespace: 'test', share: 'values', keys: [new Uint8Array(31)] }, '"keys" must be'],
    [{ client, namespace: 'test', keys: ['A'.repeat(43)] }, '"keys" must be'],
    [
      { client, namespace: 'test', share: 'values', cipher: {} },
      '"cipher" must have the functions "encrypt" and "decrypt"',
    ],
    [{ client, namespace: 'test', share: 'values', cipher: 'aes' }, '"cipher" must have'],
    [{ client, namespace: 'test', share: 'values', cipher: { encrypt } }, '"cipher" must have'],
    [{ client, namespace: 'test', share: 'values', cipher: { decrypt: encrypt } }, '"cipher" must have'],
    [{ client, namespace: 'test', cipher: { encrypt, decrypt: encrypt } }, '"cipher" must have'],
    [{ client, namespace: 'test', password: 'x' }, 'password'],
    [{ client, subscriber: ioredis, namespace: 'test' }, '"subscriber" must be a client'],
    [{ client, subscriber: client, namespace: 'test' }, '"subscriber" must be a client'],
    [{ client: ioredis, subscriber: glide, namespace: 'test' }, 'of the same kind as "client"'],
    [{ client: glide, namespace: 'test' }, 'valkey-glide needs a "subscriber"'],
    ['redis://localhost', 'the options must be an object'],
  ])('%j are refused at once', (fleet, message) => {
    expect(refused(fleet)).toContain('SsmCache options fleet: ');
    expect(refused(fleet)).toContain(message);
  });

  it('may be those of each client', () => {
    const nodeRedis = { sendCommand: async () => undefined, duplicate: () => undefined };
    const cluster = { ...nodeRedis, masters: [] };
    for (const one of [client, ioredis, nodeRedis, cluster]) {
      new SsmCache({ fleet: { client: one, namespace: 'test', timeout: 1, pace: false } }).close();
    }
    for (const fleet of [
      { timeout: 60, pace: 0.1, subscriber: undefined, keys: undefined, cipher: undefined },
      { timeout: undefined, pace: undefined, share: undefined, unknown: undefined },
      { share: 'values', keys: [new Uint8Array(32), { get: async () => 'key' }] },
      { share: 'values', cipher: { encrypt, decrypt: encrypt } },
    ]) {
      const options = { client, namespace: 'a_b.c-1'.padEnd(64, 'x'), ...fleet };
      new SsmCache({ fleet: options as never }).close();
    }
    new SsmCache({ fleet: { client: glide, subscriber: glide, namespace: 'test' } }).close();
    expect(client.subscriptions).toBe(0);
  });
});

describe('The options of a fleet that can work', () => {
  it('are copied, so that what becomes of them makes no difference', () => {
    const options = { client, namespace: 'test', timeout: undefined };
    const checked = checkedFleet(options, 'the place');
    options.namespace = 'other';

    expect(checked).toEqual({ client, namespace: 'test' });
    expect(Object.isFrozen(checked)).toBe(true);
  });
});

describe('A cache with a fleet', () => {
  it.each([
    [{}, 'signals'],
    [{ share: 'values', keys: ['A'.repeat(43)] }, 'values'],
  ] as const)('says what it shares from the start: %j', async (options, share) => {
    const cache = new SsmCache({ fleet: { client, namespace: 'test', ...options } });
    expect(cache.health().fleet).toEqual({ share, store: 'up', messages: 'off' });
    for (let turn = 0; turn < 100 && cache.health().fleet?.messages === 'off'; turn += 1) await settle();

    expect(cache.health().fleet).toEqual({ share, store: 'up', messages: 'listening' });
    cache.close();
  });

  it('needs the permissions that it needs without one', () => {
    const permissionsOf = (cache: SsmCache): unknown =>
      cache[INTERNALS].sources.get('ssm')?.permissions?.({
        source: 'ssm',
        client: 'default',
        key: '',
        name: '/a',
        fullName: '/a',
      });
    const cache = new SsmCache({ fleet: { client, namespace: 'test' } });

    expect(permissionsOf(cache)).toEqual([{ action: 'ssm:GetParameters', resource: 'parameter/a' }]);
    cache.close();
  });
});
