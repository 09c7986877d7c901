import { describe, expect, it } from '@jest/globals';
import { parameterChange } from '../../support/aws-events.js';
import { settle } from '../../support/fake-runtime.js';
import { makeCache, thrown, track } from '../../support/make-cache.js';

describe('Max age', () => {
  it('never expires unless asked to', async () => {
    const { cache, ssm, runtime, parameters } = makeCache();
    parameters.put('/x', 'old');
    const handle = cache.parameter('/x');
    await handle.get();
    await runtime.advance(365 * 24 * 3_600);

    await expect(handle.get()).resolves.toBe('old');
    expect(handle.value).toBe('old');
    await settle();
    expect(ssm.count()).toBe(1);
  });

  it('that never ends leaves a value to refresh(), to a call that fails, and to an event', async () => {
    const made = makeCache({ minRefreshInterval: 0, events: { spread: 0, settle: 0 } });
    const { cache, ssm, runtime, parameters } = made;
    parameters.put('/x', '0');
    const handle = cache.parameter('/x');
    await handle.get();
    const login = handle.refreshOnError(async () => {
      if (handle.value !== '2') throw new Error('28P01');
    });
    const seen: string[] = [];
    for (const refresh of [() => handle.refresh(), login, () => cache.notify(parameterChange('/x'))]) {
      const calls = ssm.count();
      parameters.put('/x', String(seen.length + 1));
      await runtime.advance(30 * 86_400);
      expect([await handle.get(), ssm.count()]).toEqual([String(seen.length), calls]);
      await refresh();
      seen.push(handle.value);
    }

    expect(seen).toEqual(['1', '2', '3']);
  });

  it('takes an explicit Infinity as never', async () => {
    const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 1 });
    parameters.put('/x', 'old');
    const handle = cache.parameter('/x', { maxAge: Infinity });
    await handle.get();
    await runtime.advance(1e9);

    await expect(handle.get()).resolves.toBe('old');
    expect(ssm.count()).toBe(1);
  });

  it('serves from the cache before it, and refreshes after it', async () => {
    const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 60, jitter: 0 });
    parameters.put('/x', 'old');
    const handle = cache.parameter('/x');
    await handle.get();
    parameters.put('/x', 'new');

    await runtime.advance(59.999);
    await expect(handle.get()).resolves.toBe('old');
    expect(ssm.count()).toBe(1);
    await runtime.advance(0.002);
    await expect(handle.get()).resolves.toBe('new');
    expect(ssm.count()).toBe(2);
  });

  it('counts fractions of a second', async () => {
    const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 0.25, jitter: 0 });
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    await runtime.advance(0.24);
    await handle.get();
    expect(ssm.count()).toBe(1);
    await runtime.advance(0.02);
    await handle.get();
    expect(ssm.count()).toBe(2);
  });

  it('of 0 never serves a strict read from the cache', async () => {
    const { cache, ssm, parameters } = makeCache({ maxAge: 0 });
    const handle = cache.parameter('/x');
    for (const value of ['a', 'b', 'c']) {
      parameters.put('/x', value);
      await expect(handle.get()).resolves.toBe(value);
    }
    expect(ssm.count()).toBe(3);
  });

  it('of 0 still lets a synchronous read see the last known value', async () => {
    const { cache, parameters } = makeCache({ maxAge: 0 });
    parameters.put('/x', 'a');
    const handle = cache.parameter('/x');
    await handle.get();

    expect(handle.value).toBe('a');
  });

  it('is counted from when the fetch began, not from when it was answered', async () => {
    const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 10, jitter: 0, refreshTimeout: 60 });
    parameters.put('/x', 'old');
    ssm.isHolding = true;
    const handle = cache.parameter('/x');
    const first = handle.get();
    await runtime.advance(8);
    ssm.letGo();
    await expect(first).resolves.toBe('old');
    parameters.put('/x', 'new');

    await runtime.advance(3);
    await expect(handle.get()).resolves.toBe('new');
  });

  it('of a handle goes before that of the cache, and that of a group between them', async () => {
    const { cache, runtime, parameters, ssm } = makeCache({ maxAge: 10, jitter: 0 });
    parameters.put('/x', 'v');
    const group = cache.createGroup({ maxAge: 100 });
    const usual = cache.parameter('/x');
    const own = cache.parameter('/x', { maxAge: 1_000 });
    const member = group.parameter('/x');
    await Promise.all([usual.get(), own.get(), member.get()]);
    ssm.calls.length = 0;

    await runtime.advance(50);
    await Promise.all([own.get(), member.get()]);
    expect(ssm.count()).toBe(0);
    await runtime.advance(100);
    await member.get();
    expect(ssm.count()).toBe(1);
    await own.get();
    expect(ssm.count()).toBe(1);
    await usual.get();
    expect(ssm.count()).toBe(2);
  });

  describe('with jitter', () => {
    const freshFor = async (jitter: number | undefined, chance: number): Promise<number> => {
      const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 100, jitter });
      runtime.chance = chance;
      parameters.put('/x', 'v');
      const handle = cache.parameter('/x');
      await handle.get();
      for (let age = 0; ; age += 1) {
        await handle.get();
        if (ssm.count() > 1) return age;
        await runtime.advance(1);
      }
    };

    it.each([
      { jitter: 0.1, chance: 0, from: 100, to: 100 },
      { jitter: 0.1, chance: 0.999_999, from: 90, to: 91 },
      { jitter: undefined, chance: 0.999_999, from: 90, to: 91 },
      { jitter: 0.5, chance: 0.5, from: 75, to: 75 },
      { jitter: 1, chance: 0.999_999, from: 0, to: 1 },
      { jitter: 0, chance: 0.999_999, from: 100, to: 100 },
    ])('of $jitter refreshes between the max age and that share before it (chance $chance)', async (row) => {
      const age = await freshFor(row.jitter, row.chance);

      expect(age).toBeGreaterThanOrEqual(row.from);
      expect(age).toBeLessThanOrEqual(row.to);
    });

    it('picks another moment after each refresh', async () => {
      const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 100, jitter: 0.5 });
      parameters.put('/x', 'v');
      const handle = cache.parameter('/x');
      runtime.chance = 0.999_999;
      await handle.get();
      runtime.chance = 0;
      await runtime.advance(51);
      await handle.get();
      expect(ssm.count()).toBe(2);
      await runtime.advance(51);
      await handle.get();
      expect(ssm.count()).toBe(2);
    });
  });

  describe('read strictly', () => {
    it('waits for the refresh of an expired value', async () => {
      const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 10, jitter: 0 });
      parameters.put('/x', 'old');
      const handle = cache.parameter('/x');
      await handle.get();
      await runtime.advance(11);
      parameters.put('/x', 'new');
      ssm.isHolding = true;

      const read = track(handle.get());
      await settle();
      expect(read.state).toBe('pending');
      ssm.letGo();
      await settle();
      expect(read).toMatchObject({ state: 'fulfilled', value: 'new' });
    });

    it('does not take the answer to a fetch that had grown too old when the read began', async () => {
      const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 2, jitter: 0, refreshTimeout: 60 });
      parameters.put('/x', 'old');
      ssm.isHolding = true;
      const handle = cache.parameter('/x');
      const early = track(handle.get());
      await settle();
      parameters.put('/x', 'new');
      await runtime.advance(5);

      const late = track(handle.get());
      await settle();
      ssm.letGo();
      await settle(10);
      await runtime.advance(2);

      expect(early.state).toBe('fulfilled');
      expect(late).toMatchObject({ state: 'fulfilled', value: 'new' });
    });

    it('joins a fetch that is still young enough', async () => {
      const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 10, jitter: 0, refreshTimeout: 60 });
      parameters.put('/x', 'v');
      ssm.isHolding = true;
      const handle = cache.parameter('/x');
      const early = handle.get();
      await runtime.advance(1);
      const late = handle.get();
      await settle();
      ssm.letGo();

      await expect(Promise.all([early, late])).resolves.toEqual(['v', 'v']);
      expect(ssm.count()).toBe(1);
    });
  });

  describe('read synchronously', () => {
    it('gives the last known value at once and refreshes in the background', async () => {
      const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 10, jitter: 0 });
      parameters.put('/x', 'old');
      const handle = cache.parameter('/x');
      await handle.get();
      await runtime.advance(11);
      parameters.put('/x', 'new');

      expect(handle.value).toBe('old');
      expect(handle.value).toBe('old');
      await settle();
      expect(handle.value).toBe('new');
      expect(ssm.count()).toBe(2);
    });

    it('calls nothing while the value is fresh', async () => {
      const { cache, ssm, parameters } = makeCache({ maxAge: 10 });
      parameters.put('/x', 'v');
      const handle = cache.parameter('/x');
      await handle.get();
      for (let read = 0; read < 100; read += 1) expect(handle.value).toBe('v');
      await settle();

      expect(ssm.count()).toBe(1);
    });

    it('says what to do when nothing is loaded yet, and begins to load', async () => {
      const { cache, parameters } = makeCache();
      parameters.put('/x', 'v');
      const handle = cache.parameter('/x');
      const error = thrown(() => handle.value);

      expect(error.name).toBe('ParameterNotLoadedError');
      expect(error.code).toBe('SSM_CACHE_NOT_LOADED');
      expect(error.names).toEqual(['/x']);
      expect(error.message).toContain('get()');
      await settle();
      expect(handle.value).toBe('v');
    });

    it('needs no timer: nothing is fetched while nobody reads', async () => {
      const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 1 });
      parameters.put('/x', 'v');
      await cache.parameter('/x').get();
      expect(runtime.timers).toBe(0);
      await runtime.advance(3_600);

      expect(ssm.count()).toBe(1);
    });
  });

  describe('and clocks', () => {
    it('expires in a process that was frozen', async () => {
      const { cache, runtime, parameters } = makeCache({ maxAge: 60, jitter: 0 });
      parameters.put('/x', 'old');
      const handle = cache.parameter('/x');
      await handle.get();
      parameters.put('/x', 'new');
      runtime.freeze(61);

      await expect(handle.get()).resolves.toBe('new');
    });

    it('expires though the wall clock was set back', async () => {
      const { cache, runtime, parameters } = makeCache({ maxAge: 60, jitter: 0 });
      parameters.put('/x', 'old');
      const handle = cache.parameter('/x');
      await handle.get();
      parameters.put('/x', 'new');
      runtime.setWallClock(-3_600);
      await runtime.advance(61);

      await expect(handle.get()).resolves.toBe('new');
    });

    it('expires once when the wall clock is set forward, and counts on from there', async () => {
      const { cache, runtime, parameters, ssm } = makeCache({ maxAge: 60, jitter: 0 });
      parameters.put('/x', 'v');
      const handle = cache.parameter('/x');
      await handle.get();
      runtime.setWallClock(3_600);
      await handle.get();
      await handle.get();
      expect(ssm.count()).toBe(2);
      await runtime.advance(59);
      await handle.get();
      expect(ssm.count()).toBe(2);
      await runtime.advance(2);
      await handle.get();
      expect(ssm.count()).toBe(3);
    });

    it('tells the age by whichever clock saw more of it', async () => {
      const { cache, runtime, parameters } = makeCache();
      parameters.put('/x', 'v');
      await cache.parameter('/x').get();
      await runtime.advance(10);
      expect(cache.inspect()[0]?.age).toBe(10);
      runtime.freeze(5);
      expect(cache.inspect()[0]?.age).toBe(15);
      runtime.setWallClock(-1_000);
      expect(cache.inspect()[0]?.age).toBe(10);
    });
  });
});

const loaded = async () => {
  const made = makeCache({ maxAge: 60, jitter: 0 });
  made.parameters.put('/x', '1');
  const handle = made.cache.parameter('/x');
  await handle.get();
  made.parameters.put('/x', '2');
  return { ...made, handle };
};

describe('A value that is exactly as old as it may be', () => {
  it('by the wall clock is due, although the process stood still meanwhile', async () => {
    const { handle, runtime } = await loaded();
    runtime.freeze(59.999);
    await expect(handle.get()).resolves.toBe('1');
    runtime.freeze(0.001);

    await expect(handle.get()).resolves.toBe('2');
  });

  it('by the monotonic clock is due, although the wall clock was set back', async () => {
    const { handle, runtime } = await loaded();
    runtime.setWallClock(-3_600);
    await runtime.advance(59.999);
    await expect(handle.get()).resolves.toBe('1');
    await runtime.advance(0.001);

    await expect(handle.get()).resolves.toBe('2');
  });
});
