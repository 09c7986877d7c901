import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { seededRandom } from '../reliability/support/random.js';
import { makeFleet } from './support/fleet.js';
import { report } from './support/measured.js';

/** `npm run test:fleet` tries 50,000. */
const SCHEDULES = Number(process.env.FLEET_SCHEDULES ?? 100);
const STEPS = 14;
const KEY = randomBytes(32);
const NAMES = ['/a', '/b'];

/** What a schedule has committed, as `/a` and `/b` read together, and the pairs that there were at AWS. */
const runSchedule = async (seed: number) => {
  const pick = seededRandom(seed);
  const { caches, parameters, runtime, ssm, store } = makeFleet(
    3,
    { maxAge: 100, minRefreshInterval: 0, refreshTimeout: 5 },
    { share: 'values', keys: [KEY], pace: false },
  );
  const now = { '/a': 1, '/b': 1 };
  const pairs = new Set(['1 1']);
  const faults: string[] = [];
  for (const name of NAMES) parameters.put(name, '1');
  const groups = caches.map((cache) => {
    const group = cache.createGroup();
    return { group, handles: NAMES.map((name) => group.parameter(name)), cache };
  });
  const check = (index: number): void => {
    const { handles } = groups[index] as (typeof groups)[number];
    if (handles.some(({ version }) => version === undefined)) return;
    const pair = handles.map(({ value }) => value).join(' ');
    if (!pairs.has(pair)) faults.push(`cache ${index} has ${pair}, which AWS never had`);
  };
  for (const [index, { group }] of groups.entries()) group.onChange(() => check(index));
  const change = (name: '/a' | '/b') => (): void => {
    parameters.put(name, String((now[name] += 1)));
    pairs.add(`${now['/a']} ${now['/b']}`);
  };
  type Group = (typeof groups)[number];
  const steps: readonly ((one: Group) => unknown)[] = [
    change('/a'),
    change('/b'),
    ({ group }) => void group.refresh().catch(() => undefined),
    ({ handles }) => void handles[0]?.get().catch(() => undefined),
    // Members that are read alone are stored by calls of their own.
    ({ cache }) =>
      void cache
        .parameter('/a')
        .get()
        .catch(() => undefined),
    ({ cache }) =>
      void cache
        .parameter('/b')
        .refresh()
        .catch(() => undefined),
    () => void (ssm.isHolding = !ssm.isHolding),
    () => ssm.calls.filter(({ isAnswered }) => !isAnswered)[Math.floor(pick() * 3)]?.release(),
    () => runtime.advance(pick() < 0.3 ? 100 : 0.3),
    () => void (store.state = pick() < 0.3 ? 'down' : 'up'),
    () => void (store.isCutOff = pick() < 0.5),
  ];
  for (let step = 0; step < STEPS; step += 1) {
    const index = Math.floor(pick() * groups.length);
    // oxlint-disable-next-line no-await-in-loop -- a schedule is an order
    await steps[Math.floor(pick() * steps.length)]?.(groups[index] as Group);
    if (pick() < 0.6) await runtime.drain();
    for (const one of groups.keys()) check(one);
  }
  ssm.isHolding = false;
  for (const call of ssm.calls) if (!call.isAnswered) call.release();
  await runtime.advance(20);
  let read = 0;
  for (const [index, { handles }] of groups.entries()) {
    check(index);
    read += Number(handles.every(({ version }) => version !== undefined));
  }
  for (const cache of caches) cache.close();
  return { faults, read };
};

describe('A group that several processes share', () => {
  it('is never torn, whatever happens in whichever order', async () => {
    const first = Number(process.env.FLEET_SEED ?? 1);
    let groups = 0;
    for (let seed = first; seed < first + SCHEDULES; seed += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one schedule at a time can be repeated by its seed
      const { faults, read } = await runSchedule(seed);
      groups += read;
      expect({ seed, faults }).toEqual({ seed, faults: [] });
    }
    expect(groups).toBeGreaterThan(SCHEDULES / 2);
    report('torn group', `0 in ${SCHEDULES} schedules`, true);
  }, 3_600_000);
});
