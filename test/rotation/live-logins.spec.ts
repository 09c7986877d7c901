import { describe, expect, it } from '@jest/globals';
import { knexConnection, redisCredentials, type Login } from '../../lib/rotation/index.js';
import { makeCache, rejection } from '../support/make-cache.js';

const loginOf = (version: number): Login => ({
  username: `user ${version}`,
  password: `password ${version}`,
});

const makeLogin = (stored: object | string = loginOf(1)) => {
  const { cache, secrets, runtime } = makeCache({ minRefreshInterval: 0 });
  secrets.put('prod/db', stored);
  const handle = cache.secret<Login>('prod/db', { transform: 'json' });
  const rotate = async (version: number): Promise<void> => {
    secrets.rotate('prod/db', loginOf(version));
    await handle.refresh();
  };
  return { cache, handle, rotate, warnings: runtime.messages };
};

describe('knexConnection()', () => {
  it('adds user and password to the connection', async () => {
    const { cache, handle } = makeLogin();

    const connection = await knexConnection(handle, { host: 'db.internal', port: 5432 })();

    expect(connection).toMatchObject({
      host: 'db.internal',
      port: 5432,
      user: 'user 1',
      password: 'password 1',
    });
    cache.close();
  });

  it('expires with the version of the secret, and the next one has not expired', async () => {
    const { cache, handle, rotate } = makeLogin();
    const connect = knexConnection(handle, { host: 'db.internal' });
    const before = await connect();

    const wasExpired = before.expirationChecker();
    await rotate(2);
    const after = await connect();

    expect([wasExpired, before.expirationChecker(), after.expirationChecker()]).toEqual([false, true, false]);
    expect(after).toMatchObject({ user: 'user 2', password: 'password 2' });
    cache.close();
  });

  it('names the secret that holds no login, without what it holds', async () => {
    const { cache, handle } = makeLogin({ username: 'app', password: 5 });

    const error = await rejection(knexConnection(handle, {})());

    expect(error).toMatchObject({ code: 'SSM_CACHE_INVALID_DECLARATION', names: ['prod/db'] });
    expect(error.message).not.toMatch(/app|5/);
    cache.close();
  });
});

describe('redisCredentials()', () => {
  it('begins each connection with the login of the moment, and tells it of each that follows', async () => {
    const { cache, handle, rotate } = makeLogin();
    const told: Login[] = [];
    const provider = redisCredentials(handle);
    const listener = { onNext: (login: Login) => void told.push(login), onError: () => undefined };

    const [first] = await provider.subscribe(listener);
    await rotate(2);
    const [second] = await provider.subscribe({ ...listener, onNext: () => undefined });

    expect([first, told, second]).toEqual([loginOf(1), [loginOf(2)], loginOf(2)]);
    cache.close();
  });

  it('tells a connection no more that has ended', async () => {
    const { cache, handle, rotate } = makeLogin();
    const told: Login[] = [];
    const [, subscription] = await redisCredentials(handle).subscribe({
      onNext: (login) => void told.push(login),
      onError: () => undefined,
    });

    subscription.dispose();
    await rotate(2);

    expect(told).toEqual([]);
    cache.close();
  });

  it('rejects a connection where the secret holds no login', async () => {
    const { cache, handle } = makeLogin('"text"');

    const error = await rejection(
      redisCredentials(handle).subscribe({ onNext: () => undefined, onError: () => undefined }),
    );

    expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
    cache.close();
  });

  it('tells the connections of an error where a new version holds no login', async () => {
    const { cache, secrets } = makeCache({ minRefreshInterval: 0 });
    secrets.put('prod/db', loginOf(1));
    const handle = cache.secret<Login>('prod/db', { transform: 'json' });
    const errors: unknown[] = [];
    await redisCredentials(handle).subscribe({
      onNext: () => undefined,
      onError: (error) => void errors.push(error),
    });

    secrets.rotate('prod/db', { username: 'app' });
    await handle.refresh();

    expect(errors).toMatchObject([{ code: 'SSM_CACHE_INVALID_DECLARATION' }]);
    cache.close();
  });

  it('warns of a login that an open connection could not take over, without what Redis said', () => {
    const { cache, handle, warnings } = makeLogin();

    redisCredentials(handle).onReAuthenticationError(new Error('WRONGPASS of password 1'));

    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('"prod/db"');
    expect(warnings[0]).not.toContain('password 1');
    cache.close();
  });
});
