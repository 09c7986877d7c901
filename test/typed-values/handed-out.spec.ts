import { describe, expect, it } from '@jest/globals';
import { ReadOnlyMap, type SsmHandle, type StandardSchema } from 'nestjs-ssm-cache';
import { type as ark } from 'arktype';
import { inspect } from 'node:util';
import { z } from 'zod';
import { makeCache } from '../support/make-cache.js';
import { vandalise } from './support/vandal.js';
import { declareSecret } from '../support/declare.js';

const read = async (text: string, options: { transform?: any; schema?: StandardSchema<any> }) => {
  const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
  parameters.put('/x', text);
  const handle = cache.parameter<any>('/x', options);
  await handle.get();
  return { handle, parameters };
};

/** What there is to be read, also in a map that shows nothing of it. */
const structuredCloneOf = (value: unknown): unknown => (value instanceof ReadOnlyMap ? [...value] : value);

const TEXT = '{"a":[{"b":"c"}],"n":"1"}';

describe('What the cache made cannot be changed by who reads it', () => {
  it('JSON', async () => {
    const { handle } = await read(TEXT, { transform: 'json' });
    const before = inspect(handle.value, { depth: 9 });
    vandalise(handle.value);
    vandalise(await handle.get());

    expect(inspect(handle.value, { depth: 9 })).toBe(before);
  });

  it.each<[string, (world: ReturnType<typeof makeCache>) => SsmHandle<any, any>]>([
    ['a StringList', ({ cache }) => cache.parameter<any>('/t/list')],
    ['a list of text', ({ cache }) => cache.parameter('/t/text', { transform: 'list' })],
    ['a list in a secret', ({ cache }) => declareSecret<any>(cache, 's', { key: 'list' }, Array)],
    ['an object in a secret', ({ cache }) => cache.secret('s', { key: 'db', transform: 'json' })],
    ['a tree', ({ cache }) => cache.parameters('/t')],
    ['a record', ({ cache }) => cache.parameters('/t', { shape: 'record' })],
    ['a map', ({ cache }) => cache.parameters('/t', { shape: 'map' })],
    ['bytes', ({ cache }) => cache.secret<any>('bytes')],
    ['bytes in a Buffer', ({ cache }) => declareSecret<any>(cache, 'bytes', {}, Buffer)],
    ['bytes of base64', ({ cache }) => cache.parameter('/t/bytes', { transform: 'base64' })],
  ])('%s', async (_title, declare) => {
    const world = makeCache();
    world.parameters.put('/t/list', ['a', 'b']);
    world.parameters.put('/t/text', 'a,b');
    world.parameters.put('/t/bytes', 'aGk=');
    world.secrets.put('s', { list: ['a', 'b'], db: { hosts: ['a'] } });
    world.secrets.put('bytes', Uint8Array.of(1, 2));
    const handle = declare(world);
    await handle.get();
    const shown = (): string => inspect(structuredCloneOf(handle.value), { depth: 9 });
    const before = shown();
    vandalise(handle.value);
    vandalise(await handle.get());

    expect(shown()).toBe(before);
  });

  it('not even an array or a list that a schema makes its output of: ArkType is given a copy', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/t/ports', ['1', '2']);
    parameters.put('/t/port', '3');
    const schema = ark({ ports: 'string.integer.parse[]', port: 'string.integer.parse' });

    await expect(cache.parameters('/t', { schema }).get()).resolves.toEqual({ ports: [1, 2], port: 3 });
    await expect(cache.parameters('/t').get()).resolves.toEqual({ ports: ['1', '2'], port: '3' });
  });

  it('bytes in a map, of which each reader gets a copy', () => {
    const map = new ReadOnlyMap([['key', Uint8Array.of(1)]]);
    for (const [, bytes] of map) bytes.fill(9);
    for (const [, bytes] of map.entries()) bytes.fill(9);
    for (const bytes of map.values()) bytes.fill(9);
    map.forEach((bytes) => bytes.fill(9));
    map.get('key')?.fill(9);

    expect(map.get('key')).toEqual(Uint8Array.of(1));
  });
});

describe('What the application made belongs to it', () => {
  class Registry extends Map<string, string> {}
  class Strategy {
    uses = 0;
  }
  class Key extends Uint8Array {}
  const changed = (value: any): unknown => {
    if (value instanceof Map) value.set('added', 'x');
    else if (value instanceof Set) value.add('added');
    else if (value instanceof Date) value.setTime(1);
    else if (Array.isArray(value)) value.push('added');
    else value.added = 'x';
    return value;
  };

  it.each<[string, () => object]>([
    ['an object', () => ({ uses: 0 })],
    ['a list', () => ['a']],
    ['a map of a class of its own', () => new Registry([['a', 'b']])],
    ['a set', () => new Set(['a'])],
    ['a date', () => new Date(0)],
    ['an instance', () => new Strategy()],
    ['bytes of a class of its own', () => Key.of(1, 2)],
    ['an object with all of it', () => ({ map: new Registry(), list: [new Strategy()] })],
  ])('and can be changed: %s', async (_title, make) => {
    const [made, madeLater, valid, byDefault] = [make(), make(), make(), make()];
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    const handles = [
      cache.parameter<any>('/x', { transform: () => made }),
      cache.parameter<any>('/x', { transform: async () => madeLater }),
      cache.parameter<any>('/x', { schema: z.any().transform(() => valid) }),
      cache.parameter<any>('/none', { default: byDefault }),
    ];
    for (const [index, handle] of handles.entries()) {
      await handle.get();
      expect(handle.value).toBe([made, madeLater, valid, byDefault][index]);
      changed(handle.value);
      expect(handle.value).toEqual(changed(make()));
    }
  });

  it('as deep as it nests', async () => {
    const pools = { list: [{ size: 1 }] };
    const { handle } = await read('x', { transform: () => pools });
    handle.value.list[0].size = 2;
    handle.value.list.push({ size: 3 });

    expect(pools).toEqual({ list: [{ size: 2 }, { size: 3 }] });
  });

  it('and is changed in place by a transform, at every refresh', async () => {
    const settings: Record<string, unknown> = { kept: true };
    const { handle, parameters } = await read('{"level":"info"}', {
      transform: (text: string) => Object.assign(settings, JSON.parse(text)),
    });
    for (const level of ['warn', 'error', 'debug']) {
      parameters.put('/x', JSON.stringify({ level }));
      await handle.refresh();
      expect(handle.value).toBe(settings);
      expect(settings).toEqual({ kept: true, level });
    }
  });

  it.each<[string, Parameters<typeof read>[1]]>([
    ['a schema that gives back what it is given', { schema: z.any() }],
    ['a schema of JSON', { schema: z.object({ a: z.array(z.object({ b: z.string() })) }) }],
    ['a schema after a transform', { transform: 'json', schema: z.any() }],
  ])('%s', async (_title, options) => {
    const { handle } = await read(TEXT, options);

    expect(Object.isFrozen(handle.value)).toBe(typeof handle.value === 'string');
  });

  it('which is true of a list, too, that a transform sorts and gives back', async () => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/list', ['b', 'a']);
    const plain = cache.parameter<readonly string[]>('/list');
    const sorted = cache.parameter('/list', {
      transform: (list) => Array.prototype.sort.call(list) as string[],
    });

    await expect(sorted.get()).resolves.toEqual(['a', 'b']);
    await expect(plain.get()).resolves.toEqual(['b', 'a']);
    parameters.put('/list', ['d', 'c']);
    await cache.refresh();
    expect(sorted.value).toEqual(['c', 'd']);
  });
});

/** What has the keys of a list, `length` among them. */
const likeList = (): object => Object.defineProperty({ 0: 'a' }, 'length', { value: 1 });

describe('The same value stays the same object', () => {
  it('but not for what plain data does not show', async () => {
    const hidden = Symbol('hidden');
    let count = 0;
    const { handle, parameters } = await read('1', {
      transform: () => ({ plain: true, [hidden]: (count += 1) }),
    });
    parameters.put('/x', '2');
    await handle.refresh();

    expect(handle.value[hidden]).toBe(2);
  });

  it('nor for an instance of a class that holds the same', async () => {
    class At extends Date {
      constructor(readonly zone: string) {
        super(0);
      }
    }
    const { handle, parameters } = await read('UTC', { transform: (text: string) => new At(text) });
    parameters.put('/x', 'CET');
    await handle.refresh();

    expect(handle.value.zone).toBe('CET');
  });

  it.each<[string, (text: string) => unknown]>([
    ['a list that becomes an object like it', (text) => (text === '1' ? ['a'] : likeList())],
    ['bytes that are of another class', (text) => (text === '1' ? Buffer.of(1) : Uint8Array.of(1))],
    ['bytes that become longer', (text) => Uint8Array.from({ length: Number(text) })],
    [
      'a date to which something is added',
      (text) => Object.assign(new Date(0), text === '2' && { zone: 'CET' }),
    ],
    ['a key that becomes another, without a value', (text) => ({ [`key ${text}`]: undefined })],
    ['a key that is added, without a value', (text) => (text === '1' ? { a: 1 } : { a: 1, b: undefined })],
  ])('nor for %s', async (_title, make) => {
    const { handle, parameters } = await read('1', { transform: (text: string) => ({ made: make(text) }) });
    const before = handle.value;
    parameters.put('/x', '2');
    await handle.refresh();

    expect(handle.value).not.toBe(before);
    expect(handle.value).toEqual({ made: make('2') });
  });

  it('nor for bytes of a secret that become longer', async () => {
    const { cache, secrets } = makeCache({ minRefreshInterval: 0 });
    secrets.put('s', Uint8Array.of(1, 2));
    const handle = cache.secret<Uint8Array>('s');
    await handle.get();
    secrets.rotate('s', Uint8Array.of(1, 2, 3));
    await handle.refresh();

    expect(handle.value).toEqual(Uint8Array.of(1, 2, 3));
  });

  const cyclic = () => {
    const value: Record<string, unknown> = { a: 1 };
    value['self'] = value;
    return value;
  };

  it.each<[string, Parameters<typeof read>[1]]>([
    ['JSON', { transform: 'json' }],
    ['what a schema makes', { schema: z.object({ n: z.coerce.number() }) }],
    ['a date', { schema: z.any().transform(() => ({ at: new Date(0) })) }],
    ['bytes in an object', { transform: () => ({ key: Uint8Array.of(1) }) }],
    ['data in a circle', { transform: cyclic }],
  ])('%s', async (_title, options) => {
    const { handle, parameters } = await read('{"n":1,"m":2}', options);
    const before = handle.value;
    parameters.put('/x', '{ "m": 2, "n": 1 }');
    await handle.refresh();

    expect(handle.version).toBe(2);
    expect(handle.value).toBe(before);
  });

  it('bytes that another text spells are no change', async () => {
    const { handle, parameters } = await read('aGk=', { transform: 'base64' });
    let changes = 0;
    handle.onChange(() => (changes += 1));
    parameters.put('/x', 'aGk');
    await handle.refresh();

    expect(handle.version).toBe(2);
    expect(changes).toBe(0);
  });
});
