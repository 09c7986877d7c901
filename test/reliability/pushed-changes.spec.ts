import { describe, it } from '@jest/globals';
import { percentile, pushChanges } from './support/pushed-changes.js';
import { seededRandom } from './support/random.js';
import { report } from './support/report.js';

const PATIENCE = 600_000;
const common = { random: seededRandom(17), delay: 0, lag: 0, patience: 60_000 };

describe('Changes that are pushed', () => {
  it(
    'are in a property that nobody reads within a second, and are told once',
    async () => {
      const { latencies, old, misheard } = await pushChanges({
        ...common,
        parameters: 40,
        secrets: 10,
        changes: 500,
        interval: 60,
        delay: 200,
      });
      const p95 = percentile(latencies, 95);
      report({
        row: '500 pushed changes',
        figure: `p50 ${percentile(latencies, 50)} ms, p95 ${p95} ms, p99 ${percentile(latencies, 99)} ms; misheard ${misheard.length}, old ${old.length}`,
        holds: p95 <= 1_000 && misheard.length === 0 && old.length === 0,
      });
    },
    PATIENCE,
  );

  it(
    'leave no old value although AWS gives the new one up to ten seconds later',
    async () => {
      const { latencies, old } = await pushChanges({
        ...common,
        parameters: 40,
        secrets: 20,
        changes: 60,
        interval: 20,
        lag: 10_000,
      });
      report({
        row: 'old values pinned by early events',
        figure: `${old.length} of 60, the last after ${Math.round(latencies.at(-1) ?? NaN)} ms`,
        holds: old.length === 0,
      });
    },
    PATIENCE,
  );
});
