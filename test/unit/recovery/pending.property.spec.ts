import { describe, expect, it } from '@jest/globals';
import { exploreRotations } from '../../support/rotation-schedules/explore-rotations.js';

/** How many schedules are tried; raise PROPERTY_RUNS for a deeper search. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);

describe('In whatever order a secret rotates, and calls fail', () => {
  it('no versions are mixed, no refused version stays, no call too many is made, and the next rotation is unnoticed', async () => {
    const { failure, schedules } = await exploreRotations(RUNS);

    expect(failure).toBeUndefined();
    expect(schedules).toBeGreaterThanOrEqual(RUNS);
  }, 120_000);
});
