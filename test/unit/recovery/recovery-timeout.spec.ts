import { describe, expect, it } from '@jest/globals';
import type { RefreshOnErrorFunctionOptions } from 'nestjs-ssm-cache';
import { EventEmitter, getEventListeners } from 'node:events';
import { defer, firstValueFrom, from } from 'rxjs';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { Recovery } from '../../../lib/recovery/recovery.js';
import { RetryingCalls } from '../../../lib/recovery/retrying-calls.js';
import { makeCache, rejection, thrown, track } from '../../support/make-cache.js';

type OnRefresh = NonNullable<RefreshOnErrorFunctionOptions['onRefresh']>;

const never = (): Promise<void> => new Promise(() => {});

const hanging: [string, OnRefresh][] = [
  ['a promise that never settles', never],
  // oxlint-disable-next-line unicorn/no-thenable
  ['something that can be awaited, in vain', () => ({ then: () => undefined })],
];

/** A secret, and a query that fails while `state.isDown`. */
const database = async (onRefresh?: OnRefresh, options: RefreshOnErrorFunctionOptions = {}) => {
  const made = makeCache({ minRefreshInterval: 0 });
  made.secrets.put('db', 'one');
  const password = made.cache.secret('db');
  await password.get();
  const state = { isDown: true, calls: 0, callbacks: 0 };
  const query = password.refreshOnError(
    async () => {
      state.calls += 1;
      if (state.isDown) throw new Error('28P01');
      return 'rows';
    },
    {
      ...(onRefresh && {
        onRefresh: () => {
          state.callbacks += 1;
          return onRefresh();
        },
      }),
      ...options,
    },
  );
  return { ...made, password, state, query };
};

const LATE = { message: '28P01', refreshError: { code: 'SSM_CACHE_REFRESH' } };

describe('Calls that wait for one recovery', () => {
  it('share one timer, however many they are, and all of them end', async () => {
    const { query, runtime } = await database(never);
    const calls = [];
    const timers = [];
    for (let second = 0; second < 20; second += 1) {
      for (let index = 0; index < 50; index += 1) calls.push(track(query()));
      await runtime.advance(1);
      timers.push(runtime.timers);
    }
    expect(Math.max(...timers)).toBeLessThanOrEqual(3);

    expect(calls.some(({ state }) => state === 'rejected')).toBe(false);

    await runtime.advance(11);
    expect(calls.slice(0, 50).every(({ state }) => state === 'rejected')).toBe(true);
    await runtime.advance(30);
    expect(calls.every(({ state }) => state === 'rejected')).toBe(true);
    expect(runtime.timers).toBe(0);
  });
});

describe('A callback that takes for ever', () => {
  it.each(hanging)('fails the calls after 30 seconds, with their own error: %s', async (_title, callback) => {
    const { query, runtime } = await database(callback);
    const calls = [track(query()), track(query())];
    await runtime.advance(29);
    expect(calls.map(({ state }) => state)).toEqual(['pending', 'pending']);
    calls.push(track(query()));
    await runtime.advance(1);

    for (const call of calls) expect(call).toMatchObject({ state: 'rejected', error: LATE });
    const told = calls.map(({ error }) => (error as unknown as { refreshError: Error }).refreshError.message);
    expect(told.join()).toContain('recoveryTimeout (30 s)');
  });

  it('fails an Observable too', async () => {
    const { password, query, runtime } = await database();
    const watch = password.refreshOnError(() => defer(() => from(query())), { onRefresh: never, retries: 3 });
    const call = track(firstValueFrom(watch()));
    await runtime.advance(30);

    expect(call).toMatchObject({ state: 'rejected', error: LATE });
  });

  it('is given as long as recoveryTimeout says', async () => {
    const { query, runtime } = await database(never, { recoveryTimeout: 0.5 });
    const call = track(query());
    await runtime.advance(0.4);
    expect(call.state).toBe('pending');
    await runtime.advance(0.2);

    expect(call).toMatchObject({ state: 'rejected', error: LATE });
  });

  it('is called again for the next call that fails', async () => {
    const waits = [never, () => undefined];
    const { query, runtime, state } = await database(() => waits.shift()?.());
    const call = track(query());
    await runtime.advance(30);
    expect(call.state).toBe('rejected');
    const later = track(query());
    state.isDown = false;
    await runtime.advance(1);

    expect(later).toMatchObject({ state: 'fulfilled', value: 'rows' });
    expect(state.callbacks).toBe(2);
  });

  it('and then ends, has been called for what calls failed with before', async () => {
    let finish = (): void => undefined;
    const { query, runtime, state, secrets, password } = await database(
      () => new Promise<void>((resolve) => (finish = resolve)),
    );
    let failLater = (): void => undefined;
    const slow = password.refreshOnError(
      () => new Promise((_, reject) => (failLater = () => reject(new Error('28P01')))),
      { retries: 0 },
    );
    const slowCall = rejection(slow());
    secrets.rotate('db', 'two');
    const call = track(query());
    await runtime.advance(30);
    expect(call.state).toBe('rejected');
    state.isDown = false;
    finish();
    failLater();
    await slowCall;

    await expect(query()).resolves.toBe('rows');
    expect(state.callbacks).toBe(1);
  });

  it('does not keep a refresh from being tried again', async () => {
    const { query, runtime, vault } = await database(never, { recoveryTimeout: 1 });
    for (let count = 0; count < 3; count += 1) {
      const call = track(query());
      await runtime.advance(1);
      expect(call).toMatchObject({ state: 'rejected', error: LATE });
    }

    expect(vault.count()).toBe(4);
  });

  it('keeps no call waiting when the cache is closed', async () => {
    const { query, runtime, cache } = await database(never);
    const call = track(query());
    await runtime.advance(1);
    cache.close();
    await runtime.drain();

    expect(call).toMatchObject({
      state: 'rejected',
      error: { message: '28P01', refreshError: { code: 'SSM_CACHE_CLOSED' } },
    });
    expect(runtime.timers).toBe(0);
  });

  it('keeps no call waiting that fails after the cache was closed', async () => {
    const { cache, runtime } = await database();
    cache.close();
    const recovery = new Recovery([], never);
    const invoke = (): Promise<never> => Promise.reject(new Error('28P01'));
    const call = track(
      new RetryingCalls({}, cache[INTERNALS].runtime).run({
        name: 'a call',
        recovery,
        invoke,
      }) as Promise<unknown>,
    );
    await runtime.drain();

    expect(call).toMatchObject({
      state: 'rejected',
      error: { message: '28P01', refreshError: { code: 'SSM_CACHE_CLOSED' } },
    });
    expect(runtime.timers).toBe(0);
  });

  it('leaves no timer behind, and no listener', async () => {
    const { cache, query, runtime, state } = await database(() => void (state.isDown = false));
    const listeners = (): number => getEventListeners(cache[INTERNALS].runtime.closed, 'abort').length;
    const before = listeners();
    await expect(query()).resolves.toBe('rows');

    expect(runtime.timers).toBe(0);
    expect(listeners()).toBe(before);
  });

  it('keeps the process from its end while it is waited for', async () => {
    const { query, runtime } = await database(never);
    const call = track(query());
    await runtime.advance(1);
    expect(runtime.isHeld).toBe(true);
    await runtime.advance(30);

    expect(call.state).toBe('rejected');
    expect(runtime.isHeld).toBe(false);
  });
});

describe('A callback that waits for a worker, which calls what is recovered', () => {
  it.each<[string, (work: () => Promise<void>) => () => Promise<void>]>([
    [
      'through an event emitter',
      (work) => {
        const bus = new EventEmitter();
        const results = new EventEmitter();
        const jobs: (() => void)[] = [];
        // The worker was there before any call, and runs in no context of one.
        void (async () => {
          for (;;) {
            await new Promise<void>((resolve) => jobs.push(resolve));
            await work().catch(() => undefined);
            results.emit('done');
          }
        })();
        bus.on('job', () => jobs.shift()?.());
        return () =>
          new Promise((resolve) => {
            results.once('done', () => resolve());
            bus.emit('job');
          });
      },
    ],
    [
      'through a queue that is looked at from time to time',
      (work) => {
        const queue: (() => void)[] = [];
        const look = setInterval(() => {
          const done = queue.shift();
          if (done === undefined) return;
          clearInterval(look);
          void work()
            .catch(() => undefined)
            .then(done);
        }, 1);
        return () => new Promise((resolve) => void queue.push(resolve));
      },
    ],
  ])('%s, ends in time', async (_title, ask) => {
    let query: () => Promise<unknown> = never;
    const worker = ask(async () => void (await query()));
    const made = await database(worker, { recoveryTimeout: 5 });
    query = made.query;
    const call = track(query());
    while (made.state.calls < 2) await made.runtime.drain();
    await made.runtime.advance(6);

    expect(call).toMatchObject({ state: 'rejected', error: LATE });
    made.state.isDown = false;
    await expect(query()).resolves.toBe('rows');
  });
});

describe('A refresh and its callback', () => {
  it('share recoveryTimeout', async () => {
    const { query, runtime, vault } = await database(never, { recoveryTimeout: 6 });
    vault.isHolding = true;
    const call = track(query());
    await runtime.advance(4);
    vault.letGo();
    await runtime.advance(1.9);
    expect(call.state).toBe('pending');
    await runtime.advance(0.2);

    expect(call).toMatchObject({ state: 'rejected', error: LATE });
  });

  it('are not followed by the callback when the time was up before', async () => {
    const { query, runtime, vault, state } = await database(() => undefined, { recoveryTimeout: 2 });
    vault.isHolding = true;
    const call = track(query());
    await runtime.advance(2);
    expect(call).toMatchObject({ state: 'rejected', error: LATE });
    vault.letGo();
    await runtime.advance(1);

    expect(state.callbacks).toBe(0);
  });

  it('do not take the wait of delay from it', async () => {
    const { query, runtime, state } = await database(undefined, { recoveryTimeout: 1, delay: 60 });
    const call = track(query());
    await runtime.advance(59);
    state.isDown = false;
    await runtime.advance(1);

    expect(call).toMatchObject({ state: 'fulfilled', value: 'rows' });
  });

  it('that two methods share keep neither waiting for longer than its own recoveryTimeout', async () => {
    const { cache, password, runtime } = await database();
    const recovery = new Recovery([password[INTERNALS]], never);
    const callWithin = (recoveryTimeout: number) => {
      const invoke = (): Promise<never> => Promise.reject(new Error('28P01'));
      const retry = new RetryingCalls({ recoveryTimeout }, cache[INTERNALS].runtime);
      return track(retry.run({ name: 'a call', recovery, invoke }) as Promise<unknown>);
    };
    const calls = [callWithin(60), callWithin(5), callWithin(90)];
    const states: string[][] = [];
    for (const seconds of [4.9, 0.1, 54.9, 0.1]) {
      await runtime.advance(seconds);
      states.push(calls.map(({ state }) => state));
    }

    expect(states).toEqual([
      ['pending', 'pending', 'pending'],
      ['pending', 'rejected', 'pending'],
      ['pending', 'rejected', 'pending'],
      ['rejected', 'rejected', 'rejected'],
    ]);
  });
});

it.each([0, -1, NaN, '30'])('recoveryTimeout: %p is refused at once', async (recoveryTimeout) => {
  const { password } = await database();
  const error = thrown(() => password.refreshOnError(never, { recoveryTimeout: recoveryTimeout as never }));

  expect(error.name).toBe('OptionRangeError');
  expect(error.message).toContain('"recoveryTimeout" must be a number of seconds above 0');
});
