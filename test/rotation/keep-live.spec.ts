import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { keepLive } from '../../lib/rotation/index.js';
import { makeCache, thrown } from '../support/make-cache.js';

interface Options {
  host?: string;
  user?: string;
  password?: string;
  connectionString?: string;
}

const loginOf = (version: number) => ({ user: `user ${version}`, password: `password ${version}` });

/** A login of which each version has a user and a password of its own. */
const rotating = () => {
  const login = { version: 1, reads: 0 };
  const read = (property: 'user' | 'password') => () => {
    login.reads += 1;
    return loginOf(login.version)[property];
  };
  return { login, readers: { user: read('user'), password: read('password') } };
};

describe('keepLive()', () => {
  it('gives each connection the login of the moment', () => {
    const { login, readers } = rotating();
    const options: Options = { host: 'localhost' };

    keepLive(options, readers);

    expect([options.user, options.password]).toEqual(['user 1', 'password 1']);
    login.version = 2;
    expect([options.user, options.password]).toEqual(['user 2', 'password 2']);
    expect(options.host).toBe('localhost');
  });

  it('gives the password of the version of which the user was given, though the secret changes in between', () => {
    const { login, readers } = rotating();
    const options: Options = {};
    keepLive(options, readers);

    const { user } = options;
    login.version = 2;

    expect([user, options.password, options.password]).toEqual(['user 1', 'password 1', 'password 1']);
    expect(loginOf(2)).toEqual({ user: options.user, password: options.password });
  });

  it('keeps the login of a connection apart from the login of another one, where a client copies accessors', () => {
    const { login, readers } = rotating();
    const options: Options = {};
    keepLive(options, readers);
    const connection = (): Options => Object.defineProperties({}, Object.getOwnPropertyDescriptors(options));
    const [first, second] = [connection(), connection()];

    const users = [first.user];
    login.version = 2;
    users.push(second.user);

    expect(users).toEqual(['user 1', 'user 2']);
    expect([first.password, second.password]).toEqual(['password 1', 'password 2']);
  });

  it('gives the password of the moment to a client that never asks for the user', () => {
    const { login, readers } = rotating();
    const options: Options = {};
    keepLive(options, readers);

    const before = options.password;
    login.version = 2;

    expect([before, options.password]).toEqual(['password 1', 'password 2']);
  });

  it('reads user and password of one version of a secret that is refreshed', async () => {
    const { cache, secrets, runtime } = makeCache();
    secrets.put('prod/db', loginOf(1));
    const login = cache.secret<{ user: string; password: string }>('prod/db', { transform: 'json' });
    await login.get();
    const options: Options = {};
    keepLive(options, { user: () => login.value.user, password: () => login.value.password });

    const { user } = options;
    secrets.rotate('prod/db', loginOf(2));
    await runtime.advance(60);
    await login.refresh();

    expect([user, options.password]).toEqual(['user 1', 'password 1']);
    expect([options.user, options.password]).toEqual(['user 2', 'password 2']);
    cache.close();
  });

  it('can be undone', () => {
    const options: Options = { user: undefined };
    const undo = keepLive(options, rotating().readers);

    undo();

    expect(Object.getOwnPropertyDescriptors(options)).toEqual(
      Object.getOwnPropertyDescriptors({ user: undefined }),
    );
  });

  it('shows no password that was not shown before', () => {
    const options: Options = { host: 'localhost', user: undefined };
    keepLive(options, rotating().readers);

    expect(JSON.stringify(options)).toBe('{"host":"localhost","user":"user 1"}');
    expect(inspect(options, { showHidden: true })).not.toContain('password 1');
  });

  it.each([
    ['a password', { password: 'given' }, 'password'],
    ['a user', { user: 'given' }, 'user'],
    ['a function', { password: () => 'given' }, 'password'],
    [
      'a URL, which has a login of its own',
      { connectionString: 'postgres://app:given@localhost' },
      'connectionString',
    ],
  ])('refuses a client that was created with %s', (_what, options: object, property) => {
    const error = thrown(() => keepLive(options as Options, rotating().readers));

    expect(error).toMatchObject({ code: 'SSM_CACHE_INVALID_DECLARATION', names: [property] });
    expect(error.message).toContain(`"${property}"`);
    expect(error.message).not.toContain('given');
  });

  it.each([
    ['has no options any more', undefined],
    ['has null in their place', null],
    ['has frozen options', Object.freeze({})],
    ['has a property that cannot be replaced', Object.defineProperty({}, 'password', { value: undefined })],
  ])('refuses a client that %s', (_how, options) => {
    const error = thrown(() => keepLive(options as unknown as Options, rotating().readers));

    expect(error.code).toBe('SSM_CACHE_INVALID_CLIENT');
    expect(error.message).toContain('If the client has changed inside');
  });

  it('refuses to read nothing', () => {
    expect(thrown(() => keepLive({}, {})).code).toBe('SSM_CACHE_INVALID_DECLARATION');
  });

  it('leaves the options alone that it refuses', () => {
    const options: Options = { password: 'given' };

    thrown(() => keepLive(options, rotating().readers));

    expect(options).toEqual({ password: 'given' });
  });
});
