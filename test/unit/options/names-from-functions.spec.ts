import { describe, expect, it } from '@jest/globals';
import { InvalidParameterError } from 'nestjs-ssm-cache';
import { checkNameOrFunction } from '../../../lib/options/name.js';
import { makeCache, rejection, thrown } from '../../support/make-cache.js';

describe('A name may be a function', () => {
  it('that gives the name of a parameter, a secret or a path of the cache, called once', async () => {
    const { cache, parameters, secrets } = makeCache();
    parameters.put('/db/host', 'localhost');
    secrets.put('prod/db', 's3cret');
    const calls: string[] = [];
    const name = (text: string) => () => {
      calls.push(text);
      return text;
    };
    const host = cache.parameter(name('/db/host'));
    const password = cache.secret(name('prod/db'));
    const tree = cache.parameters(name('/db'));

    expect([await host.get(), await password.get(), await tree.get()]).toEqual([
      'localhost',
      's3cret',
      { host: 'localhost' },
    ]);
    await Promise.all([host.refresh(), password.refresh(), tree.refresh()]);
    expect(calls).toEqual(['/db/host', 'prod/db', '/db']);
    expect(host).toBe(cache.parameter('/db/host'));
  });

  it('that gives the name of a member of a group', async () => {
    const { cache, parameters, secrets } = makeCache();
    parameters.put('/prod/db/host', 'localhost');
    secrets.put('prod/db', 's3cret');
    const group = cache.createGroup({ basePath: '/prod' });
    const host = group.parameter(() => '/db/host');
    const password = group.secret(() => 'prod/db');
    const [listed] = await group.parameters(() => '/db');

    expect([await host.get(), await password.get(), listed?.name]).toEqual([
      'localhost',
      's3cret',
      '/prod/db/host',
    ]);
    expect(host).toBe(group.parameter('/db/host'));
  });

  it.each([
    ['undefined', undefined, 'returned undefined, not a text'],
    ['null', null, 'returned null, not a text'],
    ['a promise', Promise.resolve('/x'), 'returned a value of type object, not a text'],
    ['an empty text', '', 'the name is empty.'],
    ['a text that is too long', 'x'.repeat(3_000), 'longer than 2048 characters'],
  ])('but not one that returns %s: the error says so, without what it returned', (_, returned, reason) => {
    const { cache } = makeCache();
    const name = () => returned as string;
    const errors = [() => cache.parameter(name), () => cache.secret(name), () => cache.parameters(name)].map(
      thrown,
    );

    for (const error of errors) {
      expect(error).toBeInstanceOf(InvalidParameterError);
      expect(error.message).toContain(reason);
    }
    expect(errors.map(({ message }) => message.split(':')[0])).toEqual(['a parameter', 'a secret', 'a path']);
  });

  it('but not one that throws: the error has the reason, and the cause', async () => {
    const { cache } = makeCache();
    const cause = new Error('Configuration key "DB_HOST" does not exist');
    const name = (): string => {
      throw cause;
    };
    const errors = [thrown(() => cache.secret(name)), await rejection(cache.createGroup().parameters(name))];

    for (const error of errors) {
      expect(error).toBeInstanceOf(InvalidParameterError);
      expect(error.message).toContain('Configuration key "DB_HOST" does not exist');
      expect(error.cause).toBe(cause);
    }
  });
});

describe('A name that a decorator is given', () => {
  it('may be a function, which is not called before the name is bound', () => {
    const name = (): string => {
      throw new Error('It is too early.');
    };

    expect(() => checkNameOrFunction(name, 'Shop.host')).not.toThrow();
    expect(() => checkNameOrFunction('/db/host', 'Shop.host')).not.toThrow();
  });

  it.each([[''], [' '], [7], [undefined], ['x'.repeat(2_049)]])('is not %p', (name) => {
    expect(thrown(() => checkNameOrFunction(name, 'Shop.host'))).toMatchObject({
      code: 'SSM_CACHE_INVALID_PARAMETER',
      names: ['Shop.host'],
    });
  });
});
