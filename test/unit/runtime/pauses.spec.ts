import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { sleep } from '../../../lib/runtime/abortable.js';
import { SystemScheduler } from '../../../lib/runtime/timers.js';
import { FakeRuntime } from '../../support/fake-runtime.js';
import { track } from '../../support/make-cache.js';

const makeWorld = () => {
  const runtime = new FakeRuntime();
  const closing = new AbortController();
  const wait = (milliseconds: number) =>
    sleep({ scheduler: runtime.scheduler, closed: closing.signal }, milliseconds);
  return { runtime, closing, wait, listeners: () => getEventListeners(closing.signal, 'abort').length };
};

/** How many timers keep the process running. */
const timersThatHold = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

describe('A pause', () => {
  it('ends when its time has come, and leaves nothing behind', async () => {
    const { runtime, wait, listeners } = makeWorld();
    const pausing = track(wait(1_000));
    await runtime.advance(0.999);
    expect(pausing.state).toBe('pending');
    await runtime.advance(0.001);

    expect(pausing.state).toBe('fulfilled');
    expect([runtime.timers, listeners()]).toEqual([0, 0]);
  });

  it('ends when the cache is closed, and leaves nothing behind', async () => {
    const { runtime, closing, wait, listeners } = makeWorld();
    const pausing = track(wait(1_000));
    closing.abort();
    await runtime.advance(0);

    expect(pausing.state).toBe('fulfilled');
    expect([runtime.timers, listeners()]).toEqual([0, 0]);
  });

  it('does not begin when the cache is closed, or there is nothing to wait for', async () => {
    const { runtime, closing, wait, listeners } = makeWorld();
    await wait(0);
    await wait(-1);
    closing.abort();
    await wait(1_000);

    expect([runtime.timers, listeners()]).toEqual([0, 0]);
  });

  it('keeps the process running, since somebody waits for what comes after it', async () => {
    const before = timersThatHold();
    const closing = new AbortController();
    const pausing = sleep({ scheduler: new SystemScheduler(), closed: closing.signal }, 3_600_000);
    expect(timersThatHold()).toBe(before + 1);
    closing.abort();
    await pausing;

    expect(timersThatHold()).toBe(before);
  });
});

describe('A timer', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('keeps the process running only if it is to', () => {
    const before = timersThatHold();
    const scheduler = new SystemScheduler();
    const cancelLoose = scheduler.after(3_600_000, () => {}, false);
    expect(timersThatHold()).toBe(before);
    const cancelHolding = scheduler.after(3_600_000, () => {}, true);
    expect(timersThatHold()).toBe(before + 1);
    cancelLoose();
    cancelHolding();

    expect(timersThatHold()).toBe(before);
  });

  it.each([true, false])('fires once its time has come (holds: %p)', (holds) => {
    jest.useFakeTimers();
    const task = jest.fn();
    new SystemScheduler(globalThis).after(1_000, task, holds);
    jest.advanceTimersByTime(999);
    expect(task).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);

    expect(task).toHaveBeenCalledTimes(1);
  });

  it.each([2 ** 40, Infinity])('does not fire at once for being set for %p milliseconds', (milliseconds) => {
    jest.useFakeTimers();
    const task = jest.fn();
    new SystemScheduler(globalThis).after(milliseconds, task, true);
    jest.advanceTimersByTime(24 * 3_600_000);

    expect(task).not.toHaveBeenCalled();
  });

  it('does not fire once it is cancelled', () => {
    jest.useFakeTimers();
    const task = jest.fn();
    const cancel = new SystemScheduler(globalThis).after(1_000, task, true);
    cancel();
    jest.advanceTimersByTime(10_000);

    expect(task).not.toHaveBeenCalled();
  });
});
