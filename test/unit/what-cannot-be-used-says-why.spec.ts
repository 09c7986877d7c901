import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { makeCache, rejection } from '../support/make-cache.js';

const fail = (): never => {
  throw new Error('c4n4ry');
};

describe('A value that cannot be used says', () => {
  it.each<[string, () => unknown]>([
    ['at once', fail],
    ['later', () => Promise.reject(new Error('c4n4ry'))],
  ])('that its transform failed, %s', async (_title, transform) => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    const { message } = await rejection(cache.parameter('/x', { transform }).get());

    expect(message).toContain('its transform or schema threw an error');
  });

  it('that it is not text, which a list is made of', async () => {
    const { cache, secrets } = makeCache();
    secrets.put('s', '{"hosts":{}}');
    const { message } = await rejection(cache.secret('s', { key: 'hosts', transform: 'list' }).get());

    expect(message).toContain('it is not text, so it cannot be a list');
  });
});

describe('All the parameters, listed from the root', () => {
  it('are named as they are under it', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/shop/db/port', '5432');

    await expect(cache.parameters('/').get()).resolves.toEqual({ shop: { db: { port: '5432' } } });
  });

  it('are blamed by name, as far as they are to blame', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/shop/db/port', 'x');
    parameters.put('/shop/db/host', 'h');
    parameters.put('/shop/limit', '1');
    const schema = z.object({ shop: z.object({ db: z.object({ port: z.coerce.number() }) }) });
    const { message } = await rejection(cache.parameters('/', { schema }).get());

    expect(message).toMatch(/^"\/" with "\/shop\/db\/port" in version 1 cannot be used: /);
  });

  it('are blamed for what lies within their name', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/shop/hosts', 'a,b', { type: 'StringList' });
    const schema = z.object({ hosts: z.array(z.string().min(2)) });
    const { message } = await rejection(cache.parameters('/shop', { schema }).get());

    expect(message).toMatch(/^"\/shop" with "\/shop\/hosts" in version 1 cannot be used: /);
  });
});

describe('What a transform lets wait for', () => {
  it('may be a function, and is there before the schema', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    const later = (text: unknown) => {
      const promise = Promise.resolve(`<${String(text)}>`);
      return Object.assign(() => undefined, { then: promise.then.bind(promise) });
    };

    const handle = cache.parameter('/x', { transform: later, schema: z.string() });

    await expect(handle.get()).resolves.toBe('<v>');
  });
});
