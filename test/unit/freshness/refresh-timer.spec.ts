import { describe, expect, it } from '@jest/globals';
import { toFreshnessPolicy } from '../../../lib/options/to-freshness-policy.js';
import { RefreshTimer } from '../../../lib/config/refresh-timer.js';
import { FakeRuntime } from '../../support/fake-runtime.js';

/** A timer whose refreshes fail as often as they are told, and when each was tried, in seconds. */
const timed = (options: { maxAge?: number }, failures = 0) => {
  const runtime = new FakeRuntime();
  const tries: number[] = [];
  let left = failures;
  const refresh = async (): Promise<void> => {
    tries.push((runtime.clock.now().monotonic - 1_000) / 1_000);
    left -= 1;
    if (left >= 0) throw new Error('Throttled.');
  };
  const timer = new RefreshTimer(runtime, toFreshnessPolicy(options), refresh);
  return { runtime, timer, tries };
};

describe('What is refreshed by the clock', () => {
  it('is so at each max age', async () => {
    const { runtime, timer, tries } = timed({ maxAge: 60 });
    timer.start();
    await runtime.advance(190);

    expect(tries).toEqual([60, 120, 180]);
  });

  it('comes back soon after a failure, each time later, and at the max age after a success', async () => {
    const { runtime, timer, tries } = timed({ maxAge: 3_600 }, 3);
    runtime.chance = 0.5;
    timer.start();
    await runtime.advance(7_200);

    expect(tries).toEqual([3_420, 3_421.5, 3_424, 3_428.5, 6_848.5]);
  });

  it('comes back no later than at its max age', async () => {
    const { runtime, timer, tries } = timed({ maxAge: 2 }, 20);
    runtime.chance = 0;
    timer.start();
    await runtime.advance(6);

    expect(tries).toEqual([2, 3, 4, 5, 6]);
  });

  it('is never so without a max age, nor after a stop', async () => {
    const eternal = timed({});
    eternal.timer.start();
    await eternal.runtime.advance(100_000);
    const stopped = timed({ maxAge: 60 });
    stopped.timer.start();
    stopped.timer.stop();
    stopped.timer.start();
    await stopped.runtime.advance(100);

    expect([...eternal.tries, ...stopped.tries]).toEqual([]);
  });
});
