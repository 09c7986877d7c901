import { describe, expect, it, jest } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { FakeRuntime, settle } from '../../support/fake-runtime.js';
import { makeCache, rejection, track } from '../../support/make-cache.js';
import { withTimeout } from '../../../lib/runtime/abortable.js';

describe('The deadline of a refresh', () => {
  const hung = async (options: Parameters<typeof makeCache>[0] = {}) => {
    const context = makeCache({ maxAge: 60, jitter: 0, ...options });
    context.parameters.put('/x', 'old');
    const handle = context.cache.parameter('/x');
    await handle.get();
    await context.runtime.advance(61);
    context.ssm.calls.length = 0;
    context.ssm.isHolding = true;
    return { ...context, handle };
  };

  it('is 5 s: then the call is aborted and the reader gets the last known value', async () => {
    const { handle, runtime, ssm } = await hung();
    const read = track(handle.get());
    await runtime.advance(4.99);
    expect(read.state).toBe('pending');
    expect(ssm.last.signal?.aborted).toBe(false);
    await runtime.advance(0.02);

    expect(ssm.last.signal?.aborted).toBe(true);
    expect(read).toMatchObject({ state: 'fulfilled', value: 'old' });
  });

  it('rejects a first load with RefreshError that names the time-out', async () => {
    const { cache, runtime } = await hung({ refreshTimeout: 0.5 });
    const read = track(cache.parameter('/first').get());
    await runtime.advance(0.51);

    expect(read.state).toBe('rejected');
    expect(read.error).toMatchObject({ name: 'RefreshError', names: ['/first'] });
    expect(read.error?.message).toContain('0.5 s');
  });

  it('covers secrets, single and in a batch', async () => {
    const { cache, vault, runtime } = makeCache({ refreshTimeout: 2 });
    vault.isHolding = true;
    const single = track(cache.secret('one').get());
    await settle();
    const batch = ['two', 'three'].map((id) => track(cache.secret(id).get()));
    await settle();
    expect(vault.calls.map(({ operation }) => operation)).toEqual(['GetSecretValue', 'BatchGetSecretValue']);
    await runtime.advance(2.01);

    for (const read of [single, ...batch]) expect(read.error?.name).toBe('RefreshError');
    for (const call of vault.calls) expect(call.signal?.aborted).toBe(true);
  });

  it('frees the place of a hung call: the next refresh has a call of its own and succeeds', async () => {
    const { handle, runtime, ssm, parameters } = await hung();
    const read = handle.get();
    await runtime.advance(5.01);
    await read;
    parameters.put('/x', 'new');
    ssm.isHolding = false;
    await runtime.advance(2);

    await expect(handle.get()).resolves.toBe('new');
    expect(ssm.count()).toBe(2);
  });

  it('ignores an answer that comes after it', async () => {
    const { handle, runtime, ssm, parameters } = await hung();
    const read = handle.get();
    await runtime.advance(5.01);
    await read;
    const [late] = ssm.calls;
    parameters.put('/x', 'new');
    ssm.isHolding = false;
    await runtime.advance(2);
    await handle.get();

    late?.answer({ Parameters: [{ Name: '/x', Type: 'String', Value: 'late', Version: 99 }] });
    await settle();
    expect(handle.value).toBe('new');
    expect(handle.version).toBe(2);
  });

  it('ignores a failure that comes after it', async () => {
    const { handle, runtime, ssm, cache } = await hung();
    const read = handle.get();
    await runtime.advance(5.01);
    await read;
    const [late] = ssm.calls;
    ssm.isHolding = false;
    await runtime.advance(2);
    await handle.get();
    late?.fail(new Error('late'));
    await settle();

    expect(cache.inspect()[0]).toMatchObject({ state: 'fresh', lastError: undefined });
  });

  it('makes hung calls no hindrance for other names, however many hang', async () => {
    const { cache, runtime, ssm, parameters } = makeCache({ refreshTimeout: 5 });
    const names = Array.from({ length: 300 }, (_, index) => `/hung/${index}`);
    for (const name of names) parameters.put(name, 'v');
    ssm.isHolding = true;
    const hanging = names.map((name) => track(cache.parameter(name).get()));
    await settle();
    const held = ssm.count();
    await runtime.advance(5.01);
    expect(hanging.every(({ state }) => state === 'rejected')).toBe(true);
    ssm.isHolding = false;
    parameters.put('/good', 'v');

    await expect(cache.parameter('/good').get()).resolves.toBe('v');
    expect(held).toBeLessThanOrEqual(30);
  });

  it('leaves no timer behind when the answer comes in time', async () => {
    const { cache, runtime, parameters } = makeCache();
    parameters.put('/x', 'v');
    await cache.parameter('/x').get();

    expect(runtime.timers).toBe(0);
  });

  it('does not let one reader wait for a deadline that is longer than its own', async () => {
    const { cache, runtime, ssm, parameters } = makeCache();
    parameters.put('/x', 'v');
    ssm.isHolding = true;
    const patient = track(cache.parameter('/x', { refreshTimeout: 50 }).get());
    const hasty = track(cache.parameter('/y', { refreshTimeout: 1 }).get());
    await runtime.advance(1.01);

    expect(hasty.state).toBe('rejected');
    expect(patient.state).toBe('pending');
    ssm.letGo();
    await settle();
    expect(patient).toMatchObject({ state: 'fulfilled', value: 'v' });
  });

  it('does not lengthen by being asked for again', async () => {
    const { handle, runtime } = await hung();
    const first = track(handle.get());
    await runtime.advance(4);
    const second = track(handle.get());
    await runtime.advance(1.01);

    expect([first.state, second.state]).toEqual(['fulfilled', 'fulfilled']);
  });

  it('holds for a transform that never ends', async () => {
    const { cache, runtime, parameters } = makeCache({ refreshTimeout: 1 });
    parameters.put('/x', 'v');
    const read = track(cache.parameter('/x', { transform: () => new Promise(() => {}) }).get());
    await runtime.advance(10);

    expect(read.state).toBe('rejected');
  });

  it('is over when a batch of which one is slow has been answered by halves', async () => {
    const { cache, runtime, ssm, vault, parameters, secrets } = makeCache();
    parameters.put('/x', 'v');
    secrets.put('s', 'v');
    vault.isHolding = true;
    const slow = track(cache.secret('s').get());

    await expect(cache.parameter('/x').get()).resolves.toBe('v');
    expect(slow.state).toBe('pending');
    await runtime.advance(5.01);
    expect(slow.state).toBe('rejected');
    expect(ssm.count()).toBe(1);
  });

  it('aborts with an error that holds no value', async () => {
    const { cache, runtime, ssm } = makeCache();
    ssm.isHolding = true;
    const error = rejection(cache.parameter('/x').get());
    await runtime.advance(6);

    expect(await error).toMatchObject({ code: 'SSM_CACHE_REFRESH' });
  });

  it('aborts the one call that several members of a group share', async () => {
    const { cache, runtime, ssm, vault } = makeCache();
    ssm.isHolding = true;
    vault.isHolding = true;
    const group = cache.createGroup();
    const reads = [group.parameter('/a'), group.parameter('/b'), group.secret('c'), group.secret('d')].map(
      (member) => track(member.get()),
    );
    await settle();
    expect([ssm.count(), vault.count()]).toEqual([1, 1]);
    await runtime.advance(5.01);

    expect(ssm.last.signal?.aborted).toBe(true);
    expect(vault.last.signal?.aborted).toBe(true);
    expect(reads.every(({ state }) => state === 'rejected')).toBe(true);
  });

  it('does not abort a call that somebody else still waits for', async () => {
    const { cache, runtime, ssm } = makeCache();
    ssm.isHolding = true;
    const hasty = track(cache.parameter('/a', { refreshTimeout: 1 }).get());
    const patient = track(cache.parameter('/b', { refreshTimeout: 3 }).get());
    await runtime.advance(1.01);
    expect([hasty.state, patient.state, ssm.last.signal?.aborted]).toEqual(['rejected', 'pending', false]);
    await runtime.advance(2);

    expect([patient.state, ssm.last.signal?.aborted]).toEqual(['rejected', true]);
  });
});

/** Whether each timer that `runtime` sets from now on keeps the process running. */
const watchTimers = ({ scheduler }: FakeRuntime) => {
  const after = jest.spyOn(scheduler, 'after');
  return () => after.mock.calls.map(([, , holds]) => holds);
};

describe('The timer of a refresh', () => {
  it('does not keep the process running for the sake of its deadline', async () => {
    const { cache, ssm, runtime, parameters } = makeCache();
    parameters.put('/x', '1');
    await cache.parameter('/x').get();
    const handle = cache.parameter('/x');
    const holding = watchTimers(runtime);
    ssm.isHolding = true;
    const refreshing = handle.refresh();
    await settle();
    expect(new Set(holding())).toEqual(new Set([false]));
    ssm.letGo();
    await refreshing;
  });

  it('keeps the process running where it waits for its turn, since somebody waits for it', async () => {
    const { cache, runtime, parameters } = makeCache({ minRefreshInterval: 60 });
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    await handle.refresh();
    const holding = watchTimers(runtime);
    const refreshing = handle.refresh();
    await settle();
    expect(holding()).toEqual([true]);
    await runtime.advance(60);
    await refreshing;
  });
});

describe('A time limit', () => {
  const makeWorld = () => {
    const runtime = new FakeRuntime();
    const closing = new AbortController();
    const wait = (promise: Promise<unknown>) =>
      withTimeout({ scheduler: runtime.scheduler, closed: closing.signal }, 1_000, promise);
    const left = () => [runtime.timers, getEventListeners(closing.signal, 'abort').length];
    return { runtime, closing, wait, left };
  };

  it('leaves nothing behind, and does not keep the process running', async () => {
    const { runtime, wait, left } = makeWorld();
    const holding = watchTimers(runtime);

    await expect(wait(Promise.resolve(1))).resolves.toEqual({ value: 1 });
    expect(left()).toEqual([0, 0]);
    expect(holding()).toEqual([false]);
  });

  it('leaves nothing behind when the time is up, or the cache is closed', async () => {
    const { runtime, closing, wait, left } = makeWorld();
    const first = wait(new Promise(() => {}));
    await runtime.advance(1);
    await expect(first).resolves.toBe('late');
    expect(left()).toEqual([0, 0]);
    const second = wait(new Promise(() => {}));
    closing.abort();

    await expect(second).resolves.toBe('late');
    expect(left()).toEqual([0, 0]);
  });
});

describe('A conversion that takes time', () => {
  it('the deadline holds for a conversion of what was known already', async () => {
    const { cache, runtime, parameters } = makeCache({ refreshTimeout: 1 });
    parameters.put('/x', 'v');
    await cache.parameter('/x').get();
    const read = track(cache.parameter('/x', { transform: () => new Promise(() => {}) }).get());
    await runtime.advance(60);
    expect(read.state).toBe('rejected');
  });
});
