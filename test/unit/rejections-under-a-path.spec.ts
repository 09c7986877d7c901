import { describe, expect, it } from '@jest/globals';
import { makeCache, rejection } from '../support/make-cache.js';

/** A schema that takes only what `isGood` takes. */
const schemaOf = (isGood: (value: any) => boolean) => ({
  '~standard': {
    version: 1 as const,
    vendor: 'test',
    validate: (value: unknown) => (isGood(value) ? { value } : { issues: [{ message: 'no' }] }),
  },
});

const makeWorld = () => makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0 });

describe('What could not be used', () => {
  it('is told of all that has changed under a path, and of nothing else', async () => {
    const { cache, parameters } = makeWorld();
    parameters.put('/shop/same', 's');
    parameters.put('/shop/limit', '1');
    parameters.put('/shop/old', 'o');
    const tree = cache.parameters('/shop', { schema: schemaOf(({ limit }) => limit === '1') });
    await tree.get();
    parameters.put('/shop/limit', '2');
    parameters.put('/shop/new', 'n');
    parameters.delete('/shop/old');
    await rejection(tree.refresh());

    expect(cache.inspect()[0]?.rejections).toEqual([
      { name: '/shop/limit', rejected: 2, kept: 1 },
      { name: '/shop/new', rejected: 1, kept: undefined },
      { name: '/shop/old', rejected: undefined, kept: 1 },
    ]);
  });

  it('is told of a parameter that was made anew, with the same version', async () => {
    const { cache, parameters } = makeWorld();
    parameters.put('/limit', '1');
    const limit = cache.parameter('/limit', { transform: 'number' });
    await limit.get();
    parameters.delete('/limit');
    parameters.put('/limit', 'x');
    await rejection(limit.refresh());

    expect(limit.value).toBe(1);
    expect(cache.inspect()[0]?.rejections).toEqual([{ name: '/limit', rejected: 1, kept: 1 }]);
  });
});
