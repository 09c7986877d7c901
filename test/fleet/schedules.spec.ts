import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { SsmCache } from 'nestjs-ssm-cache';
import { seededRandom } from '../reliability/support/random.js';
import { report } from './support/measured.js';
import { makeFleet } from './support/fleet.js';

/** `npm run test:fleet` tries 50,000 of each. */
const SCHEDULES = Number(process.env.FLEET_SCHEDULES ?? 100);
const STEPS = 12;
const KEY = randomBytes(32);

/** A read, and the oldest version that it may give. */
interface Read {
  readonly cache: number;
  readonly atLeast: number;
  readonly given: Promise<string>;
}

/** What a schedule has broken. */
const runSchedule = async (seed: number): Promise<readonly string[]> => {
  const pick = seededRandom(seed);
  const { caches, parameters, runtime, ssm, store } = makeFleet(
    3,
    { maxAge: 100, minRefreshInterval: 0, refreshTimeout: 5 },
    { share: 'values', keys: [KEY], pace: false },
  );
  let version = 1;
  const faults: string[] = [];
  const reads: Promise<void>[] = [];
  const newest = [0, 0, 0];
  const expectAtLeast = ({ cache, atLeast, given }: Read): void => {
    reads.push(
      given.then(
        (text) => {
          if (Number(text) < atLeast)
            faults.push(`cache ${cache} read ${text}, which is older than ${atLeast}`);
        },
        () => undefined,
      ),
    );
  };
  parameters.put('/n', '1');
  for (const [index, cache] of caches.entries()) {
    cache.changes$.subscribe(({ version: told }) => {
      if (Number(told) < (newest[index] ?? 0)) faults.push(`cache ${index} went back to ${told}`);
      newest[index] = Number(told);
    });
  }
  const steps: readonly ((cache: SsmCache, index: number) => unknown)[] = [
    () => parameters.put('/n', String((version += 1))),
    (cache, index) => {
      const atLeast = version;
      const handle = cache.parameter('/n');
      expectAtLeast({ cache: index, atLeast, given: handle.refresh().then(() => handle.value) });
    },
    (cache) =>
      void cache
        .parameter('/n')
        .get()
        .catch(() => undefined),
    () => void (ssm.isHolding = !ssm.isHolding),
    () => ssm.calls.filter(({ isAnswered }) => !isAnswered)[Math.floor(pick() * 3)]?.release(),
    () => runtime.advance(pick() * 3),
    () => runtime.advance(pick() < 0.2 ? 100 : 0.3),
    () => void (store.state = pick() < 0.3 ? 'down' : 'up'),
    () => void (store.isCutOff = pick() < 0.5),
  ];
  for (let step = 0; step < STEPS; step += 1) {
    const index = Math.floor(pick() * caches.length);
    // oxlint-disable-next-line no-await-in-loop -- a schedule is an order
    await steps[Math.floor(pick() * steps.length)]?.(caches[index] as SsmCache, index);
    if (pick() < 0.6) await runtime.drain();
  }
  ssm.isHolding = false;
  for (const call of ssm.calls) if (!call.isAnswered) call.release();
  await runtime.advance(20);
  await Promise.all(reads);
  for (const cache of caches) cache.close();
  return faults;
};

describe('Whatever happens in whichever order', () => {
  it('no cache goes back to an older version, and a forced refresh gives what AWS had when it was asked for, or later', async () => {
    const first = Number(process.env.FLEET_SEED ?? 1);
    for (let seed = first; seed < first + SCHEDULES; seed += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one schedule at a time can be repeated by its seed
      const faults = await runSchedule(seed);
      expect({ seed, faults }).toEqual({ seed, faults: [] });
    }
    report('older after newer, fetched before a forced refresh', `0 in ${SCHEDULES} schedules`, true);
  }, 3_600_000);
});
