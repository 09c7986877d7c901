import { describe, expect, it } from '@jest/globals';
import type { RefreshUnit } from '../../../lib/engine/refresh-unit.js';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { Recovery } from '../../../lib/recovery/recovery.js';
import { RetryingCalls } from '../../../lib/recovery/retrying-calls.js';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection, thrown, track } from '../../support/make-cache.js';
import { lastTick } from '../../../lib/runtime/clock.js';

/** Calls to a database whose failures are in the hands of the test. */
const makeDatabase = async (onRefresh?: () => unknown) => {
  const made = makeCache({ maxAge: 600, jitter: 0, minRefreshInterval: 0 });
  made.secrets.put('db', 'one');
  const password = made.cache.secret('db');
  await password.get();
  const failing: (() => void)[] = [];
  const used: string[] = [];
  const query = password.refreshOnError(
    async (id: string) => {
      const isFirst = !used.some((use) => use.startsWith(id));
      used.push(`${id} ${password.value}`);
      if (isFirst) await new Promise((_, reject) => failing.push(() => reject(new Error('28P01'))));
      return id;
    },
    onRefresh === undefined ? {} : { onRefresh },
  );
  made.vault.calls.length = 0;
  return { ...made, password, failing, used, query };
};

describe('A call that fails after another has brought new values', () => {
  it.each([
    ['without a callback', undefined],
    ['with a callback', () => {}],
  ])('is repeated with them, and refreshes nothing: %s', async (_title, callback) => {
    const told: string[] = [];
    const onRefresh = callback && (() => void told.push('told'));
    const { secrets, vault, query, failing, used } = await makeDatabase(onRefresh);
    const calls = [track(query('a')), track(query('b'))];
    await settle();
    secrets.rotate('db', 'two');
    failing[0]?.();
    await settle();
    expect(calls[0]).toMatchObject({ state: 'fulfilled', value: 'a' });
    failing[1]?.();
    await settle();

    expect(calls[1]).toMatchObject({ state: 'fulfilled', value: 'b' });
    expect(used).toEqual(['a one', 'b one', 'a two', 'b two']);
    expect(vault.count()).toBe(1);
    expect(told).toEqual(onRefresh === undefined ? [] : ['told']);
  });
});

describe('A call that fails after a refresh of somebody else', () => {
  const failLate = async (onRefresh?: () => void) => {
    const { secrets, vault, query, failing, password } = await makeDatabase(onRefresh);
    const call = track(query('a'));
    await settle();
    secrets.rotate('db', 'two');
    await password.refresh();
    failing[0]?.();
    await settle();
    return { call, calls: vault.count() };
  };

  it('is repeated at once without a callback', async () => {
    const { call, calls } = await failLate();

    expect(call).toMatchObject({ state: 'fulfilled', value: 'a' });
    expect(calls).toBe(1);
  });

  it('is repeated once the callback has seen what came', async () => {
    const order: string[] = [];
    const { call, calls } = await failLate(() => void order.push('told'));

    expect(call).toMatchObject({ state: 'fulfilled', value: 'a' });
    expect(order).toEqual(['told']);
    expect(calls).toBe(1);
  });
});

describe('A call that fails while a refresh is under way', () => {
  it('is content with one that began after it failed', async () => {
    const { vault, query, failing } = await makeDatabase();
    const calls = [track(query('a')), track(query('b'))];
    await settle();
    for (const fail of failing) fail();
    await settle();

    expect(calls.map(({ state }) => state)).toEqual(['fulfilled', 'fulfilled']);
    expect(vault.count()).toBe(1);
  });

  it('wants another where that one began before, and brought nothing new', async () => {
    const { vault, query, failing } = await makeDatabase();
    vault.isHolding = true;
    const calls = [track(query('a')), track(query('b'))];
    await settle();
    failing[0]?.();
    await settle();
    expect(vault.count()).toBe(1);
    failing[1]?.();
    await settle();
    vault.releaseAll();
    await settle();
    expect(calls.map(({ state }) => state)).toEqual(['fulfilled', 'pending']);
    vault.letGo();
    await settle();

    expect(calls[1]?.state).toBe('fulfilled');
    expect(vault.count()).toBe(2);
  });

  it('wants another where any of several values is from before', async () => {
    let refreshes = 0;
    const target = (lastStarted: number) => {
      const lastEnded = lastTick() + 1 - lastStarted;
      const settled = Promise.resolve();
      const unit = { lastStarted, lastEnded, failure: undefined, settled, trial: undefined } as RefreshUnit;
      const refresh = async () => {
        refreshes += 1;
        await settle(1);
      };
      const policy = { minRefreshInterval: 0, refreshTimeout: 5_000 };
      return { revision: 0, changedAt: 0, policy, unit, refresh, reads: () => true };
    };
    const recover = async (...started: number[]) => {
      refreshes = 0;
      const recovery = new Recovery(started.map(target), undefined);
      await Promise.all([recovery.recover(lastTick()), recovery.recover(lastTick())]);
      return refreshes / started.length;
    };

    await expect(recover(0, 0)).resolves.toBe(1);
    await expect(recover(0, 1)).resolves.toBe(2);
    await expect(recover(1, 0)).resolves.toBe(2);
    await expect(recover(1, 1)).resolves.toBe(2);
  });

  it('has a callback of its own where there are no values', async () => {
    let told = 0;
    const recovery = new Recovery([], async () => {
      told += 1;
      await settle(1);
    });
    await Promise.all([recovery.recover(lastTick()), recovery.recover(lastTick())]);

    expect(told).toBe(2);
  });
});

describe('A call that cannot be repeated', () => {
  it('is refused by its name', async () => {
    const { cache } = makeCache();
    const handle = cache.parameter('/x');
    const query = handle.refreshOnError(function query() {
      return 'at once';
    });
    const nameless = handle.refreshOnError(
      (
        () => () =>
          'at once'
      )(),
    );

    expect(thrown(query)).toMatchObject({ name: 'InvalidDeclarationError', names: ['query'] });
    expect(thrown(nameless).message).toMatch(/^the function returned neither/);
  });

  it('is refused where it is declared if it is no function, or its callback is none', () => {
    const handle = makeCache().cache.parameter('/x');
    const none = thrown(() => handle.refreshOnError('query' as never));
    expect(none).toMatchObject({ name: 'InvalidDeclarationError', names: ['refreshOnError()'] });
    expect(none.message).toBe('refreshOnError() takes a function.');

    async function query(): Promise<void> {}
    const named = thrown(() => handle.refreshOnError(query, { onRefresh: 'connect' as never }));
    expect(named).toMatchObject({ name: 'InvalidDeclarationError', names: ['query'] });
    expect(named.message).toMatch(/^refreshOnError\(query\): "onRefresh" must be a function/);
  });
});

describe('A repeated call', () => {
  it('is told that it is one', async () => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    const told: boolean[] = [];
    const run = new RetryingCalls({ retries: 2 }, cache[INTERNALS].runtime).run({
      name: 'query',
      recovery: new Recovery([handle[INTERNALS]], undefined),
      invoke: async (isRetry) => {
        told.push(isRetry);
        if (told.length < 3) throw new Error('28P01');
        return 'rows';
      },
    });
    const result = track(run as Promise<unknown>);
    await settle();
    await settle();

    expect(result).toMatchObject({ state: 'fulfilled', value: 'rows' });
    expect(told).toEqual([false, true, true]);
  });

  it('fails with its own error, which holds that of the refresh and can be used again', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    const error: Error & { refreshError?: unknown } = new Error('28P01');
    const query = handle.refreshOnError(() => Promise.reject(error));
    expect(await rejection(query())).toBe(error);
    expect(error.refreshError).toMatchObject({ code: 'SSM_CACHE_REFRESH' });
    expect(Object.keys(error)).toEqual([]);
    const first = error.refreshError;
    await runtime.advance(1);
    await rejection(query());
    expect(error.refreshError).not.toBe(first);

    error.refreshError = 'replaced';
    expect(error.refreshError).toBe('replaced');
    delete error.refreshError;
    expect(error.refreshError).toBeUndefined();
  });
});

describe('The errors to refresh on', () => {
  const attempt = async (on: unknown, error: unknown) => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    let calls = 0;
    const query = handle.refreshOnError(
      async () => {
        calls += 1;
        throw error;
      },
      { on: on as never },
    );
    const result = track(query());
    await runtime.advance(60);
    expect(result).toMatchObject({ state: 'rejected', error });
    return calls === 2;
  };
  class Rejection {}
  function OldError(): void {}
  OldError.prototype = Object.create(Error.prototype);
  const oldError = Object.create(OldError.prototype) as Error;

  it.each([
    ['a class of JavaScript itself', RangeError, new RangeError('x'), new TypeError('x')],
    ['any error', Error, new TypeError('x'), { code: '28P01' }],
    ['a class that is no error', Rejection, new Rejection(), new Error('x')],
    ['a class from before there were any', OldError, oldError, new Error('x')],
    ['several classes', [RangeError, Rejection], new Rejection(), new TypeError('x')],
    ['a predicate', ({ message }: Error) => message === '28P01', new Error('28P01'), new Error('x')],
    ['a predicate that throws', (error: any) => error.code.length > 0, { code: '28P01' }, new Error('x')],
  ])('are told by %s', async (_title, on, matching, other) => {
    await expect(attempt(on, matching)).resolves.toBe(true);
    await expect(attempt(on, other)).resolves.toBe(false);
  });

  it('are told by a predicate that shows nobody what it is', async () => {
    const secretive = new Proxy(() => true, {
      get: () => {
        throw new Error('c4n4ry');
      },
    });

    await expect(attempt(secretive, new Error('x'))).resolves.toBe(true);
  });
});
