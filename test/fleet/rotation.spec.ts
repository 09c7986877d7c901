import { describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { SsmCache, SsmCacheOptions } from 'nestjs-ssm-cache';
import { track } from '../support/make-cache.js';
import { loginOf, RotatedSecret, SECRET } from '../support/rotated-secret.js';
import { makeFleet } from './support/fleet.js';
import { report } from './support/measured.js';

const CALLS = 1_000;
const PROCESSES = 12;
const KEYS = [randomBytes(32)];

const start = async (size: number, share: 'signals' | 'values', options: SsmCacheOptions = {}) => {
  const made = makeFleet(
    size,
    { maxAge: 3_600, ...options },
    { share, ...(share === 'values' && { keys: KEYS }) },
  );
  const secret = new RotatedSecret(made.secrets);
  const accepted = { number: 1 };
  const logins = made.caches.map((cache) => {
    const login = cache.secret(SECRET);
    return login.refreshOnError(
      async () => {
        if (login.value !== JSON.stringify(loginOf(accepted.number)))
          throw new Error('authentication failed');
        return 'in';
      },
      { pending: true, retries: 5 },
    );
  });
  await Promise.all(made.caches.map((cache) => cache.secret(SECRET).get()));
  await made.runtime.advance(10);
  return { ...made, secret, accepted, logins };
};

const stagesIn = (calls: readonly { readonly input: object }[]): readonly string[] =>
  calls.map(({ input }) => (input as { readonly VersionStage?: string }).VersionStage ?? 'AWSCURRENT');

describe('A rotation that is tried before its end', () => {
  it.each([
    ['signals', 2 * PROCESSES],
    ['values', 3],
  ] as const)('has 1,000 failing calls on 12 instances read little, %s', async (share, goal) => {
    const { accepted, caches, logins, runtime, secret, vault } = await start(PROCESSES, share);
    const figures: number[] = [];
    for (let rotation = 0; rotation < 3; rotation += 1) {
      const before = vault.calls.length;
      accepted.number = secret.create();
      const calls = Array.from({ length: CALLS }, (_, index) =>
        track(Promise.resolve(logins[index % PROCESSES]?.())),
      );
      await runtime.advance(5);
      expect(calls.filter(({ value }) => value === 'in')).toHaveLength(CALLS);
      figures.push(vault.calls.length - before);
      secret.finish();
      await Promise.all(caches.map((cache) => cache.secret(SECRET).refresh()));
      await runtime.advance(60);
    }
    const most = Math.max(...figures);
    for (const cache of caches) cache.close();
    report(
      `rotation with pending, 1,000 failing calls on 12, ${share}`,
      `${most} calls, 0 failed`,
      most <= goal,
    );
  });

  it.each(['signals', 'values'] as const)(
    'has nobody else read anything while one of them tries it, %s',
    async (share) => {
      const { accepted, caches, logins, runtime, secret, vault } = await start(3, share);
      for (let rotation = 0; rotation < 3; rotation += 1) {
        const before = vault.calls.length;
        accepted.number = secret.create();
        const call = track(Promise.resolve(logins[0]?.()));
        await runtime.advance(5);
        expect(call.value).toBe('in');
        await Promise.all(caches.map((cache) => cache.secret(SECRET).get()));
        expect(stagesIn(vault.calls.slice(before))).toEqual(['AWSPENDING', 'AWSCURRENT']);
        secret.finish();
        await Promise.all(caches.map((cache) => cache.secret(SECRET).refresh()));
        await runtime.advance(60);
      }
      for (const cache of caches) cache.close();
    },
  );

  it('has who has tried it, and knows that it is current, read nothing when others learn that', async () => {
    const { accepted, caches, logins, runtime, secret, vault } = await start(2, 'signals');
    accepted.number = secret.create();
    const call = track(Promise.resolve(logins[0]?.()));
    await runtime.advance(5);
    expect(call.value).toBe('in');
    secret.finish();
    const before = vault.calls.length;
    vault.isHolding = true;
    const refreshes = caches.map((cache) => track(cache.secret(SECRET).refresh()));
    await runtime.drain();
    vault.isHolding = false;
    for (const one of vault.calls.slice(before)) one.release();
    await runtime.drain();
    expect(refreshes.every(({ state }) => state === 'fulfilled')).toBe(true);

    await Promise.all(caches.map((cache) => cache.secret(SECRET).get()));
    expect(vault.calls.length - before).toBe(2);
    for (const cache of caches) cache.close();
  });

  it.each([
    [1, 120],
    [300, 300],
  ])(
    'has the pending version kept for minRefreshInterval, 2 minutes at least (%s s: %s s)',
    async (minRefreshInterval, kept) => {
      const { accepted, caches, logins, runtime, secret, store } = await start(1, 'values', {
        minRefreshInterval,
      });
      await runtime.advance(minRefreshInterval);
      const put = jest.spyOn(store, 'put');
      accepted.number = secret.create();
      const call = track(Promise.resolve(logins[0]?.()));
      await runtime.advance(5);
      expect(call.value).toBe('in');
      for (const cache of caches) cache.close();

      const keeps = put.mock.calls.flatMap(([values]) => values.map(({ keep }) => keep / 1_000));
      expect(keeps).toEqual([kept, 3_600]);
    },
  );

  it('shares nothing of a secret that is not shared', async () => {
    const { caches, runtime, secrets, store } = makeFleet(1, {}, { share: 'values', keys: KEYS });
    const secret = new RotatedSecret(secrets);
    const login = (caches[0] as SsmCache).secret(SECRET, { share: false });
    await login.get();
    secret.create();
    const call = track(
      login.refreshOnError(
        async () => {
          if (login.value !== JSON.stringify(loginOf(2))) throw new Error('authentication failed');
          return 'in';
        },
        { pending: true },
      )(),
    );
    await runtime.advance(5);

    expect(call.value).toBe('in');
    expect(store.stored.size).toBe(0);
  });
});
