import { describe, expect, it, jest } from '@jest/globals';
import { makeCache } from '../../support/make-cache.js';

const loaded = async (count: number, options: Parameters<typeof makeCache>[0] = {}) => {
  const made = makeCache({ maxAge: 60, jitter: 0, ...options });
  const handles = Array.from({ length: count }, (_, index) => {
    made.parameters.put(`/n/${index}`, 'v');
    return made.cache.parameter(`/n/${index}`);
  });
  await made.cache.ready();
  await made.cache.refreshExpired();
  const asked = jest.spyOn(made.runtime.clock, 'now');
  const looks = async (): Promise<number> => {
    asked.mockClear();
    await made.cache.refreshExpired();
    return asked.mock.calls.length;
  };
  return { ...made, handles, looks };
};

describe('A request that finds all values fresh', () => {
  it('costs the same, however many values there are', async () => {
    const [few, many] = [await loaded(10), await loaded(2_000)];

    expect([await few.looks(), await many.looks()]).toEqual([1, 1]);
  });

  it('costs no more while values are left alone after a failure', async () => {
    const { ssm, runtime, looks } = await loaded(100);
    await runtime.advance(61);
    ssm.instead = () => {
      throw new TypeError('fetch failed');
    };
    await looks();
    await looks();

    expect(await looks()).toBe(1);
  });

  it('looks at them again when the first of them is due', async () => {
    const { cache, runtime, handles, parameters, ssm } = await loaded(100);
    await runtime.advance(59.9);
    const calls = ssm.count();
    await cache.refreshExpired();
    expect(ssm.count()).toBe(calls);
    parameters.put('/n/7', 'new');
    await runtime.advance(0.2);
    await cache.refreshExpired();

    expect(ssm.count()).toBe(calls + 10);
    expect(handles[7]?.value).toBe('new');
  });

  it('sees what was loaded meanwhile, and expires sooner', async () => {
    const { cache, runtime, parameters, ssm } = await loaded(10);
    parameters.put('/soon', 'v');
    const soon = cache.parameter('/soon', { maxAge: 1 });
    await soon.get();
    await cache.refreshExpired();
    parameters.put('/soon', 'new');
    await runtime.advance(1);
    const calls = ssm.count();
    await cache.refreshExpired();

    expect(soon.value).toBe('new');
    expect(ssm.count()).toBe(calls + 1);
  });

  it('sees what AWS has said to be gone', async () => {
    const { cache, handles, parameters, runtime } = await loaded(10);
    parameters.delete('/n/3');
    await handles[3]?.refresh().catch(() => undefined);
    parameters.put('/n/3', 'back');
    await runtime.advance(3);
    await cache.refreshExpired();

    expect(handles[3]?.value).toBe('back');
  });
});
