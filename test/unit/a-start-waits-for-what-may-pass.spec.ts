import { describe, expect, it } from '@jest/globals';
import type { SsmHandle } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../lib/runtime/internals.js';
import { preload, type PreloadTarget } from '../../lib/cache/preload.js';
import { awsError, makeCache, track } from '../support/make-cache.js';

const declared = (...handles: readonly SsmHandle<unknown, number | string>[]) =>
  handles.map((handle, index) => ({ declaration: `Class${index}.property`, view: handle[INTERNALS] }));

const makeWorld = (options: Parameters<typeof makeCache>[0] = {}) => {
  const made = makeCache({ maxAge: 60, jitter: 0, ...options });
  made.runtime.chance = 0.5;
  const begin = made.runtime.clock.now().monotonic;
  const calls: number[] = [];
  const asked: string[][] = [];
  const outage = { isOn: true };
  made.ssm.instead = (_operation, input) => {
    calls.push(made.runtime.clock.now().monotonic - begin);
    asked.push(input.Names);
    if (outage.isOn) throw awsError('ServiceUnavailable', 'UnknownError', 503);
    return made.parameters.getParameters(input);
  };
  const start = (values: readonly PreloadTarget[], timeout: number) =>
    preload(values, timeout, made.cache[INTERNALS].runtime);
  return { ...made, calls, asked, outage, start };
};

describe('A start while AWS fails', () => {
  it('asks again after waits that double up to two seconds, whatever the back-off of a refresh', async () => {
    const { cache, start, parameters, runtime, calls, outage } = makeWorld();
    parameters.put('/x', 'v');
    const starting = track(start(declared(cache.parameter('/x')), 30_000));
    await runtime.advance(3.9);
    expect(calls).toEqual([0, 125, 375, 875, 1_875, 2_875, 3_875]);
    outage.isOn = false;
    await runtime.advance(1);

    expect(starting).toMatchObject({ state: 'fulfilled', value: [] });
    expect(calls.at(-1)).toBe(4_875);
  });

  it('asks sooner again once something has come', async () => {
    const { cache, start, parameters, runtime, calls, outage, asked, ssm } = makeWorld();
    const handles = Array.from({ length: 25 }, (_, index) => {
      parameters.put(`/p/${index}`, 'v');
      return cache.parameter(`/p/${index}`);
    });
    const starting = track(start(declared(...handles), 30_000));
    await runtime.advance(0.8);
    expect(calls).toEqual([0, 0, 0, 125, 375]);
    outage.isOn = false;
    await runtime.advance(0.1);
    expect(calls.slice(5)).toEqual([875]);
    expect(asked.at(-1)).toHaveLength(10);
    await runtime.advance(0.125);
    expect(calls.slice(5)).toEqual([875, 1_000]);
    await runtime.advance(0.125);

    expect(calls.slice(5)).toEqual([875, 1_000, 1_125]);
    expect(starting).toMatchObject({ state: 'fulfilled', value: [] });
    expect(ssm.count()).toBe(8);
  });

  it('asks no more for what does not exist', async () => {
    const { cache, start, runtime, parameters, outage, asked, vault } = makeWorld();
    outage.isOn = false;
    parameters.put('/x', 'v');
    vault.instead = () => {
      throw awsError('ServiceUnavailable', 'UnknownError', 503);
    };
    const values = declared(cache.parameter('/gone'), cache.parameter('/x'), cache.secret('db'));
    const starting = track(start(values, 5_000));
    await runtime.advance(5);

    expect(asked).toEqual([['/gone', '/x']]);
    expect(vault.count()).toBeGreaterThan(3);
    expect(starting.state).toBe('fulfilled');
    expect(starting.value?.map(({ name, error }) => [name, error.code])).toEqual([
      ['/gone', 'SSM_CACHE_INVALID_PARAMETER'],
      ['db', 'SSM_CACHE_REFRESH'],
    ]);
  });

  it('does not wait for what is there already, however old', async () => {
    const { cache, start, runtime, parameters, outage, calls } = makeWorld();
    outage.isOn = false;
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    await runtime.advance(61);
    outage.isOn = true;
    const starting = track(start(declared(handle), 30_000));
    await runtime.advance(0);

    expect(starting).toMatchObject({ state: 'fulfilled', value: [] });
    expect(calls).toHaveLength(2);
  });
});

describe('A start that fails', () => {
  it('names a member that was declared though another is at fault that was not', async () => {
    const { cache, start, parameters, outage, runtime } = makeWorld();
    outage.isOn = false;
    parameters.put('/x', 'v');
    const group = cache.createGroup();
    const good = group.parameter('/x');
    const bad = group.parameter('/gone');
    const alone = await start(declared(good), 0);
    await runtime.advance(10);
    const both = await start(declared(good, bad), 0);

    expect(alone.map(({ name, error }) => [name, error.names])).toEqual([['/x', ['/gone']]]);
    expect(both.map(({ name }) => name)).toEqual(['/gone']);
  });

  it('names what AWS did not answer for in time', async () => {
    const { cache, start, runtime, ssm } = makeWorld({ refreshTimeout: 60 });
    ssm.isHolding = true;
    const starting = track(start(declared(cache.parameter('/x')), 2_000));
    await runtime.advance(2);

    expect(starting.value).toHaveLength(1);
    expect(starting.value?.[0]).toMatchObject({
      name: '/x',
      error: { code: 'SSM_CACHE_REFRESH', names: ['/x'] },
    });
    expect(starting.value?.[0]?.error.message).toBe('"/x" was not answered within preloadTimeout (2 s).');
  });
});
