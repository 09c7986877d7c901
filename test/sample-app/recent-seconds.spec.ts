import { describe, expect, it } from '@jest/globals';
import { RecentSeconds } from '../../sample-app/metrics/recent-seconds.js';

describe('RecentSeconds', () => {
  const started = 1_000_000;

  it('tells the outcome and the longest latency of each second that is over', () => {
    let now = started;
    const recent = new RecentSeconds(() => now);
    recent.add(true, 5);
    recent.add(true, 9);
    recent.add(false, 7);
    expect(recent.all).toEqual([]);

    now += 2_000;
    recent.add(true, 1);
    expect(recent.all).toEqual([{ at: 1_000, served: 2, failed: 1, longest: 9 }]);
    now += 1_000;
    expect(recent.all.map(({ at }) => at)).toEqual([1_000, 1_002]);
  });

  it('forgets what is older than a minute', () => {
    let now = started;
    const recent = new RecentSeconds(() => now);
    for (let second = 0; second < 100; second++, now += 1_000) recent.add(true, 1);

    expect(recent.all).toHaveLength(60);
    expect(recent.all[0]?.at).toBe(1_040);
    now += 60_000;
    expect(recent.all).toEqual([]);
  });
});
