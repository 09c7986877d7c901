import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { makeCache, rejection } from '../support/make-cache.js';

const makeShop = () => {
  const world = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0, groups: { shop: {} } });
  const { parameters } = world;
  parameters.put('/shop/limit', '1');
  parameters.put('/shop/db/port', '5432');
  parameters.put('/shop/name', 'n');
  return world;
};
const schema = z.object({ limit: z.coerce.number(), db: z.object({ port: z.coerce.number() }) });

describe('What could not be used', () => {
  it('is told of a parameter and a secret, with what is kept, until something good comes', async () => {
    const { cache, parameters, secrets } = makeShop();
    const limit = cache.parameter('/shop/limit', { transform: 'number' });
    const first = secrets.put('s', '1');
    const secret = cache.secret('s', { transform: 'number' });
    await Promise.all([limit.get(), secret.get()]);
    expect(cache.inspect().map(({ rejections }) => rejections)).toEqual([undefined, undefined]);
    parameters.put('/shop/limit', 'c4n4ry');
    const second = secrets.put('s', 'c4n4ry');
    await rejection(cache.refresh());

    expect(cache.inspect().map(({ rejections }) => rejections)).toEqual([
      [{ name: '/shop/limit', rejected: 2, kept: 1 }],
      [{ name: 's', rejected: second, kept: first }],
    ]);
    expect(JSON.stringify(cache.inspect())).not.toContain('c4n4ry');
    parameters.put('/shop/limit', '3');
    secrets.put('s', '3');
    await cache.refresh();
    expect(cache.inspect().map(({ rejections }) => rejections)).toEqual([undefined, undefined]);
  });

  it('is told before anything is kept', async () => {
    const { cache, parameters } = makeShop();
    parameters.put('/shop/limit', 'x');
    const limit = cache.parameter('/shop/limit', { transform: 'number' });
    await rejection(limit.get());

    expect(cache.inspect()[0]?.rejections).toEqual([{ name: '/shop/limit', rejected: 2, kept: undefined }]);
  });

  it.each([
    ['at once', schema],
    ['later', schema.refine(async () => true)],
  ])('under a path is all that has changed; the error names what is to blame, %s', async (_title, by) => {
    const { cache, parameters } = makeShop();
    const tree = cache.parameters('/shop', { schema: by });
    await tree.get();
    parameters.put('/shop/limit', '2');
    parameters.put('/shop/new', 'n');
    parameters.put('/shop/db/port', 'c4n4ry');
    parameters.delete('/shop/name');
    const { message } = await rejection(tree.refresh());

    expect(message).toMatch(/^"\/shop" with "\/shop\/db\/port" in version 2 cannot be used: .*\(db\.port: /);
    expect(cache.inspect()[0]?.rejections).toEqual([
      { name: '/shop/db/port', rejected: 2, kept: 1 },
      { name: '/shop/limit', rejected: 2, kept: 1 },
      { name: '/shop/name', rejected: undefined, kept: 1 },
      { name: '/shop/new', rejected: 1, kept: undefined },
    ]);
  });

  it('under a path blames nothing for what is not there, or for a schema that fails by itself', async () => {
    const { cache, parameters } = makeShop();
    parameters.delete('/shop/limit');
    const tree = cache.parameters('/shop', { schema });
    expect((await rejection(tree.get())).message).toMatch(/^"\/shop" cannot be used: .*\(limit: /);
    const failing = cache.parameters('/', {
      schema: z.unknown().transform(() => {
        throw new Error('c4n4ry');
      }),
    });
    expect((await rejection(failing.get())).message).toBe('"/" cannot be used: its schema threw an error.');
  });

  it('names the first five that are to blame, in whatever shape, under the root as well', async () => {
    const { cache, parameters } = makeCache();
    const names = Array.from({ length: 7 }, (_, index) => `/a/p${index}`);
    for (const name of names) parameters.put(name, 'x');
    const everything = cache.parameters('/', {
      shape: 'record',
      schema: z.record(z.string(), z.coerce.number()),
    });
    const { message } = await rejection(everything.get());

    for (const name of names) expect(message.includes(`"${name}" in version 1`)).toBe(name < '/a/p5');
  });

  it('is not told of the other members of a group, nor when AWS does not answer', async () => {
    const { cache, parameters, ssm } = makeShop();
    const limit = cache.parameter('/shop/limit', { transform: 'number', group: 'shop' });
    const name = cache.parameter('/shop/name', { group: 'shop' });
    await Promise.all([limit.get(), name.get()]);
    parameters.put('/shop/limit', 'x');
    await rejection(limit.refresh());
    expect(cache.inspect().map(({ rejections }) => rejections?.length)).toEqual([1, undefined]);
    expect(cache.inspect()[1]?.lastError?.code).toBe('SSM_CACHE_TRANSFORM');
    ssm.instead = () => undefined;
    await rejection(limit.refresh());

    expect(cache.inspect().map(({ rejections }) => rejections)).toEqual([undefined, undefined]);
  });
});
