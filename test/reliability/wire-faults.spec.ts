import { beforeAll, describe, expect, it } from '@jest/globals';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';
import { CASES, FAULTS } from './wire-faults/faults.js';
import { runAll } from './wire-faults/run-all.js';
import { tryOnEmptyCache, tryOnExpiredValue } from './wire-faults/try-case.js';

const TIME_LIMIT = 300_000;

const share = Math.ceil(CASES.length / scaled(CASES.length, 50));
const cases = CASES.filter((_, index) => index % share === 0);

// The first client of the SDK takes a tenth of a second to import, which no deadline should have to cover.
beforeAll(() => Promise.all([import('@aws-sdk/client-ssm'), import('@aws-sdk/client-secrets-manager')]));

describe('Whatever goes wrong on the wire', () => {
  it.each([
    { row: 'wire faults, expired value', attempt: tryOnExpiredValue },
    { row: 'wire faults, empty cache', attempt: tryOnEmptyCache },
  ])(
    '$row: readers get what that failure means, in time, and the value afterwards',
    async ({ row, attempt }) => {
      const { complaints, repeated } = await runAll(cases, attempt);

      const good = cases.length - complaints.length;
      const counts = `${FAULTS.length} faults × 5 kinds: ${good} of ${cases.length}, recovered ${good}`;
      const again = `${repeated} at a later try`;
      report({ row, figure: [counts, again, ...complaints].join('; '), holds: complaints.length === 0 });
      expect(complaints).toEqual([]);
    },
    TIME_LIMIT,
  );
});
