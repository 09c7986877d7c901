import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SsmCache, SsmHandle } from 'nestjs-ssm-cache';
import { rejection } from '../support/make-cache.js';
import { HANGS, deafClient } from './deadline/hangs.js';
import { HeldAws, REFRESH_TIMEOUT } from './deadline/held-aws.js';
import { becomesTrue, eventually } from './deadline/time.js';
import { settlesWithin } from './support/settles-within.js';

/** Milliseconds. */
const DEADLINE = REFRESH_TIMEOUT * 1_000;
const GRACE = 100;
const TIME_LIMIT = 30_000;
/** How many calls of one kind may be in flight, and more than that. */
const AT_ONCE = 40;
const MANY = 45;

let world: HeldAws;

// The first client of the SDK takes a tenth of a second to import, which no deadline should have to cover.
beforeAll(() => import('@aws-sdk/client-ssm'));
beforeEach(async () => {
  world = await HeldAws.start();
});
afterEach(() => world.close());

/** Reads of secrets in versions of their own, which no batch can hold: each is a call. */
const hungReads = (cache: SsmCache, count: number): Promise<unknown>[] =>
  Array.from({ length: count }, (_, index) =>
    rejection(cache.secret(`hung${index}`, { versionStage: 'AWSCURRENT' }).get()),
  );

describe.each(HANGS)('A call that hangs $where', ({ options, begin }) => {
  it(
    'ends at the deadline, and the next one succeeds once nothing hangs any more',
    async () => {
      const handle = world.open(options?.(world)).parameter('/x');
      begin?.(world);
      const read = handle.get();

      expect(await settlesWithin(DEADLINE + GRACE, read)).toBe(true);
      expect((await rejection(read)).code).toBe('SSM_CACHE_REFRESH');
      world.aws.faults.clear();
      expect(await eventually(handle)).toBe('first');
    },
    TIME_LIMIT,
  );

  it('ends at once when the cache is closed', async () => {
    const cache = world.open(options?.(world));
    begin?.(world);
    const read = cache.parameter('/x').get();
    await sleep(GRACE);
    cache.close();

    expect(await settlesWithin(GRACE, read)).toBe(true);
    expect((await rejection(read)).code).toBe('SSM_CACHE_CLOSED');
  });
});

describe('A call whose answer never comes', () => {
  const KINDS: [string, (cache: SsmCache) => SsmHandle<unknown, any>[]][] = [
    ['GetParameters', (cache) => [cache.parameter('/x')]],
    ['GetParametersByPath', (cache) => [cache.parameters('/path')]],
    ['GetSecretValue', (cache) => [cache.secret('s')]],
    ['BatchGetSecretValue', (cache) => [cache.secret('s'), cache.secret('t')]],
  ];

  it.each(KINDS)('(%s) has its connection closed at the deadline', async (operation, handlesOf) => {
    world.hold();
    await Promise.all(handlesOf(world.open()).map((handle) => rejection(handle.get())));

    expect(world.aws.callsOf(operation)).toHaveLength(1);
    expect(world.sockets).toHaveLength(1);
    expect(await becomesTrue(() => world.sockets.every(({ destroyed }) => destroyed))).toBe(true);
  });

  it('has its connection closed when the cache is closed', async () => {
    world.hold();
    const cache = world.open({ refreshTimeout: 60 });
    const read = rejection(cache.parameter('/x').get());
    await becomesTrue(() => world.sockets.length === 1);
    cache.close();

    expect((await read).code).toBe('SSM_CACHE_CLOSED');
    expect(await becomesTrue(() => world.sockets.every(({ destroyed }) => destroyed))).toBe(true);
  });

  it(`leaves its place to others, though ${MANY} of its kind hang`, async () => {
    const cache = world.open();
    world.hold();
    const hung = Promise.all(hungReads(cache, MANY));
    expect(await settlesWithin(DEADLINE + GRACE, hung)).toBe(true);
    expect(world.sockets).toHaveLength(AT_ONCE);
    world.aws.faults.clear();

    const healthy = cache.secret('t').get();
    expect(await settlesWithin(DEADLINE, healthy)).toBe(true);
    await expect(healthy).resolves.toBe('first');
    expect(await becomesTrue(() => world.sockets.every(({ destroyed }) => destroyed))).toBe(true);
  });

  it(`leaves its place to others, though ${MANY} of its kind hang in a client that cannot be aborted`, async () => {
    const client = new SecretsManagerClient({
      ...world.aws.clientConfig(),
      requestHandler: { httpAgent: { maxSockets: Infinity } },
    });
    world.clients.push(client);
    const cache = world.open({ secretsManagerClient: { send: (command: never) => client.send(command) } });
    world.hold();
    await Promise.all(hungReads(cache, MANY));
    expect(world.sockets).toHaveLength(AT_ONCE);
    world.aws.faults.clear();

    await expect(cache.secret('t').get()).resolves.toBe('first');
    expect(world.sockets.every(({ destroyed }) => !destroyed)).toBe(true);
  });
});

describe('An answer that comes after the deadline', () => {
  it('replaces nothing that came meanwhile', async () => {
    const cache = world.open(deafClient(world));
    const handle = cache.parameter('/x');
    await handle.get();
    await sleep(60);
    world.hold();
    await expect(handle.get()).resolves.toBe('first');
    world.aws.faults.clear();
    world.aws.parameterStore.put('/x', 'second');
    await handle.refresh();
    expect(handle.version).toBe(2);

    world.release();
    await sleep(GRACE);
    expect(handle.version).toBe(2);
    expect(handle.value).toBe('second');
  });
});

describe('An SDK that waits to try again', () => {
  it(
    'does not try again after the deadline',
    async () => {
      const cache = world.open();
      world.aws.faults.always({ fault: 'throttling', retryAfter: 1 });
      await rejection(cache.parameter('/x').get());
      await sleep(1_500);

      expect(world.aws.callsOf('GetParameters').map(({ operation }) => operation)).toEqual(['GetParameters']);
    },
    TIME_LIMIT,
  );
});
