import { describe, expect, it } from '@jest/globals';
import { settle } from '../support/fake-runtime.js';
import { makeCache, rejection, track } from '../support/make-cache.js';

const CLOSED = { code: 'SSM_CACHE_CLOSED' };

const loaded = async () => {
  const made = makeCache();
  made.parameters.put('/x', '1');
  await made.cache.parameter('/x').get();
  return made;
};

describe('A cache that is closed', () => {
  it('by the transform of what is known already reads nothing more', async () => {
    const { cache } = await loaded();
    const transform = (value: unknown) => {
      cache.close();
      return value;
    };
    const handle = cache.parameter('/x', { transform });

    expect(await rejection(handle.get())).toMatchObject(CLOSED);
    expect(() => handle.value).toThrow('has been closed');
  });

  it('by a transform that throws says that it is closed', async () => {
    const { cache } = await loaded();
    const transform = () => {
      cache.close();
      throw new Error('unusable');
    };
    const handle = cache.parameter('/x', { transform });

    expect(await rejection(handle.get())).toMatchObject(CLOSED);
    expect(() => handle.value).toThrow('has been closed');
  });

  it('by a transform that never ends keeps nobody waiting', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', '1');
    const transform = () => {
      cache.close();
      return new Promise(() => {});
    };
    const reading = track(cache.parameter('/x', { transform }).get());
    await settle();

    expect(reading).toMatchObject({ state: 'rejected', error: CLOSED });
  });

  it('reads no name that it has not read before, and asks nobody', async () => {
    const { cache, ssm, parameters } = makeCache();
    parameters.put('/x', '1');
    cache.close();
    const handles = [cache.parameter('/x'), cache.createGroup().parameter('/x')];

    for (const handle of handles) {
      expect(() => handle.value).toThrow('has been closed');
      expect(await rejection(handle.get())).toMatchObject(CLOSED);
    }
    expect(ssm.count()).toBe(0);
  });
});
