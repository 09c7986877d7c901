import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Explorer } from './support/explorer.js';
import { PROPERTIES } from './support/interleavings/properties.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const RUNS = scaled(50_000, 500);
const PATIENCE = 600_000;

describe('In whatever order things happen', () => {
  let explorer: Explorer;

  beforeAll(() => {
    explorer = new Explorer('./interleavings/explore.ts');
  });
  afterAll(() => explorer.end());

  it.each(PROPERTIES)(
    '$promise',
    async ({ promise }) => {
      const { schedules, failure } = await explorer.explore({ promise, runs: RUNS });

      expect(failure).toBeUndefined();
      report({
        row: 'schedules explored',
        figure: `${schedules.toLocaleString('en')} per property; 0 failures`,
        holds: schedules >= RUNS,
      });
    },
    PATIENCE,
  );
});
