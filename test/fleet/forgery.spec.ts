import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { SsmCache } from 'nestjs-ssm-cache';
import { seededRandom } from '../reliability/support/random.js';
import { makeFleet } from './support/fleet.js';
import { report } from './support/measured.js';

/** `npm run test:fleet` tries 50,000. */
const SCHEDULES = Number(process.env.FLEET_SCHEDULES ?? 100);
const KEY = randomBytes(32);
const NAMES = ['/a', '/b', '/c'];
const MAX_AGE = 100;

/** Somebody who has the store and no key stores what he has seen there, cut, changed or in another place. */
const runSchedule = async (seed: number) => {
  const pick = seededRandom(seed);
  const fleet = { share: 'values', keys: [KEY], pace: false };
  const { caches, parameters, runtime, ssm, store } = makeFleet(2, { maxAge: MAX_AGE }, fleet);
  const [writer, reader] = caches as [SsmCache, SsmCache];
  const seen: string[] = [];
  const write = async (version: number): Promise<void> => {
    for (const name of NAMES) parameters.put(name, `${name} ${version}`);
    await Promise.all(NAMES.map((name) => writer.parameter(name).get()));
    if (version > 1) await Promise.all(NAMES.map((name) => writer.parameter(name).refresh()));
    await runtime.drain();
    seen.push(...store.stored.values());
  };
  await write(1);
  await runtime.advance(pick() < 0.5 ? MAX_AGE + 1 : 2);
  await write(2);
  const forge = (text: string): string => {
    const bytes = Buffer.from(text, 'base64');
    const any = seen[Math.floor(pick() * seen.length)] as string;
    const at = Math.floor(pick() * bytes.length);
    const forgeries = [
      () => any,
      () => bytes.subarray(0, at).toString('base64'),
      () => (
        bytes.writeUInt8((bytes[at] as number) ^ (1 + Math.floor(pick() * 255)), at),
        bytes.toString('base64')
      ),
      () =>
        Buffer.concat([bytes.subarray(0, at), Buffer.from(any, 'base64').subarray(at)]).toString('base64'),
      () => '',
    ];
    return (forgeries[Math.floor(pick() * forgeries.length)] as () => string)();
  };
  const forged = new Map<string, string>();
  for (const [key, text] of store.stored) {
    const other = forge(text);
    if (other === text) continue;
    store.tamper(key, other);
    forged.set(key, other);
  }
  const calls = ssm.calls.length;
  const read = await Promise.all(NAMES.map((name) => reader.parameter(name).get()));
  const { hits, unreadable } = reader.stats().fleet;
  for (const cache of caches) cache.close();
  const isRight = read.every((value, index) => value === `${NAMES[index]} 2`);
  const asked = ssm.calls.length > calls;
  return { isRight, accepted: hits - (NAMES.length - forged.size), forged: forged.size, unreadable, asked };
};

describe('What is forged in the store', () => {
  it('is never accepted: neither of another name, of another fetch, nor changed or cut', async () => {
    const first = Number(process.env.FLEET_SEED ?? 1);
    let forgeries = 0;
    for (let seed = first; seed < first + SCHEDULES; seed += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one schedule at a time can be repeated by its seed
      const { forged, ...found } = await runSchedule(seed);
      forgeries += forged;
      const expected = { isRight: true, accepted: 0, unreadable: forged, asked: forged > 0 };
      expect({ seed, ...found }).toEqual({ seed, ...expected });
    }
    expect(forgeries).toBeGreaterThan(SCHEDULES);
    report(
      'swapped, replayed or truncated text accepted',
      `0 of ${forgeries} in ${SCHEDULES} schedules`,
      true,
    );
  }, 3_600_000);
});
