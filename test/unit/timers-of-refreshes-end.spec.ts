import { describe, expect, it, jest } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { withTimeout } from '../../lib/runtime/abortable.js';
import { FakeRuntime, settle } from '../support/fake-runtime.js';
import { makeCache } from '../support/make-cache.js';

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
