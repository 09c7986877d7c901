import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Explorer } from './support/explorer.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const RUNS = scaled(50_000, 500);

/** Of the 50,000 schedules, on a machine that does other things as well. */
const PATIENCE = 600_000;

describe('In whatever order secrets rotate, and calls fail', () => {
  let explorer: Explorer;

  beforeAll(() => {
    explorer = new Explorer('./explore-rotations.ts');
  });
  afterAll(() => explorer.end());

  it(
    'no versions are mixed, no refused version stays, no call too many is made, and the next rotation is unnoticed',
    async () => {
      const { schedules, failure } = await explorer.explore({ runs: RUNS });

      expect(failure).toBeUndefined();
      report({
        row: 'rotations with pending versions',
        figure: `${schedules.toLocaleString('en')} schedules; 0 failures`,
        holds: schedules >= RUNS,
      });
    },
    PATIENCE,
  );
});
