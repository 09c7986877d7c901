import { describe, expect, it } from '@jest/globals';
import { Recovery } from '../../../lib/recovery/recovery.js';
import { settle } from '../../support/fake-runtime.js';
import { makeCache, rejection, track } from '../../support/make-cache.js';
import { lastTick } from '../../../lib/runtime/clock.js';

/** A recovery without values, so that all it does is to call back. */
const failing = (callback: () => unknown): (() => Promise<void>) => {
  const recovery = new Recovery([], callback);
  return () => recovery.recover(lastTick());
};

describe('Callbacks whose calls fail in their turn', () => {
  it('get an error instead of waiting for each other', async () => {
    const errors: unknown[] = [];
    const first: () => Promise<void> = failing(() => second());
    const second = failing(async () => errors.push(await rejection(first())));
    const call = track(first());
    await settle();

    expect(call.state).toBe('fulfilled');
    expect(errors).toMatchObject([{ name: 'RefreshError' }]);
  });

  it('get one also where they began each by itself', async () => {
    const outcomes: PromiseSettledResult<unknown>[] = [];
    const calling = (other: () => Promise<void>) => async (): Promise<void> => {
      await settle(1);
      outcomes.push(...(await Promise.allSettled([other()])));
    };
    const first: () => Promise<void> = failing(calling(() => second()));
    const second: () => Promise<void> = failing(calling(() => third()));
    const third = failing(calling(() => first()));
    const calls = [first, second, third].map((call) => track(call()));
    await settle(10);

    expect(calls.map(({ state }) => state)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(outcomes.map(({ status }) => status)).toContain('rejected');
  });

  it('wait for one that does not wait for them', async () => {
    let finish = (): void => undefined;
    const slow = failing(() => new Promise<void>((resolve) => (finish = resolve)));
    const quick = failing(() => slow());
    const calls = [track(slow()), track(quick())];
    await settle();
    expect(calls.map(({ state }) => state)).toEqual(['pending', 'pending']);
    finish();
    await settle();
    finish();
    await settle();

    expect(calls.map(({ state }) => state)).toEqual(['fulfilled', 'fulfilled']);
  });

  it('wait no longer for one that they once waited for', async () => {
    const errors: unknown[] = [];
    let finish = (): void => undefined;
    const inner: () => Promise<void> = failing(() => undefined);
    const outer = failing(async () => {
      await inner();
      await new Promise<void>((resolve) => (finish = resolve));
    });
    const first = track(outer());
    await settle();
    const other = failing(() => outer());
    const second = track(other().catch((error: unknown) => errors.push(error)));
    await settle();
    finish();
    await settle();
    finish();
    await settle();

    expect([first.state, second.state, errors.length]).toEqual(['fulfilled', 'fulfilled', 0]);
  });

  it('are over for what they left behind', async () => {
    let later: Promise<void> | undefined;
    let isFirst = true;
    const call: () => Promise<void> = failing(() => {
      if (isFirst) later = settle(2).then(() => call());
      isFirst = false;
    });
    await call();

    await expect(later).resolves.toBeUndefined();
  });
});

describe('A callback that makes a call of its own', () => {
  it('gets the error of that call, instead of waiting for itself', async () => {
    const { cache, secrets, runtime } = makeCache();
    secrets.put('db', 'old');
    const password = cache.secret('db');
    await password.get();
    let isUp = false;
    let pool = 'none';
    const query: () => Promise<string> = password.refreshOnError(
      async () => {
        if (!isUp || pool === 'none') throw new Error('28P01');
        return 'rows';
      },
      {
        onRefresh: async () => {
          pool = password.value;
          await query();
        },
      },
    );
    const first = track(query());
    await runtime.advance(30);
    expect(first).toMatchObject({ state: 'rejected', error: { message: '28P01' } });

    isUp = true;
    pool = 'none';
    const later = track(query());
    await runtime.advance(600);
    expect(later).toMatchObject({ state: 'fulfilled', value: 'rows' });
  });
});
