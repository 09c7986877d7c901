import { describe, expect, it } from '@jest/globals';
import type { SsmCacheChange, SsmParameter } from 'nestjs-ssm-cache';
import { makeCache, rejection, thrown } from '../../support/make-cache.js';

const NAMES = ['/shop/db/host', '/shop/port', '/shopping/host'];

/** A group of a path and of two names, one of which is under the path, too. */
const shop = async () => {
  const made = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0 });
  for (const name of NAMES) made.parameters.put(name, name);
  const group = made.cache.createGroup();
  const [port, other] = ['/shop/port', '/shopping/host'].map((name) => group.parameter(name));
  const listed = await group.parameters('/shop');
  await other?.get();
  const host = listed.find(({ name }) => name === '/shop/db/host') as SsmParameter;
  const codes = () => [host, port, other].map((handle) => codeOf(() => handle?.value));
  return { ...made, group, host, port: port as SsmParameter, other: other as SsmParameter, codes };
};

const codeOf = (read: () => unknown): string => {
  try {
    read();
    return 'read';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('The failure of a refresh of a group', () => {
  it('is that of the path for what only the path brings, and not for what is asked for by name', async () => {
    const { parameters, group, codes } = await shop();
    parameters.deny('/shop');
    await rejection(group.refresh());

    expect(codes()).toEqual(['SSM_CACHE_ACCESS_DENIED', 'read', 'read']);
  });

  it('is that of the name itself, and leaves other names as they were', async () => {
    const { parameters, group, codes } = await shop();
    parameters.deny('/shopping/host');
    await rejection(group.refresh());

    expect(codes()).toEqual(['read', 'read', 'SSM_CACHE_ACCESS_DENIED']);
  });

  it('is read by a handle that is made later, too', async () => {
    const { parameters, group } = await shop();
    parameters.deny('/shopping/host');
    await rejection(group.refresh());
    const late = group.parameter('/shopping/host', { transform: (text) => `${String(text)}!` });

    expect(thrown(() => late.value).code).toBe('SSM_CACHE_ACCESS_DENIED');
  });

  it('leaves what was read to a handle that is made later, while AWS does not answer', async () => {
    const { ssm, group } = await shop();
    ssm.instead = async () => {
      throw new TypeError('fetch failed');
    };
    await rejection(group.refresh());
    const late = group.parameter('/shopping/host', { transform: (text) => `${String(text)}!` });

    expect(late.value).toBe('/shopping/host!');
  });
});

describe('What a listing brought', () => {
  it('is not read any more once AWS denies the path, and comes back with it', async () => {
    const { parameters, group, codes, runtime } = await shop();
    parameters.deny('/shop');
    await rejection(group.refresh());
    parameters.allow();
    await runtime.advance(2);
    await group.refresh();

    expect(codes()).toEqual(['read', 'read', 'read']);
  });

  it('is not read from a closed cache', async () => {
    const { cache, codes } = await shop();
    cache.close();

    expect(new Set(codes())).toEqual(new Set(['SSM_CACHE_CLOSED']));
  });
});

describe('A change', () => {
  const watched = async () => {
    const made = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0 });
    const changes: SsmCacheChange[] = [];
    made.cache.changes$.subscribe((change) => changes.push(change));
    const first = made.secrets.put('db', 'one');
    const handle = made.cache.secret('db');
    await handle.get();
    const denied = async () => {
      made.secrets.deny('db');
      expect((await rejection(handle.refresh())).code).toBe('SSM_CACHE_ACCESS_DENIED');
      made.secrets.allow();
    };
    return { ...made, changes, first, handle, denied };
  };

  it('is told by the version from before AWS refused it', async () => {
    const { handle, denied, secrets, changes, first } = await watched();
    await denied();
    const second = secrets.put('db', 'two');
    await handle.refresh();

    expect(changes).toEqual([{ name: 'db', previousVersion: first, version: second }]);
  });

  it('is none where the same comes back after AWS refused it', async () => {
    const { handle, denied, changes } = await watched();
    await denied();
    await handle.refresh();

    expect(handle.value).toBe('one');
    expect(changes).toEqual([]);
  });

  it('is one, too, that it is gone after AWS refused it', async () => {
    const { handle, denied, changes, secrets, first } = await watched();
    await denied();
    secrets.delete('db', { force: true });
    await rejection(handle.refresh());

    expect(changes).toEqual([{ name: 'db', previousVersion: first, version: undefined }]);
  });

  it('is not the first value, neither of a name alone nor of one that joins a group', async () => {
    const { cache, parameters, changes, runtime } = await watched();
    parameters.put('/a', 'a');
    parameters.put('/b', 'b');
    const group = cache.createGroup();
    group.parameter('/a');
    await group.refresh();
    const joined = group.parameter('/b');
    await runtime.advance(1);
    await group.refresh();

    expect(joined.value).toBe('b');
    expect(changes).toEqual([]);
  });
});
