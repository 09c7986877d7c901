import { describe, expect, it } from '@jest/globals';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, track } from '../../support/make-cache.js';

/** A handle whose conversions of all values but the first end when the test ends them. */
const convertedByHand = async () => {
  const made = makeCache({ maxAge: 0, minRefreshInterval: 0, refreshTimeout: 30 });
  const conversions = new Map<string, { end(): void; fail(): void }>();
  made.parameters.put('/x', 'one');
  const handle = made.cache.parameter('/x', {
    transform: (text) => {
      const value = String(text);
      if (value === 'one') return value;
      return new Promise<string>((resolve, reject) => {
        conversions.set(value, { end: () => resolve(value), fail: () => reject(new Error('no')) });
      });
    },
  });
  await handle.get();
  return { ...made, handle, conversions };
};

describe('A refresh whose conversion ends after the next refresh', () => {
  it('does not end the back-off that the failure of the next one has begun', async () => {
    const { cache, handle, conversions, parameters, ssm, runtime } = await convertedByHand();
    parameters.put('/x', 'two');
    track(handle.refresh());
    await settle();
    parameters.failAlways(awsError('ServiceUnavailable'));
    track(handle.refresh());
    await settle();
    conversions.get('two')?.end();
    await settle();
    const calls = ssm.count();
    track(handle.get());
    await runtime.advance(0.1);

    expect(handle.value).toBe('two');
    expect(cache.inspect()).toMatchObject([
      { state: 'backing off', lastError: { code: 'SSM_CACHE_REFRESH' } },
    ]);
    expect(ssm.count()).toBe(calls);
  });

  it('does not fail a value that the next one has replaced', async () => {
    const { handle, conversions, parameters, runtime } = await convertedByHand();
    parameters.put('/x', 'two');
    track(handle.refresh());
    await settle();
    parameters.put('/x', 'three');
    const refreshed = track(handle.refresh());
    await settle();
    conversions.get('three')?.end();
    await settle();
    conversions.get('two')?.fail();
    await settle();

    expect(refreshed.state).toBe('fulfilled');
    expect(handle.value).toBe('three');
    expect(runtime.messages).toEqual([]);
  });
});
