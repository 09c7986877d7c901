import { describe, expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { realCache } from '../../../lib/cache/real-cache.js';
import { makeCache } from '../../support/make-cache.js';

describe('What Nest injects as the cache', () => {
  it('is the cache itself, also behind a proxy of it', () => {
    const { cache } = makeCache();
    const proxy = new Proxy(cache, { get: () => undefined });

    expect(realCache(cache)).toBe(cache);
    expect(realCache(proxy)).toBe(cache);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'cache'],
    ['a function', () => undefined],
    ['an object', { parameter: () => undefined }],
    ['what inherits from a cache', Object.create(new SsmCache()) as object],
    ['a deep double', new Proxy({}, { get: () => ({}), getOwnPropertyDescriptor: () => undefined })],
    [
      'a double that has every property',
      new Proxy({}, { getOwnPropertyDescriptor: () => ({ value: {}, configurable: true }) }),
    ],
  ])('may be a double: %s', (_title, double) => {
    expect(realCache(double)).toBeUndefined();
  });

  it('does not show that in what is printed of it', () => {
    expect(Object.keys(makeCache().cache)).toEqual(['changes$']);
  });
});
