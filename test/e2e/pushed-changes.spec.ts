import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../reliability/support/random.js';
import { percentile, pushChanges } from '../reliability/support/pushed-changes.js';

const seed = Date.now() % 1_000_000;
const common = { random: seededRandom(seed), delay: 0, lag: 0, patience: 30_000 };

describe('An application that nobody reads from', () => {
  it('has each change soon, though events come late, twice and in disorder, and tells each listener once', async () => {
    const { latencies, old, misheard } = await pushChanges({
      ...common,
      parameters: 15,
      secrets: 5,
      changes: 40,
      interval: 75,
      delay: 100,
    });

    expect({ seed, old, misheard }).toEqual({ seed, old: [], misheard: [] });
    expect({ seed, p50: percentile(latencies, 50) < 1_000 }).toEqual({ seed, p50: true });
  }, 60_000);

  it('has no old value although the events come before AWS gives the new ones', async () => {
    const { old, misheard } = await pushChanges({
      ...common,
      parameters: 8,
      secrets: 4,
      changes: 12,
      interval: 10,
      lag: 1_800,
    });

    expect({ seed, old, misheard }).toEqual({ seed, old: [], misheard: [] });
  }, 60_000);
});
