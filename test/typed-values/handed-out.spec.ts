import { describe, expect, it } from '@jest/globals';
import type { StandardSchema } from 'nestjs-ssm-cache';
import { type as ark } from 'arktype';
import { inspect } from 'node:util';
import * as v from 'valibot';
import { z } from 'zod';
import { makeCache } from '../support/make-cache.js';
import { vandalise } from './support/vandal.js';

const read = async (text: string, options: { transform?: any; schema?: StandardSchema<any> }) => {
  const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
  parameters.put('/x', text);
  const handle = cache.parameter<any>('/x', options);
  await handle.get();
  return { handle, parameters };
};

const TEXT = '{"a":[{"b":"c"}],"n":"1"}';

describe('What is handed out cannot be changed by who reads it', () => {
  it.each<[string, Parameters<typeof read>[1]]>([
    ['a JSON text', { transform: 'json' }],
    ['what a transform makes', { transform: (text: string) => JSON.parse(text) }],
    ['what a transform makes later', { transform: async (text: string) => JSON.parse(text) }],
    [
      'data of which a transform froze only the top',
      { transform: (text: string) => Object.freeze(JSON.parse(text)) },
    ],
    [
      'what Zod makes',
      { schema: z.object({ a: z.array(z.object({ b: z.string() })), n: z.coerce.number() }) },
    ],
    [
      'what Zod made read-only, at the top',
      { schema: z.object({ a: z.array(z.object({ b: z.string() })) }).readonly() },
    ],
    ['what Valibot makes', { schema: v.object({ a: v.array(v.object({ b: v.string() })) }) }],
    ['what ArkType makes', { schema: ark({ a: [{ b: 'string' }], n: 'string.numeric.parse' }) }],
    ['dates', { schema: z.string().transform(() => ({ at: new Date(0), list: [new Date(1)] })) }],
    ['maps and sets', { schema: z.string().transform(() => new Map([['k', { s: new Set([1]) }]])) }],
    [
      'bytes in an object',
      { schema: z.string().transform(() => ({ key: Uint8Array.of(1, 2), list: [Buffer.of(3)] })) },
    ],
  ])('%s', async (_title, options) => {
    const { handle } = await read(TEXT, options);
    const before = inspect(handle.value, { depth: 9, getters: true });
    vandalise(handle.value, { isForced: false });
    vandalise(await handle.get(), { isForced: false });

    expect(inspect(handle.value, { depth: 9, getters: true })).toBe(before);
  });

  it('not even an array or a list that a schema makes its output of: ArkType is given a copy', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/t/ports', ['1', '2']);
    parameters.put('/t/port', '3');
    const schema = ark({ ports: 'string.integer.parse[]', port: 'string.integer.parse' });

    await expect(cache.parameters('/t', { schema }).get()).resolves.toEqual({ ports: [1, 2], port: 3 });
    await expect(cache.parameters('/t').get()).resolves.toEqual({ ports: ['1', '2'], port: '3' });
  });

  it('but instances of classes stay as they were made', async () => {
    class Counter {
      count = 0;
    }
    const { handle } = await read('x', { transform: () => ({ counter: new Counter() }) });
    handle.value.counter.count += 1;

    expect(handle.value.counter.count).toBe(1);
  });
});

describe('The same value stays the same object', () => {
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
