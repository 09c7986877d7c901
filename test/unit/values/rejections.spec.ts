import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { runInNewContext } from 'node:vm';
import { makeCache, rejection } from '../../support/make-cache.js';

const makeShop = () => {
  const world = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0, groups: { shop: {} } });
  const { parameters } = world;
  parameters.put('/shop/limit', '1');
  parameters.put('/shop/db/port', '5432');
  parameters.put('/shop/name', 'n');
  return world;
};

const SHOP = z.object({ limit: z.coerce.number(), db: z.object({ port: z.coerce.number() }) });

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
    ['at once', SHOP],
    ['later', SHOP.refine(async () => true)],
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
    const tree = cache.parameters('/shop', { schema: SHOP });
    expect((await rejection(tree.get())).message).toMatch(/^"\/shop" cannot be used: .*\(limit: /);
    const failing = cache.parameters('/', {
      schema: z.unknown().transform(() => {
        throw new Error('c4n4ry');
      }),
    });
    expect((await rejection(failing.get())).message).toBe(
      '"/" cannot be used: its schema threw an error. Store a value that fits, or change the declaration.',
    );
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

const reasonOf = async (text: string, options: { transform?: any; schema?: any }): Promise<string> => {
  const { cache, parameters } = makeCache();
  parameters.put('/x', text);
  return (await rejection(cache.parameter('/x', options).get())).message;
};

const hostile = (): unknown =>
  new Proxy(new TypeError(), {
    get: () => {
      throw new Error('c4n4ry');
    },
  });

const throwing = (error: unknown) => () => {
  throw error;
};

describe('What a transform throws is told where it is of the code, and not of the value', () => {
  it.each<[string, any, string]>([
    [
      'a field of nothing',
      (text: any) => text.first.second,
      "TypeError: Cannot read properties of undefined (reading 'second')",
    ],
    ['no function', (text: any) => text.parse(), 'TypeError: text.parse is not a function'],
    ['an unknown name', () => runInNewContext('unknownName'), 'ReferenceError: unknownName is not defined'],
    [
      'a frozen object',
      () => ((Object.freeze({ a: 1 }) as any).b = 2),
      'TypeError: Cannot add property b, object is not extensible',
    ],
    [
      'a frozen list',
      () => Array.prototype.sort.call(Object.freeze(['b', 'a'])),
      "TypeError: Cannot assign to read only property '0' of object '[object Array]'",
    ],
    ['no URL', (text: string) => new URL(text), 'TypeError: Invalid URL'],
    ['later', async (text: any) => text.first.second, "reading 'second'"],
  ])('%s', async (_title, transform, reason) => {
    await expect(reasonOf('some text', { transform })).resolves.toContain(
      `its transform or schema threw an error (${reason.startsWith('reading') ? 'TypeError: Cannot read properties of undefined (' : ''}${reason}`,
    );
  });

  it('in a schema, too, for a value and for a tree', async () => {
    const schema = z.any().transform((value) => value.first.second);
    const { cache, parameters } = makeCache();
    parameters.put('/t/x', 'v');

    await expect(reasonOf('some text', { schema })).resolves.toContain(
      "TypeError: Cannot read properties of undefined (reading 'second')",
    );
    expect((await rejection(cache.parameters('/t', { schema }).get())).message).toContain(
      "its schema threw an error (TypeError: Cannot read properties of undefined (reading 'second'))",
    );
  });

  it.each<[string, any]>([
    ['a message of its own', throwing(new Error('c4n4ry'))],
    ['a TypeError with a message of its own', throwing(new TypeError('c4n4ry is wrong'))],
    ['text', throwing('c4n4ry')],
    ['nothing', throwing(undefined)],
    ['what cannot be read', throwing(hostile())],
    ['what JSON.parse says', (text: string) => JSON.parse(text)],
    ['what BigInt says', (text: string) => BigInt(text)],
    ['a name of its own', throwing(Object.assign(new Error(), { name: 'c4n4ry' }))],
    ['a field that is the value', (text: string) => (undefined as any)[text]],
    ['a message that is no text', throwing(Object.assign(new TypeError(), { message: ['c4n4ry'] }))],
  ])('but never with the value: %s', async (_title, transform) => {
    const reason = await reasonOf('c4n4ry', { transform });

    expect(reason).toContain('its transform or schema threw an error');
    expect(reason).not.toContain('c4n4ry');
  });

  it.each([TypeError, RangeError, ReferenceError, SyntaxError, URIError])(
    'by its class, where that is one of JavaScript: %p',
    async (kind) => {
      await expect(reasonOf('c4n4ry', { transform: throwing(new kind('own words')) })).resolves.toContain(
        `its transform or schema threw an error (${kind.name})`,
      );
    },
  );

  it('by its class alone, where it has no message, or a long one', async () => {
    const long = `${'long'.repeat(50)} is not defined`;
    for (const message of [undefined, long]) {
      const error = Object.assign(new TypeError(), { message });
      await expect(reasonOf('c4n4ry', { transform: throwing(error) })).resolves.toContain(
        'its transform or schema threw an error (TypeError).',
      );
    }
  });

  it('although the name of a field of a JSON text is in it', async () => {
    const transform = (text: string) => JSON.parse(text).database.primary;

    await expect(reasonOf('{"db":{"primary":"abc"}}', { transform })).resolves.toContain(
      "(reading 'primary')",
    );
  });
});

describe('A conversion that throws what cannot even be asked what it is', () => {
  it('fails by itself, and keeps nobody else waiting', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    const unaskable: object = new Proxy(new Error(), {
      getPrototypeOf: () => {
        throw unaskable;
      },
    });
    const broken = cache.parameter('/x', {
      transform: () => {
        throw unaskable;
      },
    });
    const [failure, value] = await Promise.all([rejection(broken.get()), cache.parameter('/x').get()]);

    expect(failure.code).toBe('SSM_CACHE_TRANSFORM');
    expect(value).toBe('v');
  });
});
