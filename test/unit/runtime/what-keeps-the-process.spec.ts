import { describe, expect, it } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { systemRuntime } from '../../../lib/runtime/cache-runtime.js';
import { awsError, makeCache, track } from '../../support/make-cache.js';

const world = (options: Parameters<typeof makeCache>[0] = {}) => {
  const made = makeCache({ maxAge: 60, jitter: 0, ...options });
  made.parameters.put('/x', 'v');
  const handle = made.cache.parameter('/x');
  const start = (timeout: number) =>
    track(made.cache[INTERNALS].preload([{ declaration: 'Shop.x', view: handle[INTERNALS] }], timeout));
  const { closed, closing } = made.cache[INTERNALS].runtime;
  const listeners = (): number =>
    [closed, closing].flatMap((signal) => getEventListeners(signal, 'abort')).length;
  return { ...made, handle, start, listeners };
};

describe('A process', () => {
  it('is not kept from its end by what is held, nor by a refresh in the background', async () => {
    const { runtime, handle } = world({ refresh: 'background' });
    await handle.get();

    expect(runtime.timers).toBe(1);
    expect(runtime.isHeld).toBe(false);
  });

  it('is kept by a call to AWS itself alone', async () => {
    const { runtime, handle, ssm } = world();
    ssm.isHolding = true;
    const read = track(handle.get());
    await runtime.drain();
    expect(runtime.timers).toBeGreaterThan(0);
    expect(runtime.isHeld).toBe(false);

    ssm.releaseAll();
    await runtime.drain();
    expect([read.state, runtime.timers]).toEqual(['fulfilled', 0]);
  });

  it('is kept by a refresh that waits for minRefreshInterval', async () => {
    const { runtime, handle } = world({ minRefreshInterval: 5 });
    await handle.refresh();
    expect(runtime.isHeld).toBe(false);
    const refresh = track(handle.refresh());
    await runtime.drain();
    expect(runtime.isHeld).toBe(true);

    await runtime.advance(5);
    expect([refresh.state, runtime.isHeld]).toEqual(['fulfilled', false]);
  });

  it('is kept by the delay of a call that is repeated', async () => {
    const { runtime, handle } = world();
    let calls = 0;
    const call = track(
      handle.refreshOnError(
        async () => {
          calls += 1;
          if (calls === 1) throw new Error('It is down.');
        },
        { delay: 5 },
      )(),
    );
    await runtime.drain();
    expect([calls, runtime.isHeld]).toEqual([1, true]);

    await runtime.advance(5);
    expect([call.state, calls, runtime.timers]).toEqual(['fulfilled', 2, 0]);
  });

  it('is kept by what a call of an extension waits for', async () => {
    const { runtime, handle } = world({
      refreshTimeout: 4,
      extensions: [{ name: 'row', beforeCall: () => new Promise(() => {}) }],
    });
    const read = track(handle.get());
    await runtime.drain();
    expect(runtime.isHeld).toBe(true);

    await runtime.advance(2);
    expect([read.state, runtime.isHeld]).toEqual(['fulfilled', false]);
  });

  it.each([
    ['without an answer', undefined],
    ['that is throttled', 'ThrottlingException'],
  ])('is kept by a start %s', async (_what, error) => {
    const { runtime, ssm, start } = world();
    runtime.chance = 0.5;
    if (error === undefined) ssm.isHolding = true;
    else {
      ssm.instead = () => {
        throw awsError(error);
      };
    }
    const started = start(10_000);
    await runtime.advance(1);
    expect(runtime.isHeld).toBe(true);
    await runtime.advance(8);
    expect(runtime.isHeld).toBe(true);

    await runtime.advance(1);
    expect([started.state, runtime.isHeld]).toEqual(['fulfilled', false]);
  });
});

describe('A cache in use', () => {
  it('does not gather listeners for its end', async () => {
    const { runtime, handle, ssm, start, listeners } = world({
      minRefreshInterval: 1,
      extensions: [{ name: 'row', beforeCall: async () => undefined }],
    });
    const later = { transform: async (text: unknown) => String(text) };
    const converted = world().cache.parameter('/x', later);
    await Promise.all([handle.get(), converted.get()]);
    const before = listeners();
    let calls = 0;
    const query = handle.refreshOnError(
      async () => {
        calls += 1;
        if (calls % 2 === 1) throw new Error('It is down.');
      },
      { delay: 1 },
    );
    for (let round = 0; round < 3; round += 1) {
      const call = track(query());
      const refresh = track(handle.refresh());
      await runtime.advance(5);
      expect([call.state, refresh.state, start(1_000).state]).toEqual(['fulfilled', 'fulfilled', 'pending']);
      await runtime.advance(5);
    }
    ssm.isHolding = true;
    const refresh = track(handle.refresh());
    await runtime.advance(20);

    expect(refresh.state).toBe('rejected');
    expect(runtime.timers).toBe(0);
    expect(listeners()).toBe(before);
  });

  it('without a log of its own is silent', () => {
    const { logger } = systemRuntime();

    for (const level of ['log', 'warn', 'error'] as const) {
      expect(logger[level]('It is told.')).toBeUndefined();
    }
  });
});
