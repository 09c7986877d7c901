import { describe, expect, it } from '@jest/globals';
import {
  type Answer,
  InvalidParameterError,
  type Reference,
  type Source,
  type StandardSchema,
} from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { makeCache, rejection } from '../../support/make-cache.js';

const REFERENCE: Reference = {
  source: 'flags',
  client: 'default',
  key: 'flags beta',
  name: 'beta',
  fullName: 'beta@live',
};

const withSource = (answer: () => unknown, more: Partial<Source> = {}) => {
  const source: Source = {
    name: 'flags',
    fetch: (requests) => requests.map(async () => answer() as Answer),
    ...more,
  };
  return makeCache({
    extensions: [{ name: 'flags', sources: [source] }],
    maxAge: 60,
    jitter: 0,
    minRefreshInterval: 0,
  });
};

const found = (value: unknown, type = 'String'): unknown => ({
  found: true,
  raw: { value, type, version: 1 },
});

describe('A source of your own', () => {
  it('may not know a name, without saying why', async () => {
    const { cache } = withSource(() => ({ found: false }));

    const error = await rejection(cache.handle(REFERENCE).get());

    expect(error).toMatchObject({ code: 'SSM_CACHE_INVALID_PARAMETER', names: ['beta@live'] });
    expect(error.message).toBe('The source "flags" has no "beta@live". Check the name.');
    expect(await cache.handle(REFERENCE, { default: 'off' }).get()).toBe('off');
  });

  it('may say why it does not know a name', async () => {
    const error = new InvalidParameterError('The flag is gone.', { names: ['beta@live'] });
    const { cache } = withSource(() => ({ found: false, error }));

    expect((await rejection(cache.handle(REFERENCE).get())).message).toBe('The flag is gone.');
  });

  it('is heard of changes by the name, with and without its selector, and of no other source', async () => {
    let value = 'off';
    const { cache } = withSource(() => found(value));
    const handle = cache.handle(REFERENCE);
    expect(await handle.get()).toBe('off');
    const expire = (change: object): readonly string[] =>
      cache[INTERNALS].expire({ source: 'flags', name: 'beta', ...change });
    expect(expire({ name: 'alpha' })).toEqual([]);
    expect(expire({ source: 'ssm' })).toEqual([]);
    expect(expire({ client: 'payments' })).toEqual([]);
    value = 'on';
    expect(await handle.get()).toBe('off');

    expect(expire({})).toEqual(['beta@live']);
    expect(await handle.get()).toBe('on');
    expect(expire({ name: 'beta@live' })).toEqual(['beta@live']);
  });

  const ofMember = (member: unknown): unknown => ({ ...(found([], 'Tree') as Answer), members: [member] });

  it.each([
    ['nothing', found([null], 'Tree')],
    ['no name', found([{ raw: { value: 'poison', type: 'String', version: 1 } }], 'Tree')],
    ['no value', found([{ name: '/a' }], 'Tree')],
    ['a value that is none', found([{ name: '/a', raw: { value: 1, type: 'String', version: 1 } }], 'Tree')],
    ['a list in it', found([{ name: '/a', raw: { value: [], type: 'Tree', version: 1 } }], 'Tree')],
    ['a member that is nothing', ofMember(null)],
    ['a member of nothing', ofMember({ raw: { value: 'poison', type: 'String', version: 1 } })],
    ['a member without a value', ofMember({ reference: REFERENCE })],
    ['members that are no list', { ...(found('poison') as Answer), members: 'poison' }],
  ])('that answers with a list that has %s fails a refresh, and no later one', async (_what, broken) => {
    let answer = found('on');
    const { cache, runtime } = withSource(() => answer);
    const handle = cache.handle<unknown>(REFERENCE);
    await handle.get();
    answer = broken;
    const error = await rejection(handle.refresh());

    expect(error).toMatchObject({ code: 'SSM_CACHE_REFRESH', names: ['beta@live'] });
    expect(error.message).not.toContain('poison');
    expect(handle.value).toBe('on');
    answer = found('off');
    await runtime.advance(60);
    await handle.refresh();
    expect(handle.value).toBe('off');
  });

  it('may tell what it needs', () => {
    const permission = { action: 'flags:Read', resource: '*' };
    const permissionsOf = (more: Partial<Source>): unknown =>
      withSource(() => found('on'), more)
        .cache[INTERNALS].sources.get('flags')
        ?.permissions?.(REFERENCE);

    expect(permissionsOf({ permissions: () => [permission] })).toEqual([permission]);
    expect(permissionsOf({})).toEqual([]);
  });

  it('may have several values as one', async () => {
    const values = [{ name: 'beta/x', raw: { value: 'on', type: 'String', version: 1 } }];
    const { cache } = withSource(() => found(values, 'Tree'));

    expect(await cache.handle<unknown>(REFERENCE).get()).toEqual(values);
  });

  it('may list a path in whatever order', async () => {
    const { cache, parameters } = makeCache({
      extensions: [
        {
          name: 'reversed',
          wrap: (inner) => ({
            name: inner.name,
            fetch: (requests) =>
              inner.fetch(requests).map(async (promise) => {
                const answer = await promise;
                if (!answer.found || !Array.isArray(answer.raw.value)) return answer;
                return { ...answer, raw: { ...answer.raw, value: answer.raw.value.toReversed() } };
              }),
          }),
        },
      ],
    });
    parameters.put('/shop/db', 'own');
    parameters.put('/shop/db/host', 'h');

    expect(await cache.parameters('/shop').get()).toEqual({ db: { '': 'own', host: 'h' } });
  });
});

describe('A level that answers with text where there are several values', () => {
  const withText = () => {
    const made = makeCache({
      extensions: [
        {
          name: 'text',
          wrap: ({ name }) => ({
            name,
            fetch: (requests) => requests.map(async () => found('text') as Answer),
          }),
        },
      ],
    });
    return made.cache;
  };

  it('has nothing under a path', async () => {
    const schema: StandardSchema = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: () => ({ issues: [{ message: 'It is empty.', path: ['host'] }] }),
      },
    };

    expect(await withText().parameters('/shop').get()).toEqual({});
    expect(await withText().createGroup().parameters('/shop')).toEqual([]);
    expect((await rejection(withText().parameters('/shop', { schema }).get())).message).toMatch(
      /^"\/shop" cannot be used: .*\(host: It is empty\.\)/,
    );
  });

  it('has no current version of a secret', async () => {
    const handle = withText().secret('jwt', { versions: ['AWSCURRENT'] });

    expect((await rejection(handle.get())).code).toBe('SSM_CACHE_INVALID_VERSION');
  });
});
