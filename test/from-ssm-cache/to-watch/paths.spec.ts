import { describe, expect, it } from '@jest/globals';
import { SsmCache, type SsmClientLike } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { thrown } from '../../support/make-cache.js';
import { atEnd, makeCache, operations, startAws, startWorld } from '../support/world.js';

const NAMES = Array.from({ length: 25 }, (_, index) => `/many/${String(index).padStart(2, '0')}`);
const MANY = Object.fromEntries(NAMES.map((name) => [name, `value of ${name}`]));

type MakeCache = (store: InMemoryParameterStore) => Promise<SsmCache>;

const withClient = (client: SsmClientLike): SsmCache => {
  const cache = new SsmCache({ ssmClient: client });
  atEnd(() => cache.close());
  return cache;
};

const CLIENTS: Record<string, MakeCache> = {
  'a client of the SDK': async (store) => makeCache(await startAws({ parameterStore: store })).cache,
  'an object that can only send': async (store) =>
    withClient({ send: (command) => store.send(command as Parameters<typeof store.send>[0]) }),
  'a plain fake': async (store) =>
    withClient({
      getParameters: (input) => store.getParameters(input),
      getParametersByPath: (input) => store.getParametersByPath(input),
    }),
};
const PAGES = ['exact', 'trailing', 'sparse'] as const;

describe('The parameters under a path', () => {
  const ways = Object.entries(CLIENTS).flatMap(([client, make]) =>
    PAGES.map((pages) => [client, pages, make] as const),
  );
  it.each(ways)('come from all pages, with %s and %s pages', async (_client, pages, make) => {
    const store = new InMemoryParameterStore(MANY, { pages, order: 'shuffled' });
    const cache = await make(store);
    const listed = await cache.createGroup().parameters('/many');

    expect(listed.map(({ name }) => name)).toEqual(NAMES);
    expect(listed.map(({ value }) => value)).toEqual(Object.values(MANY));
    const tree = await cache.parameters<Record<string, string>>('/many', { shape: 'record' }).get();
    expect(Object.keys(tree).toSorted()).toEqual(NAMES.map((name) => name.slice('/many/'.length)));
  });

  it.each([['20'], ['10'], ['0']])('come from all pages when there are %s of them', async (count) => {
    const names = NAMES.slice(0, Number(count));
    const store = new InMemoryParameterStore(Object.fromEntries(names.map((name) => [name, 'x'])), {
      pages: 'sparse',
    });
    const { cache } = makeCache(await startAws({ parameterStore: store }));

    expect((await cache.createGroup().parameters('/many')).map(({ name }) => name)).toEqual(names);
  });

  it('add to the group when another path is listed, and are the same members when one is listed again', async () => {
    const { cache } = await startWorld({ parameters: { '/a/1': 'a1', '/b/1': 'b1', '/b/2': 'b2' } });
    const group = cache.createGroup();
    const first = await group.parameters('/a');
    expect(group.size).toBe(1);
    const second = await group.parameters('/b');
    expect(group.size).toBe(3);

    expect(await group.parameters('/a')).toEqual(first);
    expect((await group.parameters('/b'))[1]).toBe(second[1]);
    expect(group.size).toBe(3);
    expect([...first, ...second].map(({ value }) => value)).toEqual(['a1', 'b1', 'b2']);
  });

  it('are as old as the oldest fetch of the group, whenever another path was added', async () => {
    const { aws, cache, runtime } = await startWorld({ parameters: { '/a/1': 'one', '/b/1': 'x' } });
    const group = cache.createGroup({ maxAge: 60 });
    const [member] = await group.parameters('/a');
    await runtime.advance(1);
    aws.parameterStore.put('/a/1', 'two');
    await runtime.advance(39);
    await group.parameters('/b');
    await runtime.advance(21);

    await expect(member?.get()).resolves.toBe('two');
    expect(new Set(cache.inspect().map(({ age }) => age)).size).toBe(1);
  });

  it('are listed again by a refresh: new names join, deleted ones leave, and the rest is as before', async () => {
    const { aws, cache, runtime } = await startWorld({
      parameters: { '/a/old': 'o', '/a/stays': 's', '/db/host': 'h' },
    });
    const group = cache.createGroup({ maxAge: 60 });
    const host = group.parameter('/db/host');
    const [old, stays] = await group.parameters('/a');
    aws.parameterStore.delete('/a/old');
    aws.parameterStore.put('/a/new', 'n');
    aws.parameterStore.put('/a/stays', 's2');
    aws.parameterStore.put('/db/host', 'h2');
    await group.refresh();

    expect(Array.from(group, ({ name }) => name).toSorted()).toEqual(['/a/new', '/a/stays', '/db/host']);
    expect([stays?.value, host.value]).toEqual(['s2', 'h2']);
    const isGone = { name: 'InvalidParameterError', names: ['/a/old'] };
    await expect(old?.refresh()).rejects.toMatchObject(isGone);
    await runtime.advance(61);
    await expect(old?.get()).rejects.toMatchObject(isGone);
    await expect(stays?.get()).resolves.toBe('s2');
    aws.parameterStore.put('/a/old', 'again');
    await group.refresh();
    expect(group.size).toBe(4);
    expect((await group.parameters('/a')).map(({ value }) => value)).toEqual(['n', 'again', 's2']);
    await expect(old?.get()).resolves.toBe('again');
  });

  it('that are gone are not asked for again at each read', async () => {
    const { aws, cache, runtime } = await startWorld({ parameters: { '/a/old': 'o', '/a/stays': 's' } });
    const group = cache.createGroup({ maxAge: 60 });
    const [old] = await group.parameters('/a');
    aws.parameterStore.delete('/a/old');
    await group.refresh();
    await runtime.advance(61);
    aws.resetCalls();
    for (let read = 0; read < 5; read += 1) {
      await expect(old?.get()).rejects.toMatchObject({ names: ['/a/old'] });
    }
    expect(operations(aws)).toEqual(['GetParametersByPath']);

    aws.parameterStore.put('/a/old', 'again');
    await runtime.advance(61);
    await expect(old?.get()).resolves.toBe('again');
  });

  it('are listed again when they are older than max age, too', async () => {
    const { aws, cache, runtime } = await startWorld({ parameters: { '/a/1': 'a1' } });
    const group = cache.createGroup({ maxAge: 60 });
    const [first] = await group.parameters('/a');
    aws.parameterStore.put('/a/2', 'a2');
    await runtime.advance(61);
    await first?.get();

    expect(Array.from(group, ({ name }) => name)).toEqual(['/a/1', '/a/2']);
    expect(operations(aws)).toEqual(['GetParametersByPath', 'GetParametersByPath']);
  });

  it('may be none, and become some', async () => {
    const { aws, cache } = await startWorld();
    const group = cache.createGroup();
    expect(await group.parameters('/later')).toEqual([]);
    aws.parameterStore.put('/later/1', 'x');
    await group.refresh();

    expect(Array.from(group, ({ value }) => value)).toEqual(['x']);
  });

  it('have the names that AWS gives them, with a base path once', async () => {
    const { cache } = await startWorld({ parameters: { '/shop/db/host': 'h' } });
    const [host] = await cache.createGroup({ basePath: '/shop' }).parameters('/db');

    expect(host?.name).toBe('/shop/db/host');
  });
});

describe('A base path', () => {
  const REFUSED = 'SSM_CACHE_INVALID_PATH';

  it('must begin with a slash, and so must the names and paths under it', async () => {
    const { aws, cache } = await startWorld();
    const group = cache.createGroup({ basePath: '/b' });

    expect(thrown(() => cache.createGroup({ basePath: 'b' })).code).toBe(REFUSED);
    expect(thrown(() => new SsmCache({ basePath: 'b' })).code).toBe(REFUSED);
    expect(thrown(() => new SsmCache({ groups: { g: { basePath: 'b' } } })).code).toBe(REFUSED);
    expect(thrown(() => cache.parameter('/k', { basePath: 'b' })).code).toBe(REFUSED);
    expect(thrown(() => group.parameter('k')).code).toBe(REFUSED);
    expect(thrown(() => group.parameter('k:1')).code).toBe(REFUSED);
    expect(thrown(() => group.parameter('')).code).toBe('SSM_CACHE_INVALID_PARAMETER');
    await expect(group.parameters('k')).rejects.toMatchObject({ code: REFUSED });
    await expect(cache.createGroup().parameters('k')).rejects.toMatchObject({ code: REFUSED });
    expect(group.size).toBe(0);
    expect(aws.calls).toEqual([]);
  });

  it.each(['/b', '/b/'])('%s and /k make /b/k', async (basePath) => {
    const { cache } = await startWorld({ parameters: { '/b/k': 'v', '/b/k/l': 'w' } });
    const group = cache.createGroup({ basePath });

    expect([group.parameter('/k').name, group.parameter('/k:1').fullName]).toEqual(['/b/k', '/b/k:1']);
    await expect(group.parameter('/k').get()).resolves.toBe('v');
    expect((await group.parameters('/k')).map(({ name }) => name)).toEqual(['/b/k/l']);
  });

  it('is not put before secrets, references to secrets and ARNs', async () => {
    const arn = 'arn:aws:ssm:us-east-1:123456789012:parameter/other/k';
    const { cache } = await startWorld({ parameters: { '/other/k': 'v' }, secrets: { k: 's' } });
    const group = cache.createGroup({ basePath: '/b' });
    const members = [
      group.secret('k'),
      group.parameter('/aws/reference/secretsmanager/k'),
      group.parameter(arn),
      group.parameter('/other/k', { basePath: false }),
    ];
    await members[0]?.get();

    expect(members.map(({ name }) => name)).toEqual([
      'k',
      '/aws/reference/secretsmanager/k',
      arn,
      '/other/k',
    ]);
    expect(members.map(({ value }) => value)).toEqual(['s', 's', 'v', 'v']);
  });
});
