import { describe, expect, it } from '@jest/globals';
import { AwakeTimer } from '../../../lib/runtime/timers.js';
import { FakeRuntime } from '../../support/fake-runtime.js';

const start = (milliseconds: number) => {
  const runtime = new FakeRuntime();
  const seen = { runs: 0 };
  const timer = new AwakeTimer(runtime, milliseconds, () => {
    seen.runs += 1;
  });
  return { runtime, seen, timer };
};

describe('A time limit of work that waits for answers', () => {
  it.each([5_000, 100, 10])('ends after %d ms of a process that is awake', async (milliseconds) => {
    const { runtime, seen } = start(milliseconds);
    await runtime.advance((milliseconds - 1) / 1_000);
    expect(seen.runs).toBe(0);
    await runtime.advance(0.001);
    expect(seen.runs).toBe(1);
    await runtime.advance(60);
    expect(seen.runs).toBe(1);
  });

  it('leaves out the time during which the process was frozen', async () => {
    const { runtime, seen, timer } = start(5_000);
    await runtime.advance(2);
    expect(timer.hasStoodStill).toBe(false);
    runtime.freeze(3_600);
    expect(timer.hasStoodStill).toBe(true);
    await runtime.advance(2.9);
    expect(seen.runs).toBe(0);
    await runtime.advance(1);
    expect(seen.runs).toBe(1);
    expect(timer.hasStoodStill).toBe(true);
  });

  it('leaves out the time during which the process was stopped, with both clocks going on', async () => {
    const { runtime, seen } = start(5_000);
    runtime.block(60);
    await runtime.advance(4.9);
    expect(seen.runs).toBe(0);
    await runtime.advance(0.2);
    expect(seen.runs).toBe(1);
  });

  it('goes through any number of standstills, each of any length', async () => {
    const { runtime, seen } = start(1_000);
    for (let thaw = 0; thaw < 50; thaw += 1) {
      runtime.block(0.5 + thaw / 10);
      await runtime.advance(0.01);
    }
    expect(seen.runs).toBe(0);
    await runtime.advance(1);
    expect(seen.runs).toBe(1);
  });

  it('ends all the same where every tick of the process is late', async () => {
    const { runtime, seen } = start(1_000);
    for (let turn = 0; turn < 200; turn += 1) {
      runtime.block(1);
      await runtime.advance(0.001);
    }
    expect(seen.runs).toBe(1);
  });

  it('ends soon after a standstill, where it is told to, but not at once', async () => {
    const runtime = new FakeRuntime();
    let runs = 0;
    const task = (): void => {
      runs += 1;
    };
    const timer = new AwakeTimer(runtime, 5_000, task, false, true);
    await runtime.advance(0.1);
    runtime.block(60);
    await runtime.advance(0.2);
    expect([runs, timer.hasStoodStill]).toEqual([0, true]);
    await runtime.advance(0.1);
    expect(runs).toBe(1);
  });

  it('leaves no timer behind when it is cancelled', async () => {
    const { runtime, seen, timer } = start(5_000);
    await runtime.advance(1);
    timer.cancel();
    expect(runtime.timers).toBe(0);
    await runtime.advance(60);
    expect(seen.runs).toBe(0);
  });
});
