import { describe, expect, it } from '@jest/globals';
import { settle } from '../../support/fake-runtime.js';
import { HostileEvents } from '../../support/hostile-events.js';
import { makeCache } from '../../support/make-cache.js';
import { seededRandom } from '../../reliability/support/random.js';

const HELD = ['/held/a', '/held/b'];
const MIN_REFRESH_INTERVAL = 5;

describe('Events that nobody should send', () => {
  it('throw nothing, ask for nothing that is not held, and refresh nothing too often', async () => {
    const seed = Date.now() % 1_000_000;
    const { cache, parameters, secrets, ssm, vault, runtime } = makeCache({
      maxAge: 3_600,
      minRefreshInterval: MIN_REFRESH_INTERVAL,
    });
    for (const name of HELD) parameters.put(name, '1');
    secrets.put('held', 's');
    await Promise.all([...HELD.map((name) => cache.parameter(name).get()), cache.secret('held').get()]);
    const events = new HostileEvents(seededRandom(seed), [...HELD, 'held']);
    const start = runtime.clock.now().monotonic;
    const rejected: unknown[] = [];

    for (let count = 0; count < 2_000; count += 1) {
      cache.notify(events.next()).catch((error: unknown) => rejected.push(error));
      if (count % 20 === 0) await runtime.advance(0.5);
    }
    await runtime.advance(60);
    await settle();

    const seconds = (runtime.clock.now().monotonic - start) / 1_000;
    const most = 2 + seconds / MIN_REFRESH_INTERVAL;
    const asked = [...ssm.asked.flat(), ...vault.calls.map(({ input }) => String(input.SecretId))];
    expect({ seed, rejected }).toEqual({ seed, rejected: [] });
    expect({ seed, others: asked.filter((name) => ![...HELD, 'held'].includes(name)) }).toEqual({
      seed,
      others: [],
    });
    for (const name of [...HELD, 'held']) {
      const times = asked.filter((one) => one === name).length;
      expect({ seed, name, times, isTooOften: times > most }).toMatchObject({ isTooOften: false });
      expect({ seed, name, times: times > 3 }).toMatchObject({ times: true });
    }
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});
