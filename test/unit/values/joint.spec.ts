import { describe, expect, it } from '@jest/globals';
import type { StandardSchema } from 'nestjs-ssm-cache';
import type { JointDeclaration } from '../../../lib/cache/joint-views.js';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { awsError, makeCache, rejection, track } from '../../support/make-cache.js';

const PASSWORD = { id: 'prod/db', place: ['db', 'password'], options: { key: 'password' } } as const;
const USER = { id: 'prod/db', place: ['db', 'user'], options: { key: 'user' } } as const;
const TOKEN = { id: 'prod/token', place: ['token'], options: {} } as const;

const joint = (declaration: Partial<JointDeclaration> = {}) => {
  const made = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0 });
  made.parameters.put('/shop/db/host', 'one');
  made.parameters.put('/shop/region', 'eu');
  made.secrets.put('prod/db', { user: 'shop', password: 'p1' });
  made.secrets.put('prod/token', 't1');
  const views = made.cache[INTERNALS].declareJoint({
    path: '/shop',
    options: {},
    secrets: [PASSWORD, USER, TOKEN],
    ...declaration,
  });
  const { whole, tree, secrets: members } = views;
  return { ...made, whole, tree, members };
};

describe('Parameters under a path, and secrets among them, as one value', () => {
  it('have each secret at its place', async () => {
    const { whole, tree, members } = joint();
    const value = await whole.get();

    expect(value).toEqual({
      db: { host: 'one', password: 'p1', user: 'shop' },
      region: 'eu',
      token: 't1',
    });
    expect(Object.isFrozen(value)).toBe(true);
    expect(tree?.reference.name).toBe('/shop');
    expect(members.map((member) => member.read())).toEqual(['p1', 'shop', 't1']);
  });

  it('are the secrets alone without a path', async () => {
    const { whole, tree, ssm } = joint({ path: undefined });

    expect(await whole.get()).toEqual({ db: { password: 'p1', user: 'shop' }, token: 't1' });
    expect(tree).toBeUndefined();
    expect(ssm.count()).toBe(0);
  });

  it('keep a value that has the name of a level', async () => {
    const { whole } = joint({ secrets: [{ ...TOKEN, place: ['region', 'token'] }] });

    expect(await whole.get()).toEqual({ db: { host: 'one' }, region: { '': 'eu', token: 't1' } });
  });

  it('have the default of a secret that does not exist, and nothing of one that is optional', async () => {
    const missing = { id: 'none', place: ['none'], options: { default: 'nothing' } };
    const optional = { id: 'neither', place: ['neither'], options: { optional: true } };
    const { whole } = joint({ path: undefined, secrets: [TOKEN, missing, optional] });

    expect(await whole.get()).toEqual({ token: 't1', none: 'nothing' });
  });

  it('have no value while one of them does not exist', async () => {
    const missing = { id: 'none', place: ['none'], options: {} };
    const { whole } = joint({ secrets: [TOKEN, missing] });

    expect(await rejection(whole.get())).toMatchObject({
      code: 'SSM_CACHE_INVALID_PARAMETER',
      names: ['none'],
    });
  });

  it('are whole once the last transform has ended', async () => {
    const transform = async (text: unknown): Promise<string> => `later ${String(text)}`;
    const { whole } = joint({
      path: undefined,
      secrets: [PASSWORD, { ...TOKEN, options: { transform } }],
    });

    expect(await whole.get()).toEqual({ db: { password: 'p1' }, token: 'later t1' });
  });

  it('transform what has not changed once, for all who read it', async () => {
    const transformed: unknown[] = [];
    const transform = (text: unknown): unknown => {
      transformed.push(text);
      return text;
    };
    const { whole, members, parameters, runtime } = joint({
      secrets: [PASSWORD, { ...TOKEN, options: { transform } }],
    });
    await whole.get();
    await members[1]?.get();
    parameters.put('/shop/region', 'us');
    await runtime.advance(61);

    expect(await whole.get()).toMatchObject({ region: 'us', token: 't1' });
    expect(transformed).toEqual(['t1']);
  });

  it('transform again what is of another version, if the transform reads that', async () => {
    const transform = (_text: unknown, { version }: { readonly version?: unknown }): unknown => version;
    const { whole, secrets } = joint({
      path: undefined,
      secrets: [{ ...TOKEN, options: { transform } }],
    });
    const first = await whole.get();
    secrets.rotate('prod/token', 't1');
    await whole.refresh();

    expect(await whole.get()).not.toEqual(first);
  });

  it('transform again what a transform has refused', async () => {
    let isDown = true;
    const transform = async (text: unknown): Promise<unknown> => {
      if (isDown) throw new TypeError('It is down.');
      return text;
    };
    const { whole } = joint({ path: undefined, secrets: [{ ...TOKEN, options: { transform } }] });
    await rejection(whole.get());
    isDown = false;
    await whole.refresh();

    expect(await whole.get()).toEqual({ token: 't1' });
  });

  it('stay as they were while one of them cannot be fetched, and change as a whole', async () => {
    const { whole, parameters, secrets, vault } = joint();
    await whole.get();
    const told: unknown[] = [];
    whole.onChange(() => void told.push(whole.read()));
    parameters.put('/shop/region', 'us');
    secrets.rotate('prod/token', 't2');
    vault.instead = () => {
      throw awsError('ThrottlingException');
    };
    await rejection(whole.refresh());
    expect(whole.read()).toMatchObject({ region: 'eu', token: 't1' });

    vault.instead = undefined;
    await whole.refresh();

    expect(told).toEqual([{ db: { host: 'one', password: 'p1', user: 'shop' }, region: 'us', token: 't2' }]);
  });

  it('are refused by a schema with the names and versions of what it complains about', async () => {
    const schema: StandardSchema = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: () => ({ issues: [{ message: 'It is too short.', path: ['db', 'password'] }] }),
      },
    };
    const { whole } = joint({ options: { schema } });
    const error = await rejection(whole.get());

    expect(error).toMatchObject({ code: 'SSM_CACHE_TRANSFORM' });
    expect(error.message).toContain('prod/db');
    expect(error.message).not.toContain('p1');
  });
});

describe('What is read as one', () => {
  const refusing = (path: readonly string[]): StandardSchema => ({
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) =>
        JSON.stringify(value).includes('bad')
          ? { issues: [{ message: 'It is bad.', path: [...path] }] }
          : { value },
    },
  });

  it('is shown as what it is made of', async () => {
    const { whole, cache } = joint();
    await whole.get();

    expect(cache.inspect().map(({ name }) => name)).toEqual(['/shop', 'prod/db', 'prod/token']);
    expect(cache.health().entries).toBe(3);
  });

  it('is fetched again when a part of it has changed', async () => {
    const { whole, cache, secrets } = joint();
    await whole.get();
    secrets.rotate('prod/token', 't2');
    expect(cache[INTERNALS].expire({ source: 'secretsmanager', name: 'prod/token' })).toContain('prod/token');

    expect(await whole.get()).toMatchObject({ token: 't2' });
  });

  it('shows which versions of its parts were refused together', async () => {
    const { whole, cache, parameters, secrets } = joint({ options: { schema: refusing(['token']) } });
    await whole.get();
    parameters.put('/shop/region', 'us');
    secrets.rotate('prod/token', 'bad');
    expect(await rejection(whole.refresh())).toMatchObject({ code: 'SSM_CACHE_TRANSFORM' });
    const rejections = Object.fromEntries(
      cache.inspect().map(({ name, rejections: all }) => [name, all?.map(({ name: part }) => part)]),
    );

    expect(rejections).toEqual({ '/shop': ['/shop/region'], 'prod/db': [], 'prod/token': ['prod/token'] });
    expect(whole.read()).toMatchObject({ region: 'eu', token: 't1' });
  });

  it('names a secret that is to blame without a path, too', async () => {
    const { whole, secrets } = joint({
      path: undefined,
      options: { schema: refusing(['db', 'password', 'x']) },
    });
    secrets.rotate('prod/db', { user: 'shop', password: 'bad' });
    const error = await rejection(whole.get());

    expect(error.message).toContain('"prod/db" in version');
    expect(error.message).not.toContain('"prod/token" in version');
    expect(error.names).toEqual(['prod/db', 'prod/token']);
  });

  it('keeps the value of a transform that ended last, though one that began earlier fails later', async () => {
    const fails: (() => void)[] = [];
    let isSlow = true;
    const transform = (text: unknown): unknown =>
      isSlow ? new Promise((_resolve, reject) => fails.push(() => reject(new TypeError()))) : text;
    const { whole, secrets, runtime } = joint({
      path: undefined,
      secrets: [{ ...TOKEN, options: { transform } }],
    });
    const first = track(whole.get());
    await runtime.drain();
    isSlow = false;
    secrets.rotate('prod/token', 't2');
    const refresh = track(whole.refresh());
    for (const fail of fails) fail();
    await runtime.advance(1);

    expect(first.state).toBe('rejected');
    expect(refresh.state).toBe('fulfilled');
    expect(whole.read()).toEqual({ token: 't2' });
  });
});

describe('A path that has to have parameters', () => {
  it('is refused while it never had one, and may be emptied later', async () => {
    const { tree, parameters } = joint({ options: { optional: false }, secrets: [TOKEN] });
    parameters.delete('/shop/db/host');
    parameters.delete('/shop/region');
    expect(await rejection((async () => tree?.get())())).toMatchObject({
      code: 'SSM_CACHE_INVALID_PARAMETER',
      names: ['/shop'],
    });

    parameters.put('/shop/region', 'eu');
    await tree?.refresh();
    parameters.delete('/shop/region');
    await tree?.refresh();

    expect(tree?.read()).toEqual({});
  });
});
