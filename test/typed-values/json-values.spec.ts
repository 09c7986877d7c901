import { describe, expect, it } from '@jest/globals';
import { makeCache, rejection } from '../support/make-cache.js';
import { declareParameter, declareSecret } from '../support/declare.js';

const TYPES = { string: String, number: Number, boolean: Boolean, 'string[]': Array } as const;

const secretWith = (json: string) => {
  const { cache, vault } = makeCache();
  vault.instead = () => ({ Name: 's', SecretString: `{"k":${json}}`, VersionId: 'v1' });
  return cache;
};

describe('The key of a JSON secret', () => {
  it.each([
    ['number', '5432', 5_432],
    ['number', '"5432"', 5_432],
    ['number', '9007199254740991', Number.MAX_SAFE_INTEGER],
    ['number', '0.1', 0.1],
    ['string', '"x"', 'x'],
    ['string', '5432', '5432'],
    ['string', '9007199254740993', '9007199254740993'],
    ['string', '12345678901234567890', '12345678901234567890'],
    ['string', '1.0', '1.0'],
    ['string', '1e400', '1e400'],
    ['string', '-0', '-0'],
    ['string', '3.141592653589793238462643', '3.141592653589793238462643'],
    ['string', 'false', 'false'],
    ['string', '""', ''],
    ['boolean', 'true', true],
    ['boolean', '"off"', false],
    ['string[]', '["a","b"]', ['a', 'b']],
  ] as const)('is a %s of %s', async (type, json, value) => {
    await expect(declareSecret(secretWith(json), 's', { key: 'k' }, TYPES[type]).get()).resolves.toEqual(
      value,
    );
  });

  it.each([
    ['number', '9007199254740993', 'cannot be held exactly'],
    ['number', '1e400', 'cannot be held exactly'],
    ['number', '"NaN"', 'it is not a number'],
    ['number', 'null', 'it is not a number'],
    ['number', '""', 'it is not a number'],
    ['number', 'true', 'it is not a number'],
    ['number', '[7]', 'it is not a number'],
    ['string', 'null', 'it is not text'],
    ['string', '{"a":1}', 'it is not text'],
    ['string', '["a"]', 'it is a list'],
    ['boolean', '2', 'it is none of'],
    ['boolean', 'null', 'it is none of'],
    ['string[]', '"a"', 'it is not a list'],
    ['string[]', '{"0":"a","length":1}', 'it is not a list'],
  ] as const)('is no %s of %s', async (type, json, reason) => {
    const error = await rejection(declareSecret(secretWith(json), 's', { key: 'k' }, TYPES[type]).get());

    expect(error).toMatchObject({ name: 'TransformError', names: ['s'] });
    expect(error.message).toContain(reason);
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty'])(
    'may be called %s, and need not be there',
    async (key) => {
      const { cache, secrets } = makeCache();
      secrets.put('with', `{"${key}":"own"}`);
      secrets.put('nested', `{"a":{"${key}":{"b":"deep"}}}`);
      secrets.put('without', '{"a":"b"}');

      await expect(cache.secret('with', { key }).get()).resolves.toBe('own');
      await expect(cache.secret('nested', { key: `a.${key}.b` }).get()).resolves.toBe('deep');
      expect((await rejection(cache.secret('without', { key }).get())).message).toContain(`no key "${key}"`);
    },
  );
});

describe('A number that a transform makes', () => {
  it('is never NaN where a number is declared', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'words');
    const handle = declareParameter<unknown>(cache, '/x', { transform: Number }, Number);

    expect((await rejection(handle.get())).message).toContain('it is not a number');
  });

  it.each([
    ['number', 2 ** 60],
    ['number', Infinity],
    ['string', 2 ** 60],
  ] as const)('is no %s if it cannot be held exactly: %p', async (type, made) => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'words');
    const handle = declareParameter<unknown>(cache, '/x', { transform: () => made }, TYPES[type]);

    expect((await rejection(handle.get())).message).toContain('cannot be held exactly');
  });
});

describe('JSON', () => {
  const read = async (text: string) => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => ({ Parameters: [{ Name: '/x', Type: 'String', Value: text, Version: 1 }] });
    return cache.parameter<any>('/x', { transform: 'json' }).get();
  };

  it('that nests 10,000 deep is read, and frozen in all its depth', async () => {
    let value = await read(`${'[{"a":'.repeat(5_000)}1${'}]'.repeat(5_000)}`);
    let frozen = 0;
    for (; Object.isFrozen(value) && typeof value === 'object'; frozen += 1) {
      value = Array.isArray(value) ? value[0] : value.a;
    }

    expect(frozen).toBe(10_000);
  });

  it('that nests 10,000 deep stays the same object when its keys change places', async () => {
    const { cache, ssm } = makeCache();
    const text = (inner: string) => `${'{"a":'.repeat(10_000)}${inner}${'}'.repeat(10_000)}`;
    const answer = (inner: string, Version: number) => () => ({
      Parameters: [{ Name: '/x', Type: 'String', Value: text(inner), Version }],
    });
    ssm.instead = answer('{"b":1,"c":2}', 1);
    const handle = cache.parameter<object>('/x', { transform: 'json' });
    const before = await handle.get();
    ssm.instead = answer('{"c":2,"b":1}', 2);
    await handle.refresh();

    expect(handle.version).toBe(2);
    expect(handle.value).toBe(before);
  });

  it('that would pollute prototypes is data and nothing else', async () => {
    const value = await read(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":{"__proto__":[]}}',
    );

    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'a']);
    expect(Object.getPrototypeOf(value)).toBe(Object.getPrototypeOf(JSON.parse('{}')));
    expect(Object.hasOwn(value.a, '__proto__')).toBe(true);
    expect(({} as any).polluted).toBeUndefined();
    expect(([] as any).polluted).toBeUndefined();
    expect(Object.isFrozen(Object.prototype)).toBe(false);
  });

  it('in which __proto__ changes is another value', async () => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', '{"__proto__":{"a":1}}');
    const handle = cache.parameter<object>('/x', { transform: 'json' });
    const before = await handle.get();
    parameters.put('/x', '{"__proto__":{"a":2}}');
    await handle.refresh();

    expect(handle.value).not.toBe(before);
    expect(JSON.stringify(handle.value)).toBe('{"__proto__":{"a":2}}');
  });
});
