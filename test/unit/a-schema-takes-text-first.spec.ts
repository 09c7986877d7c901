import { describe, expect, it } from '@jest/globals';
import { makeCache, thrown } from '../support/make-cache.js';

const standard = (validate: (value: unknown) => { value: unknown }) => ({
  '~standard': { version: 1 as const, vendor: 'test', validate },
});

const read = (text: string, schema: ReturnType<typeof standard>) => {
  const { cache, parameters } = makeCache();
  parameters.put('/x', text);
  return cache.parameter('/x', { schema }).get();
};

describe('A schema', () => {
  it.each(['7', 'true', '{"a":1}', '"quoted"'])(
    'that takes text is given %s once, and as text',
    async (text) => {
      const given: unknown[] = [];
      const value = await read(
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

    await expect(read('text', schema)).resolves.toBe('<text>');
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
