import { describe, expect, it } from '@jest/globals';
import { INTERNALS } from '../../lib/runtime/internals.js';
import { settle } from '../support/fake-runtime.js';
import { makeCache, rejection, thrown, track } from '../support/make-cache.js';

describe('Bytes', () => {
  it('are a copy for each reader: who changes them changes them for nobody else', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/key', Buffer.from([1, 2, 3]).toString('base64'));
    const key = cache.parameter<Uint8Array>('/key', { transform: 'base64' });
    const reads = [() => key.get(), () => key.get(), () => key.value, () => key.value, () => key.get()];
    for (const read of reads) {
      const bytes = await read();
      expect([...bytes]).toEqual([1, 2, 3]);
      bytes.fill(0);
    }
  });
});

describe('A handle that is made while something is known already', () => {
  it('fails at once where it cannot convert it', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    await cache.parameter('/x').get();

    expect(thrown(() => cache.parameter('/x', { transform: 'number' }).value).code).toBe(
      'SSM_CACHE_TRANSFORM',
    );
  });

  it('knows that the name does not exist, also when AWS answers no more', async () => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
    const withDefault = cache.parameter('/none', { default: 'd' });
    await expect(withDefault.get()).resolves.toBe('d');
    const strict = cache.parameter('/none');
    parameters.failAlways('ServiceUnavailable');
    await withDefault.refresh().catch(() => {});

    expect((await rejection(strict.get())).code).toBe('SSM_CACHE_INVALID_PARAMETER');
  });

  it('fails by its time limit where its conversion never ends', async () => {
    const { cache, parameters, runtime } = makeCache({ refreshTimeout: 5 });
    parameters.put('/x', 'v');
    await cache.parameter('/x').get();
    const endless = track(cache.parameter('/x', { transform: () => new Promise<string>(() => {}) }).get());
    await runtime.advance(30);

    expect(endless).toMatchObject({ state: 'rejected', error: { code: 'SSM_CACHE_REFRESH' } });
  });
});

describe('A value that is too old', () => {
  it('is refused with its age in seconds', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60, maxStale: 30, jitter: 0 });
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    parameters.failAlways('ServiceUnavailable');
    await runtime.advance(120);

    expect(thrown(() => handle.value).message).toContain('"/x" is 120 s old');
  });
});

describe('A closed cache', () => {
  it('names what can no longer be read, which is absent, and not on its way', async () => {
    const { cache, ssm } = makeCache();
    ssm.isHolding = true;
    const handle = cache.parameter('/x');
    const read = rejection(handle.get());
    await settle();
    expect(handle[INTERNALS].state).toBe('loading');
    cache.close();

    expect(handle[INTERNALS].state).toBe('absent');
    expect(await read).toMatchObject({ code: 'SSM_CACHE_CLOSED', names: ['/x'] });
  });
});
