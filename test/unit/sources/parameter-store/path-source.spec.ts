import { describe, expect, it } from '@jest/globals';
import { SsmFilterType } from 'nestjs-ssm-cache';
import { makeCache, rejection, track } from '../../../support/make-cache.js';

const of = (Name: string) => ({ Name, Value: Name, Type: 'String', Version: 1 });

describe('A listing', () => {
  it('asks for a path with no filter and no token where there is none', async () => {
    const { cache, ssm } = makeCache();
    await cache.parameters('/shop').get();

    expect(ssm.calls.map(({ input }) => input as unknown)).toStrictEqual([
      { Path: '/shop', Recursive: true, WithDecryption: true },
    ]);
  });

  it('asks for every page with the filters and the token of the page before', async () => {
    const { cache, ssm } = makeCache();
    const pages = [{ Parameters: [of('/shop/b')], NextToken: 'more' }, { Parameters: [of('/shop/a')] }];
    ssm.instead = () => pages.shift();
    await cache
      .parameters('/shop/', { recursive: false, filters: [new SsmFilterType().value('String')] })
      .get();

    const first = {
      Path: '/shop',
      Recursive: false,
      WithDecryption: true,
      ParameterFilters: [{ Key: 'Type', Option: 'Equals', Values: ['String'] }],
    };
    expect(ssm.calls.map(({ input }) => input as unknown)).toStrictEqual([
      first,
      { ...first, NextToken: 'more' },
    ]);
  });

  it('is sorted by name, in whatever order AWS answers', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => ({ Parameters: ['/p/b', '/p/d', '/p/a', '/p/c'].map(of) });
    const map = await cache.parameters<Map<string, unknown>>('/p', { shape: 'map' }).get();

    expect([...map.keys()]).toEqual(['a', 'b', 'c', 'd']);
  });

  it('has not changed when AWS answers in another order', async () => {
    const { cache, ssm, runtime } = makeCache({ maxAge: 60, jitter: 0 });
    const names = ['/p/c', '/p/a', '/p/b'];
    ssm.instead = () => ({ Parameters: names.map(of) });
    const tree = cache.parameters('/p');
    const before = await tree.get();
    let told = 0;
    tree.onChange(() => (told += 1));
    names.reverse();
    await runtime.advance(61);

    expect(await tree.get()).toBe(before);
    expect(ssm.count()).toBe(2);
    expect(told).toBe(0);
  });

  it('is cancelled at the client when nobody waits for it any more', async () => {
    const { cache, ssm, runtime } = makeCache();
    ssm.isHolding = true;
    const read = track(cache.parameters('/p', { refreshTimeout: 5 }).get());
    await runtime.advance(4);
    expect(ssm.last.signal?.aborted).toBe(false);
    await runtime.advance(2);

    expect(read.state).toBe('rejected');
    expect(ssm.last.signal?.aborted).toBe(true);
  });

  it('says that it is led round in a circle', async () => {
    const { cache, ssm } = makeCache();
    const tokens = ['one', 'two', 'one'];
    ssm.instead = () => ({ Parameters: [], NextToken: tokens.shift() });
    const error = await rejection(cache.parameters('/p').get());

    expect(error).toMatchObject({ name: 'RefreshError', names: ['/p'] });
    expect(error.message).toContain('its pages lead round in a circle');
  });

  it('names its path when the client cannot list', async () => {
    const { cache } = makeCache({ ssmClient: { getParameters: () => Promise.resolve({}) } });

    expect(await rejection(cache.parameters('/p').get())).toMatchObject({
      name: 'InvalidClientError',
      names: ['/p'],
    });
  });
});
