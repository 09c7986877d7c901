import { describe, expect, it } from '@jest/globals';
import { makeCache, rejection, thrown } from '../../support/make-cache.js';

type Result = { value: unknown } | { issues: { message: string; path?: (string | { key: string })[] }[] };

const schemaOf = (validate: (value: unknown) => Result | Promise<Result>) => ({
  '~standard': { version: 1 as const, vendor: 'test', validate },
});

const port = (value: unknown): Result => {
  const { port: number } = (typeof value === 'object' ? value : {}) as { port?: unknown };
  return typeof number === 'number'
    ? { value: { port: number } }
    : {
        issues: [
          { message: `expected a number, not ${JSON.stringify(number)}`, path: ['db', { key: 'port' }] },
        ],
      };
};

const read = (text: string, validate: Parameters<typeof schemaOf>[0]) => {
  const { cache, parameters } = makeCache();
  parameters.put('/x', text);
  return cache.parameter('/x', { schema: schemaOf(validate) }).get();
};

describe('A schema', () => {
  it('makes the value, of text or of the JSON in it, at once or later', async () => {
    await expect(read('text', (value) => ({ value: `<${String(value)}>` }))).resolves.toBe('<text>');
    await expect(read('{"port":1}', port)).resolves.toEqual({ port: 1 });
    await expect(read('{"port":1}', async (value) => port(value))).resolves.toEqual({ port: 1 });
  });

  it.each([
    ['{"port":"c4n4ry"}', port],
    ['{"port":"c4n4ry"}', async (value: unknown) => port(value)],
    ['no json c4n4ry', port],
    ['c4n4ry', () => ({ issues: [{ message: 'c4n4ry is wrong' }] })],
    ['7', () => ({ issues: [{ message: '7 is wrong', path: ['a'] }] })],
    [
      'c4n4ry',
      () => {
        throw new Error('c4n4ry');
      },
    ],
    ['c4n4ry', () => Promise.reject(new Error('c4n4ry'))],
  ])('that does not take %j is an error that never quotes it', async (text, validate) => {
    const error = await rejection(read(text, validate));

    expect(error.name).toBe('TransformError');
    expect(error.message).not.toContain('c4n4ry');
  });

  it('tells its issues by path, the first five', async () => {
    const issues = Array.from({ length: 7 }, (_, index) => ({ message: 'required', path: [`f${index}`] }));
    const error = await rejection(read('{}', () => ({ issues })));

    expect(error.message).toContain('f0: required');
    expect(error.message).toContain('and 2 more');
    expect(error.message).not.toContain('f5');
  });

  it('of a path is given the whole', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/a/b', 'c4n4ry');
    const tree = (validate: Parameters<typeof schemaOf>[0]) =>
      cache.parameters('/a', { schema: schemaOf(validate) }).get();

    await expect(tree((value) => ({ value }))).resolves.toEqual({ b: 'c4n4ry' });
    await expect(tree(async (value) => ({ value }))).resolves.toEqual({ b: 'c4n4ry' });
    for (const validate of [
      () => ({ issues: [{ message: 'c4n4ry' }] }),
      async () => ({ issues: [{ message: 'c4n4ry' }] }),
      () => {
        throw new Error('c4n4ry');
      },
    ]) {
      const error = await rejection(tree(validate));
      expect(error.name).toBe('TransformError');
      expect(error.message).not.toContain('c4n4ry');
    }
  });

  it('that is none is refused at once', () => {
    const { cache } = makeCache();

    for (const schema of [{}, 'x', 7, null, { '~standard': {} }]) {
      expect(thrown(() => cache.parameter('/x', { schema: schema as never })).code).toMatch(/^SSM_CACHE_/);
      expect(thrown(() => cache.parameters('/x', { schema: schema as never })).code).toMatch(/^SSM_CACHE_/);
    }
  });
});

const standard = (validate: (value: unknown) => { value: unknown }) => ({
  '~standard': { version: 1 as const, vendor: 'test', validate },
});

const readBy = (text: string, schema: ReturnType<typeof standard>) => {
  const { cache, parameters } = makeCache();
  parameters.put('/x', text);
  return cache.parameter('/x', { schema }).get();
};

describe('A schema', () => {
  it.each(['7', 'true', '{"a":1}', '"quoted"'])(
    'that takes text is given %s once, and as text',
    async (text) => {
      const given: unknown[] = [];
      const value = await readBy(
        text,
        standard((input) => (given.push(input), { value: input })),
      );

      expect(value).toBe(text);
      expect(given).toEqual([text]);
    },
  );

  it('may be a function, as those of some libraries are', async () => {
    const schema = Object.assign(
      () => undefined,
      standard((input) => ({ value: `<${String(input)}>` })),
    );

    await expect(readBy('text', schema)).resolves.toBe('<text>');
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a number', 7],
    ['text', 'string'],
    ['an object without validation', {}],
    ['a function without validation', () => true],
    ['an object whose validation is no function', { '~standard': { validate: true } }],
  ])('is refused as an option when it is %s', (_title, schema) => {
    const error = thrown(() => makeCache().cache.parameter('/x', { schema } as never));

    expect(error.name).toBe('InvalidDeclarationError');
    expect(error.message).toContain('a schema that follows Standard Schema');
  });
});
