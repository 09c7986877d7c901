import { describe, expect, it } from '@jest/globals';
import { type as ark } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
import { makeCache, rejection } from '../support/make-cache.js';
import { declareSecret } from '../support/declare.js';

const LONG = '12345678901234567890';
const ROUNDED = [
  LONG,
  '9007199254740993',
  '-9007199254740993',
  '1e400',
  '-1e309',
  '1e-400',
  '3.141592653589793238',
];
const HELD = [
  '0',
  '-0',
  '0.1',
  '1.0',
  '1e3',
  '9007199254740991',
  '1.7976931348623157e308',
  '0.30000000000000004',
];

const worldWith = (text: string) => {
  const { cache, ssm, vault } = makeCache();
  ssm.instead = (_operation, { Names, Path }) => ({
    Parameters: [
      {
        Name: Path === undefined ? Names[0] : `${Path as string}/id`,
        Type: 'String',
        Value: text,
        Version: 1,
      },
    ],
  });
  vault.instead = () => ({ Name: 's', SecretString: text, VersionId: 'v1' });
  return cache;
};

describe('A number behind a key', () => {
  it.each([...ROUNDED, ...HELD])('is read as it is written: %s', async (number) => {
    const cache = worldWith(
      `{ "id": ${number}, "db": { "id": ${number} }, "db.id": 1, "list": [${number}] }`,
    );

    await expect(cache.secret('s', { key: 'id' }).get()).resolves.toBe(number);
    await expect(declareSecret(cache, 's', { key: 'id' }, String).get()).resolves.toBe(number);
    await expect(
      cache.secret('s', { key: 'id', transform: (text) => `<${String(text)}>` }).get(),
    ).resolves.toBe(`<${number}>`);
    await expect(cache.createGroup().secret('s', { key: 'id' }).get()).resolves.toBe(number);
  });

  it.each([
    ['a boolean', 'false', 'false'],
    ['text', '"false"', 'false'],
    ['text with a quotation mark', '"a\\"b\\u00e4"', 'a"bä'],
    ['empty text', '""', ''],
  ])('has a sibling: %s', async (_title, json, text) => {
    await expect(worldWith(`{"k":${json}}`).secret('s', { key: 'k' }).get()).resolves.toBe(text);
  });

  it.each([
    ['an object', '{"host":"c4n4ry"}', 'an object'],
    ['a list', '["c4n4ry"]', 'a list'],
    ['null', 'null', 'null'],
  ])('is none, and no text, where there is %s: transform "json" reads that', async (_title, json, found) => {
    const cache = worldWith(`{"k":${json}}`);
    const { message } = await rejection(cache.secret('s', { key: 'k' }).get());

    expect(message).toContain(`its key "k" holds ${found}, not text: give transform: 'json'`);
    expect(message).not.toContain('c4n4ry');
    await expect(cache.secret('s', { key: 'k', transform: 'json' }).get()).resolves.toEqual(JSON.parse(json));
  });

  it('is the last of those that have the key, as JSON has it', async () => {
    const cache = worldWith('{"k":1,"o":{"k":2},"k":3,"o":{}}');

    await expect(cache.secret('s', { key: 'k' }).get()).resolves.toBe('3');
    expect((await rejection(cache.secret('s', { key: 'o.k' }).get())).message).toContain(
      'it has no key "o.k"',
    );
  });

  it('is read although another number beside it cannot be held', async () => {
    const cache = worldWith(`{"port":5432,"id":${LONG},"db":{"port":5433}}`);

    await expect(cache.secret('s', { key: 'port', transform: 'number' }).get()).resolves.toBe(5432);
    await expect(cache.secret('s', { key: 'db', transform: 'json' }).get()).resolves.toEqual({ port: 5433 });
  });
});

describe('A number in JSON', () => {
  it.each(ROUNDED)('that would be rounded is refused, with what to do: %s', async (number) => {
    for (const [text, where] of [
      [number, ''],
      [`{"db":{"ids":["${LONG}",1,${number}]}}`, ' at "db.ids.2"'],
      [`[{"tok_51HabcKEY99": ${number}}]`, ' at "0.…"'],
    ] as const) {
      const error = await rejection(worldWith(text).parameter('/x', { transform: 'json' }).get());
      expect(error.name).toBe('TransformError');
      expect(error.message).toContain(
        `it has a number${where} that cannot be held exactly: store it in quotes, and read it as text`,
      );
      expect(error.message).not.toContain(number);
    }
  });

  it.each(HELD)('that is held with all of its digits is read: %s', async (number) => {
    await expect(
      worldWith(`{"n":[${number}]}`).parameter('/x', { transform: 'json' }).get(),
    ).resolves.toEqual({
      n: [Number(number)],
    });
  });

  it('is no text that spells one, and no key', async () => {
    const text = `{"${LONG}":"${LONG}","escaped":"\\"${LONG}","e":"1e400"}`;

    await expect(worldWith(text).parameter('/x', { transform: 'json' }).get()).resolves.toEqual(
      JSON.parse(text),
    );
  });
});

describe('A number that a schema or a transform makes', () => {
  it.each<[string, any]>([
    ['Zod', z.object({ id: z.number() })],
    ['Zod, which converts it', z.object({ id: z.coerce.number() })],
    ['Zod, which makes text of it', z.object({ id: z.coerce.string() })],
    ['Valibot', v.object({ id: v.number() })],
    ['ArkType', ark({ id: 'number' })],
    ['Zod, later', z.object({ id: z.number() }).refine(async () => true)],
  ])('is not rounded in JSON: %s', async (_title, schema) => {
    for (const number of [LONG, '1e400']) {
      const cache = worldWith(`{"id":${number}}`);
      for (const handle of [cache.parameter('/x', { schema }), cache.secret('s', { schema })]) {
        const { message } = await rejection(handle.get());
        expect(message).toContain('it has a number at "id" that cannot be held exactly');
        expect(message).not.toContain('1234567');
      }
    }
    await expect(worldWith('{"id":7}').parameter<any>('/x', { schema }).get()).resolves.toHaveProperty('id');
  });

  it.each<[string, any]>([
    ['Zod', z.object({ id: z.coerce.number() })],
    ['Valibot', v.object({ id: v.pipe(v.string(), v.transform(Number)) })],
    ['ArkType', ark({ id: 'string.numeric.parse' })],
    [
      'an instance of a class',
      z.object({ id: z.coerce.number() }).transform((data) => Object.assign(new Date(), data)),
    ],
  ])('is not rounded where it makes it of text: %s', async (_title, schema) => {
    const cache = worldWith(LONG);
    const { message } = await rejection(cache.parameters('/t', { schema }).get());

    expect(message).toContain(
      '"/t" with "/t/id" in version 1 cannot be used: it has a number at "id" that cannot',
    );
    await expect(worldWith('5432').parameters('/t', { schema }).get()).resolves.toHaveProperty('id', 5432);
  });

  it.each<[string, any]>([
    ['a schema', { schema: z.coerce.number() }],
    ['Number()', { transform: Number }],
    ['a function that takes its time', { transform: async (text: string) => Number.parseFloat(text) }],
    ['a schema after a key', { key: 'id', schema: z.coerce.number() }],
    ['Number() after a key', { key: 'id', transform: Number }],
  ])('is not rounded by %s', async (_title, options) => {
    const read = (number: string) =>
      worldWith(options.key === undefined ? number : `{"id":${number}}`)
        .secret<number>('s', options)
        .get();

    for (const number of [LONG, '1e400', '9007199254740993'])
      expect((await rejection(read(number))).message).toContain('cannot be held exactly');
    await expect(read('0.1')).resolves.toBe(0.1);
    await expect(read('-7')).resolves.toBe(-7);
  });

  it('may be text, with all of its digits: behind a key a schema is given the data, then the text', async () => {
    const given = (json: string, schema: any) =>
      worldWith(`{"k":${json}}`).secret<unknown>('s', { key: 'k', schema }).get();

    await expect(given(LONG, z.string())).resolves.toBe(LONG);
    await expect(given('5432', z.string())).resolves.toBe('5432');
    await expect(given('5432', z.number())).resolves.toBe(5432);
    await expect(given('"5432"', z.coerce.number())).resolves.toBe(5432);
    await expect(given('false', z.coerce.boolean())).resolves.toBe(false);
    await expect(given('null', z.null())).resolves.toBeNull();
    await expect(given('["a"]', z.array(z.string()))).resolves.toEqual(['a']);
    await expect(given('"{\\"a\\":1}"', z.object({ a: z.number() }))).resolves.toEqual({ a: 1 });
    expect((await rejection(given(LONG, z.number()))).message).toContain(
      'read as JSON, it has a number that cannot',
    );
  });

  it('may be something else than what the digits spell', async () => {
    const length = (text: unknown): number => String(text).length;
    const read = (options: { transform: typeof length } | { schema: z.ZodType<number> }) =>
      worldWith(LONG).secret<unknown>('s', options).get();

    await expect(read({ transform: length })).resolves.toBe(20);
    await expect(read({ schema: z.string().transform(length) })).resolves.toBe(20);
  });

  it('is told by its place, a position in a list among the keys', async () => {
    const schema = z.object({ shop: z.array(z.object({ id: z.coerce.number() })) });
    const read = (json: string) => worldWith(json).secret('s', { schema }).get();

    expect((await rejection(read(`{"shop":[{"id":"1"},{"id":"${LONG}"}]}`))).message).toContain(
      'it has a number at "shop.1.id" that cannot be held exactly',
    );
  });
});
