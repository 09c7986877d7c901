import { describe, expect, it } from '@jest/globals';
import { awsError, makeCache } from '../support/make-cache.js';
import { seededRandom } from './support/random.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const OUTAGE = 60;
/** The deadline of a refresh that began in the outage, and the longest back-off after it, in seconds. */
const LONGEST_RECOVERY = 5 + 60;
const READS_A_SECOND = 1_000;
const SEEDS = Array.from({ length: scaled(5, 1) }, (_, seed) => seed);

const OUTAGES = {
  throttles: () => Promise.reject(awsError('ThrottlingException')),
  'is down': () => Promise.reject(awsError('ServiceUnavailableException', 'UnknownError', 503)),
  'makes no sense': () => Promise.resolve('<html></html>'),
  'never answers': () => new Promise(() => {}),
} as const;

const outage = async (
  kind: keyof typeof OUTAGES,
  seed: number,
): Promise<{ failed: number; calls: number }> => {
  const { cache, runtime, ssm, parameters } = makeCache({ maxAge: 10 });
  const random = seededRandom(seed);
  parameters.put('/x', 'before');
  const handle = cache.parameter('/x');
  await handle.get();
  await runtime.advance(10);
  const before = ssm.count();
  ssm.instead = OUTAGES[kind];
  let failed = 0;
  for (let read = 0; read < OUTAGE * READS_A_SECOND; read += 1) {
    try {
      if (handle.value !== 'before') failed += 1;
    } catch {
      failed += 1;
    }
    runtime.chance = random();
    await runtime.advance(1 / READS_A_SECOND);
  }
  const calls = ssm.count() - before;
  ssm.instead = undefined;
  parameters.put('/x', 'after');
  await runtime.advance(LONGEST_RECOVERY);
  await handle.get();
  expect(handle.value).toBe('after');
  cache.close();
  return { failed, calls };
};

describe('An outage of a minute, under 1,000 reads a second', () => {
  it.each(Object.keys(OUTAGES) as (keyof typeof OUTAGES)[])(
    'fails no read and costs a few calls when AWS %s',
    async (kind) => {
      const outages: { failed: number; calls: number }[] = [];
      for (const seed of SEEDS) outages.push(await outage(kind, seed));

      const failed = outages.reduce((sum, one) => sum + one.failed, 0);
      const worst = Math.max(...outages.map(({ calls }) => calls));
      expect(worst).toBeGreaterThan(1);
      report({
        row: 'outage of 60 s, 1,000 reads a second',
        figure: `${kind}: failed reads ${failed}; calls ${worst} at worst`,
        holds: failed === 0 && worst <= 10,
      });
    },
    600_000,
  );
});
