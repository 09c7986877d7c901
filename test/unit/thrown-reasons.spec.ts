import { describe, expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { makeCache, rejection } from '../support/make-cache.js';

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
  ])('but never with the value: %s', async (_title, transform) => {
    const reason = await reasonOf('c4n4ry', { transform });

    expect(reason).toContain('its transform or schema threw an error');
    expect(reason).not.toContain('c4n4ry');
  });

  it('although the name of a field of a JSON text is in it', async () => {
    const transform = (text: string) => JSON.parse(text).database.primary;

    await expect(reasonOf('{"db":{"primary":"abc"}}', { transform })).resolves.toContain(
      "(reading 'primary')",
    );
  });
});
