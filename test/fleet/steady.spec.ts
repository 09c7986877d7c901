import { it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { seededRandom } from '../reliability/support/random.js';
import { makeFleet } from './support/fleet.js';
import { measured, report } from './support/measured.js';

const KEY = randomBytes(32);
const NAMES = Array.from({ length: 50 }, (_, index) => `/name-${index}`);
/** In seconds. */
const SIMULATED = 3_600;

measured('A fleet in steady state', () => {
  it.each([
    ['signals', 340],
    ['values', 6],
  ] as const)(
    'asks AWS little once it has started, in simulated time, %s',
    async (share, goal) => {
      const keys = share === 'values' ? { keys: [KEY] } : {};
      const { caches, parameters, runtime, ssm } = makeFleet(
        60,
        { maxAge: 60, jitter: 0.1 },
        { share, ...keys },
      );
      const pick = seededRandom(1);
      for (const name of NAMES) parameters.put(name, 'one');
      const handles = caches.flatMap((cache) => NAMES.map((name) => cache.parameter(name)));
      const load = Promise.all(handles.map((handle) => handle.get()));
      await runtime.advance(30);
      await load;
      const calls = ssm.calls.length;
      for (let second = 0; second < SIMULATED; second += 1) {
        runtime.chance = pick();
        for (const cache of caches) void cache.refreshExpired();
        await runtime.advance(1);
      }
      const perMinute = (ssm.calls.length - calls) / (SIMULATED / 60);
      for (const cache of caches) cache.close();
      const row = `steady state of 60 × 50, max age 60 s, an hour, ${share}`;
      report(row, `${perMinute.toFixed(1)} calls a minute`, perMinute <= goal);
    },
    600_000,
  );
});
