import { describe, expect, it } from '@jest/globals';
import { makeCache, rejection, thrown } from '../support/make-cache.js';
import { INTERNALS } from '../../lib/runtime/internals.js';

describe('An error of the cache', () => {
  it('names the group that is not there', () => {
    expect(thrown(() => makeCache().cache.group('db')).names).toEqual(['db']);
  });

  it('names the member that is declared in two groups', () => {
    const { cache } = makeCache({ groups: { db: {}, mail: {} } });
    const error = thrown(() => cache.group('db').parameter('/x', { group: 'mail' }));

    expect(error).toMatchObject({ code: 'SSM_CACHE_INVALID_DECLARATION', names: ['/x'] });
    expect(() => cache.group('db').parameter('/x', { group: 'db' })).not.toThrow();
  });

  it('names the group that is registered twice, differently', () => {
    const { cache } = makeCache({ groups: { db: { basePath: '/db' } } });
    expect(cache[INTERNALS].groups.register('db', { basePath: '/db' })).toBe(cache.group('db'));
    const error = thrown(() => cache[INTERNALS].groups.register('db', { basePath: '/data' }));

    expect(error).toMatchObject({ code: 'SSM_CACHE_INVALID_DECLARATION', names: ['db'] });
    expect(error.message).toContain('"db" is registered twice');
  });

  it('names the group, if it has a name, whose options are wrong', () => {
    const { cache } = makeCache();

    expect(thrown(() => cache[INTERNALS].groups.register('db', { maxAges: 1 } as never)).names).toEqual([
      'group "db"',
    ]);
    expect(thrown(() => cache.createGroup({ maxAges: 1 } as never)).names).toEqual(['group options']);
  });
});

describe('A cache', () => {
  it('is ready with what is there, although it could not be refreshed', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60 });
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    await runtime.advance(61);
    parameters.failAlways('ServiceUnavailable');
    await expect(handle.get()).resolves.toBe('v');
    await expect(cache.ready()).resolves.toBeUndefined();
    void cache.parameter('/y');

    expect((await rejection(cache.ready())).names).toContain('/y');
  });
});
