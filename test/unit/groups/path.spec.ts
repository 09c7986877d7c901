import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { SsmFilterKeyId, SsmFilterLabel, SsmFilterType } from 'nestjs-ssm-cache';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection, thrown, track } from '../../support/make-cache.js';

const shop = (options: Parameters<typeof makeCache>[0] = {}) => {
  const made = makeCache({ maxAge: 60, jitter: 0, ...options });
  made.parameters.put('/shop/db/host', 'h');
  made.parameters.put('/shop/db/ports', ['1', '2']);
  made.parameters.put('/shop/name', 'n', { type: 'SecureString' });
  made.parameters.put('/shop/__proto__', 'p');
  made.parameters.put('/shopping/list', 'other');
  return made;
};

describe('The parameters under a path', () => {
  it('are nested objects, frozen in all their depth', async () => {
    const { cache } = shop();
    const tree = (await cache.parameters<any>('/shop').get()) as Record<string, any>;

    expect(Object.entries(tree).toSorted(([one], [other]) => one.localeCompare(other))).toEqual([
      ['__proto__', 'p'],
      ['db', { host: 'h', ports: ['1', '2'] }],
      ['name', 'n'],
    ]);
    expect(Object.isFrozen(tree.db) && Object.isFrozen(tree.db.ports)).toBe(true);
    expect(({} as { host?: unknown }).host).toBeUndefined();
  });

  it('are a record or a map by relative name on demand', async () => {
    const { cache } = shop();
    const record = await cache.parameters<object>('/shop/db', { shape: 'record' }).get();
    const map = await cache.parameters<Map<string, unknown>>('/shop/db', { shape: 'map' }).get();
    const seen: unknown[] = [];
    map.forEach((value, key, whole) => seen.push([key, value, whole === map]));

    expect(record).toEqual({ host: 'h', ports: ['1', '2'] });
    expect([...map]).toEqual([
      ['host', 'h'],
      ['ports', ['1', '2']],
    ]);
    expect([map.size, map.get('host'), map.has('x'), [...map.keys()]]).toEqual([
      2,
      'h',
      false,
      ['host', 'ports'],
    ]);
    expect([...map.values()]).toEqual([...map.entries()].map(([, value]) => value));
    expect(seen).toEqual([
      ['host', 'h', true],
      ['ports', ['1', '2'], true],
    ]);
    expect(inspect(map, { showHidden: true, depth: Infinity })).not.toContain("'h'");
    expect('set' in map).toBe(false);
  });

  it('are only those of the first level without recursion', async () => {
    const { cache } = shop();

    await expect(
      cache.parameters('/shop/', { recursive: false, shape: 'record' }).get(),
    ).resolves.toHaveProperty('name', 'n');
    expect(cache.inspect()[0]?.name).toBe('/shop');
  });

  it('keep a value whose name is also that of a level under the empty key, whatever came first', async () => {
    const { cache, ssm } = makeCache();
    const of = (Name: string) => ({ Name, Value: Name, Type: 'String', Version: 1 });
    ssm.instead = () => ({ Parameters: [of('/a/b/c'), of('/a/b'), of('/a/b-c'), of('/a/b/c/d')] });

    await expect(cache.parameters('/a').get()).resolves.toEqual({
      b: { '': '/a/b', c: { '': '/a/b/c', d: '/a/b/c/d' } },
      'b-c': '/a/b-c',
    });
  });

  it('are read page by page, whatever the pages', async () => {
    const { cache, parameters, ssm } = makeCache();
    const names = Array.from({ length: 35 }, (_, index) => `/many/p${index}`);
    for (const name of names) parameters.put(name, name);
    const all = await cache.parameters<object>('/many', { shape: 'record' }).get();

    expect(Object.keys(all)).toHaveLength(35);
    expect(ssm.count('GetParametersByPath')).toBe(4);
  });

  it('follow the path: new names appear and deleted ones go, with one onChange', async () => {
    const { cache, parameters, runtime } = shop();
    const tree = cache.parameters<any>('/shop/db', { shape: 'record' });
    const before = await tree.get();
    let told = 0;
    tree.onChange(() => (told += 1));
    await runtime.advance(61);
    expect(await tree.get()).toBe(before);
    expect(told).toBe(0);
    parameters.delete('/shop/db/host');
    parameters.put('/shop/db/user', 'u');
    await runtime.advance(61);

    await expect(tree.get()).resolves.toEqual({ ports: ['1', '2'], user: 'u' });
    expect(told).toBe(1);
  });

  it('share an entry for the same path, recursion and filters, whatever the order of the filters', async () => {
    const { cache, ssm } = shop();
    const filters = [
      new SsmFilterType().values(['String', 'SecureString']),
      new SsmFilterLabel().value('live'),
    ];
    await Promise.all([
      cache.parameters('/shop', { filters }).get(),
      cache.parameters('/shop/', { filters: filters.toReversed(), shape: 'map' }).get(),
      cache
        .parameters('/shop', {
          filters: [
            { Key: 'Label', Values: ['live'] },
            { Key: 'Type', Option: 'Equals', Values: ['SecureString', 'String', 'String'] },
          ],
        })
        .get(),
    ]);

    expect(ssm.count()).toBe(1);
    expect(ssm.last.input.ParameterFilters).toHaveLength(2);
  });

  it.each<[string, unknown]>([
    ['another key', { Key: 'Name', Values: ['x'] }],
    ['no key', { Values: ['x'] }],
    ['another option', { Key: 'Type', Option: 'Contains', Values: ['String'] }],
    ['a label that begins', { Key: 'Label', Option: 'BeginsWith', Values: ['x'] }],
    ['no values', new SsmFilterKeyId()],
    [
      '51 values',
      new SsmFilterKeyId('BeginsWith').values(Array.from({ length: 51 }, (_, index) => `k${index}`)),
    ],
    ['an empty value', { Key: 'KeyId', Values: [''] }],
    ['a value that is no text', { Key: 'KeyId', Values: [7] }],
    ['values that are no list', { Key: 'KeyId', Values: 'x' }],
    ['an unknown type', { Key: 'Type', Values: ['Map'] }],
    ['nothing', null],
    ['text', 'Type'],
  ])('refuse a filter with %s before any call', (_title, filter) => {
    const { cache, ssm } = shop();
    const error = thrown(() => cache.parameters('/shop', { filters: [filter as never] }));

    expect(error).toMatchObject({ name: 'InvalidFilterError', names: ['/shop'] });
    expect(thrown(() => cache.parameters('/shop', { filters: 'x' as never })).name).toBe(
      'InvalidFilterError',
    );
    expect(ssm.count()).toBe(0);
  });

  it('refuse a path without leading slash and an unknown shape', () => {
    const { cache } = shop();

    expect(thrown(() => cache.parameters('shop')).name).toBe('InvalidPathError');
    expect(thrown(() => cache.parameters('/shop', { shape: 'list' as never })).code).toMatch(/^SSM_CACHE_/);
  });

  it('stay as they were while AWS fails or answers nonsense, and are refused with it', async () => {
    const { cache, ssm, runtime, parameters } = shop();
    const tree = cache.parameters<any>('/shop/db', { shape: 'record' });
    await tree.get();
    for (const body of [undefined, {}, { Parameters: [null] }, { Parameters: [{ Name: '/shop/db/x' }] }]) {
      ssm.instead = () => body;
      await runtime.advance(120);
      await expect(tree.get()).resolves.toHaveProperty('host', 'h');
      expect(cache.inspect()[0]?.lastError?.code).toBe('SSM_CACHE_REFRESH');
    }
    ssm.instead = () => {
      throw awsError('AccessDeniedException');
    };
    await runtime.advance(120);
    expect((await rejection(tree.get())).name).toBe('ParameterAccessDeniedError');
    ssm.instead = undefined;
    parameters.put('/shop/db/host', 'h2');
    await runtime.advance(120);
    await expect(tree.get()).resolves.toHaveProperty('host', 'h2');
  });

  it('leave out what lies elsewhere, and make no sense where all of it does', async () => {
    const { cache, ssm } = makeCache();
    const listed = (Name: string) => ({ Name, Value: Name, Type: 'String', Version: 1 });
    ssm.instead = () => ({ Parameters: [listed('/ab/x'), listed('/a/x'), listed('/a'), listed('/b')] });
    await expect(cache.parameters('/a').get()).resolves.toEqual({ x: '/a/x' });

    ssm.instead = () => ({ Parameters: [listed('/ab/x')] });
    expect((await rejection(cache.parameters('/a', { recursive: false }).get())).name).toBe('RefreshError');
  });

  it.each([7, true, {}, ['again']])('are not cut short by a token that is none (%j)', async (NextToken) => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => ({ Parameters: [], NextToken });

    expect((await rejection(cache.parameters('/a').get())).name).toBe('RefreshError');
  });

  it('do not lead round in a circle when a token comes back', async () => {
    const { cache, ssm, runtime } = makeCache();
    ssm.instead = () => ({ Parameters: [], NextToken: 'again' });
    const read = track(cache.parameters('/a').get());
    await runtime.advance(10);

    expect(read.state).not.toBe('pending');
    expect(ssm.count()).toBeLessThan(5);
  });

  it('need a client that can list, and say so', async () => {
    const { cache } = makeCache({ ssmClient: { getParameters: () => Promise.resolve({}) } });

    expect((await rejection(cache.parameters('/a').get())).name).toBe('InvalidClientError');
  });

  it('are an empty tree where there is nothing', async () => {
    await expect(makeCache().cache.parameters('/none').get()).resolves.toEqual({});
    await expect(makeCache().cache.parameters('/').get()).resolves.toEqual({});
  });

  it('of an interceptor are brought up to date with all that has expired, in one go', async () => {
    const { cache, parameters, runtime, ssm } = shop();
    const handles = ['/shop/name', '/shop/db/host'].map((name) => cache.parameter(name));
    await cache.ready();
    await runtime.advance(61);
    parameters.put('/shop/name', 'n2');
    ssm.calls.length = 0;
    await cache.refreshExpired();

    expect(handles[0]?.value).toBe('n2');
    expect(ssm.count()).toBe(1);
    await cache.refreshExpired();
    expect(ssm.count()).toBe(1);
  });
});

describe('A path in a group', () => {
  it('is listed again with every refresh: members come and go', async () => {
    const { cache, parameters, runtime } = shop();
    const group = cache.createGroup({ basePath: '/shop' });
    const handles = await group.parameters('/db');
    expect(handles.map(({ name }) => name)).toEqual(['/shop/db/host', '/shop/db/ports']);
    expect(group.size).toBe(2);
    parameters.delete('/shop/db/ports');
    parameters.put('/shop/db/user', 'u');
    await runtime.advance(1);
    await group.refresh();
    await settle();

    expect([...group].map(({ name }) => name).toSorted()).toEqual(['/shop/db/host', '/shop/db/user']);
    expect((await group.parameters('/db')).map(({ value }) => value)).toEqual(['h', 'u']);
  });

  it('shows nobody a member that has gone, not even a listener of another member', async () => {
    const { cache, parameters, runtime } = shop();
    const group = cache.createGroup();
    const name = group.parameter('/shop/name');
    const seen: string[] = [];
    name.onChange(() => seen.push(Array.from(group, ({ fullName }) => fullName).join()));
    await group.parameters('/shop/db');
    parameters.put('/shop/name', 'n2');
    parameters.put('/shop/db/user', 'u');
    parameters.delete('/shop/db/host');
    await runtime.advance(1);
    await group.refresh();

    expect(seen).toEqual(['/shop/name,/shop/db/ports,/shop/db/user']);
    expect(group.size).toBe(3);
  });

  it('is listed by an answer that took longer than a value may be stale', async () => {
    const { cache, runtime, ssm, parameters } = shop({ maxAge: 1, maxStale: 0, minRefreshInterval: 0 });
    const group = cache.createGroup();
    ssm.isHolding = true;
    const listed = track(group.parameters('/shop/db'));
    await runtime.advance(2);
    ssm.releaseAll();
    await runtime.advance(0);
    expect(listed.value).toHaveLength(2);

    parameters.put('/shop/db/user', 'u');
    const refresh = track(group.refresh());
    await runtime.advance(2);
    ssm.releaseAll();
    await runtime.advance(0);
    expect(refresh.state).toBe('fulfilled');
    expect(group.size).toBe(3);
  });

  it('has a revision that only rises, whoever leaves', async () => {
    const { cache, parameters, runtime } = shop();
    const group = cache.createGroup();
    await group.parameters('/shop/db');
    parameters.put('/shop/db/host', 'h2');
    await runtime.advance(1);
    await group.refresh();
    parameters.put('/shop/db/ports', ['3']);
    parameters.delete('/shop/db/host');
    let calls = 0;
    const call = group.refreshOnError(async () => {
      calls += 1;
      if (calls > 1) return 'repeated';
      await runtime.advance(1);
      await group.refresh();
      throw new Error('with what was there before');
    });
    const before = runtime.clock.now().monotonic;
    const result = track(call());
    await runtime.advance(0);

    expect(result.value).toBe('repeated');
    expect(runtime.clock.now().monotonic - before).toBe(1_000);
  });

  it('can be a tree that changes with the other members', async () => {
    const { cache, parameters, secrets, runtime } = shop({ groups: { db: {} } });
    secrets.put('db', 'p1');
    const tree = cache.parameters<any>('/shop/db', { group: 'db', shape: 'record' });
    const password = cache.secret('db', { group: 'db' });
    await tree.get();
    parameters.put('/shop/db/host', 'h2');
    secrets.rotate('db', 'p2');
    await runtime.advance(1);
    await cache.group('db').refresh();

    expect([tree.value.host, password.value]).toEqual(['h2', 'p2']);
  });
});
