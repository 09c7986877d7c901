import { describe, expect, it, jest } from '@jest/globals';
import { createDecipheriv, randomBytes } from 'node:crypto';
import type { SsmCache, SsmCacheOptions } from 'nestjs-ssm-cache';
import { seal } from '../../lib/fleet/values/envelope.js';
import { awsError, rejection, track } from '../support/make-cache.js';
import { makeFleet } from './support/fleet.js';

const KEY = randomBytes(32).toString('base64');

const makeSharing = (size: number, options: SsmCacheOptions = {}, fleet: object = {}) =>
  makeFleet(size, { refreshTimeout: 5, ...options }, { share: 'values', keys: [KEY], ...fleet });

const getAll = (caches: readonly SsmCache[], name = '/host'): Promise<string[]> =>
  Promise.all(caches.map((cache) => cache.parameter(name).get()));

describe('A fleet that shares values', () => {
  it('asks AWS once for what all of them read', async () => {
    const { caches, parameters, ssm } = makeSharing(20);
    for (const name of ['/host', '/port']) parameters.put(name, 'one');

    expect(await getAll(caches)).toEqual(Array.from({ length: 20 }, () => 'one'));
    expect(ssm.calls).toHaveLength(1);
  });

  it('asks for names by tens, whatever part of them is shared already', async () => {
    const { caches, parameters, ssm } = makeSharing(2);
    const names = Array.from({ length: 20 }, (_, index) => `/name-${index}`);
    for (const name of names) parameters.put(name, name);
    const [one, other] = caches as [SsmCache, SsmCache];
    await Promise.all(names.slice(0, 10).map((name) => one.parameter(name).get()));

    expect(await Promise.all(names.map((name) => other.parameter(name).get()))).toEqual(names);
    expect(ssm.calls).toHaveLength(2);
  });

  it('stores no value, name or key that can be read', async () => {
    const { caches, parameters, runtime, secrets, store } = makeSharing(1);
    const [cache] = caches as [SsmCache];
    parameters.put('/shop/host', 'poison');
    secrets.put('prod/db', 'poison');
    await Promise.all([cache.parameter('/shop/host').get(), cache.secret('prod/db').get()]);
    await cache.parameters('/shop').get();
    await runtime.drain();

    expect(store.stored.size).toBe(3);
    const all = [...store.stored]
      .flat()
      .flatMap((text) => [text, Buffer.from(text, 'base64').toString('latin1')]);
    expect([...all, ...store.published].join()).not.toMatch(/poison|shop|host|prod/);
    expect(all.join()).not.toContain(KEY);
  });

  it('gives binary secrets, lists and paths as AWS does', async () => {
    const { caches, parameters, secrets, ssm, vault } = makeSharing(2);
    parameters.put('/db/host', 'one');
    parameters.put('/db/ports', ['1', '2'], { type: 'StringList' });
    secrets.put('binary', new Uint8Array([0, 255, 128]));
    const read = (cache: SsmCache) =>
      Promise.all([
        cache.parameters('/db').get(),
        cache.parameter('/db/ports').get(),
        cache.secret<Uint8Array>('binary').get(),
      ]);
    const [first, second] = caches as [SsmCache, SsmCache];
    const given = await read(first);
    const calls = ssm.calls.length + vault.calls.length;

    expect(await read(second)).toEqual(given);
    expect(given[2]).toEqual(new Uint8Array([0, 255, 128]));
    expect(ssm.calls.length + vault.calls.length).toBe(calls);
  });

  it('counts the age of a value from its fetch, whoever fetched it', async () => {
    const { caches, parameters, runtime, ssm } = makeSharing(2, { maxAge: 100 });
    parameters.put('/host', 'one');
    const [first, second] = caches as [SsmCache, SsmCache];
    await first.parameter('/host').get();
    await runtime.advance(60);
    expect(await second.parameter('/host').get()).toBe('one');
    expect(second.inspect()).toMatchObject([{ age: 60 }]);
    expect(await second.parameter('/host', { maxAge: 50 }).get()).toBe('one');
    expect(ssm.calls).toHaveLength(2);
    parameters.put('/host', 'two');

    await runtime.advance(100);
    expect(await second.parameter('/host').get()).toBe('two');
  });

  it('shares a forced refresh, and never by what was fetched before', async () => {
    const { caches, parameters, ssm } = makeSharing(12);
    parameters.put('/host', 'one');
    await getAll(caches);
    parameters.put('/host', 'two');
    const before = ssm.calls.length;

    await Promise.all(caches.map((cache) => cache.parameter('/host').refresh()));

    expect(caches.map((cache) => cache.parameter('/host').value)).toEqual(
      Array.from({ length: 12 }, () => 'two'),
    );
    expect(ssm.calls.length - before).toBeLessThanOrEqual(3);
  });

  it('takes nothing that was being fetched when a refresh was forced', async () => {
    const { caches, parameters, runtime, ssm } = makeSharing(2, { maxAge: 100 });
    parameters.put('/host', 'one');
    await getAll(caches);
    await runtime.advance(100);
    const [first, second] = caches as [SsmCache, SsmCache];
    ssm.isHolding = true;
    const slow = track(first.parameter('/host').get());
    await runtime.drain();
    parameters.put('/host', 'two');
    const forced = track(second.parameter('/host').refresh());
    await runtime.drain();
    expect(forced.state).toBe('pending');
    ssm.isHolding = false;
    ssm.last.release();
    await runtime.advance(1);

    expect(slow.state).toBe('fulfilled');
    expect(forced.state).toBe('fulfilled');
    expect(second.parameter('/host').value).toBe('two');
  });

  it('waits for who fetches for half of "refreshTimeout", and then asks AWS', async () => {
    const { caches, parameters, runtime, ssm } = makeSharing(2);
    parameters.put('/host', 'one');
    ssm.isHolding = true;
    const [first, second] = caches as [SsmCache, SsmCache];
    const hanging = track(first.parameter('/host').get());
    await runtime.drain();
    ssm.isHolding = false;
    const waiting = track(second.parameter('/host').get());
    await runtime.advance(2.4);
    expect(waiting.state).toBe('pending');
    await runtime.advance(0.2);

    expect(waiting.value).toBe('one');
    ssm.calls[0]?.release();
    await runtime.drain();
    expect(hanging.value).toBe('one');
  });

  it('has nobody wait longer than half of the own "refreshTimeout", whatever others wait for', async () => {
    const { caches, parameters, runtime, ssm } = makeSharing(2);
    for (const name of ['/slow', '/quick']) parameters.put(name, 'one');
    ssm.isHolding = true;
    const [first, second] = caches as [SsmCache, SsmCache];
    const names = [
      ['/slow', 60],
      ['/quick', 1],
    ] as const;
    for (const [name] of names) void track(first.parameter(name).get());
    await runtime.drain();
    ssm.isHolding = false;
    const [slow, quick] = names.map(([name, refreshTimeout]) =>
      track(second.parameter(name, { refreshTimeout }).get()),
    );
    await runtime.advance(0.6);

    expect(quick?.value).toBe('one');
    expect(slow?.state).toBe('pending');
  });

  it('has a group take nothing that was fetched before what it holds', async () => {
    const { caches, parameters, runtime, store } = makeSharing(2, { maxAge: 100, minRefreshInterval: 0 });
    const [first, second] = caches as [SsmCache, SsmCache];
    for (const name of ['/a', '/b']) parameters.put(name, '1');
    await Promise.all(['/a', '/b'].map((name) => first.parameter(name).get()));
    await runtime.advance(10);
    store.state = 'down';
    parameters.put('/b', '2');
    const group = second.createGroup({ maxAge: 100 });
    const [a, b] = ['/a', '/b'].map((name) => group.parameter(name));
    await Promise.all([a?.get(), b?.get()]);
    expect(b?.value).toBe('2');
    store.state = 'up';
    await runtime.advance(6);
    parameters.put('/a', '2');
    await second.notify({
      source: 'aws.ssm',
      'detail-type': 'Parameter Store Change',
      detail: { name: '/a', operation: 'Update' },
    });
    await runtime.advance(3);

    expect([await a?.get(), await b?.get()]).toEqual(['2', '2']);
  });

  it('sends no message later that tells of what could not be stored', async () => {
    const { caches, parameters, runtime, ssm, store } = makeSharing(1);
    parameters.put('/host', 'one');
    ssm.isHolding = true;
    const read = track(caches[0]?.parameter('/host').get() as Promise<string>);
    await runtime.drain();
    store.state = 'down';
    ssm.isHolding = false;
    ssm.last.release();
    await runtime.drain();
    expect(read.value).toBe('one');
    store.state = 'up';
    await runtime.advance(5);

    expect(store.published).toEqual([]);
  });

  it('hands a lease on when the fetch has failed', async () => {
    const { caches, parameters, runtime, ssm } = makeSharing(3);
    parameters.put('/host', 'one');
    parameters.failNext(awsError('InternalServerError', 'x', 500), 1);
    const reads = caches.map((cache) => track(cache.parameter('/host').get()));
    await runtime.drain();

    expect(reads.map(({ state }) => state).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(ssm.calls).toHaveLength(2);
  });

  it('has all that wait ask AWS at once for what another process has found missing', async () => {
    const { caches, runtime, ssm } = makeSharing(20);
    ssm.isHolding = true;
    const reads = caches.map((cache) => track(cache.parameter('/missing', { optional: true }).get()));
    await runtime.drain();
    expect(ssm.calls).toHaveLength(1);
    ssm.calls[0]?.release();
    await runtime.drain();
    expect(ssm.calls).toHaveLength(20);
    for (const call of ssm.calls.slice(1)) call.release();
    await runtime.drain();

    expect(reads.every(({ state, value }) => state === 'fulfilled' && value === undefined)).toBe(true);
  });

  it('stores neither what does not exist nor what is fetched for each read', async () => {
    const { caches, parameters, store } = makeSharing(1);
    const [cache] = caches as [SsmCache];
    parameters.put('/host', 'one');
    await cache.parameter('/host', { maxAge: 0 }).get();
    await rejection(cache.parameter('/missing').get());

    expect(store.stored.size).toBe(0);
  });

  it.each([
    [10, 120],
    [600, 600],
    [86_400, 3_600],
    [Infinity, 3_600],
  ])('has a value with a max age of %s s kept for %s s', async (maxAge, kept) => {
    const { caches, parameters, runtime, store } = makeSharing(1, { maxAge });
    const put = jest.spyOn(store, 'put');
    parameters.put('/host', 'one');
    await caches[0]?.parameter('/host').get();
    await runtime.drain();

    expect(put.mock.calls.flatMap(([values]) => values.map(({ keep }) => keep))).toEqual([kept * 1_000]);
  });

  it('deletes what AWS refuses one of them, who gets it from nobody until AWS gives it', async () => {
    const { caches, parameters, runtime, store } = makeSharing(2, { maxAge: 100 });
    parameters.put('/host', 'one');
    const [first, second] = caches as [SsmCache, SsmCache];
    await getAll(caches);
    await runtime.advance(50);
    parameters.failNext(awsError('AccessDeniedException'), 1);
    expect((await rejection(first.parameter('/host').refresh())).code).toBe('SSM_CACHE_ACCESS_DENIED');
    expect(store.stored.size).toBe(0);
    expect(await second.parameter('/host').get()).toBe('one');
    await runtime.drain();
    expect(store.stored.size).toBe(1);

    await runtime.advance(2);
    parameters.failNext(awsError('AccessDeniedException'), 1);
    expect((await rejection(first.parameter('/host').get())).code).toBe('SSM_CACHE_ACCESS_DENIED');
  });

  it.each(['down', 'hung'] as const)('reads from AWS while the store is %s', async (state) => {
    const { caches, parameters, runtime, store } = makeSharing(3);
    parameters.put('/host', 'one');
    store.state = state;
    const reads = caches.map((cache) => track(cache.parameter('/host').get()));
    await runtime.advance(0.25);

    expect(reads.map(({ value }) => value)).toEqual(['one', 'one', 'one']);
  });
});

describe('A value with "share: false"', () => {
  it('is read from AWS alone, and told of like all others', async () => {
    const { caches, parameters, secrets, ssm, vault, store } = makeSharing(2);
    secrets.put('root', 'one');
    for (const name of ['/a/b', '/c/d']) parameters.put(name, 'one');
    const handles = caches.map((cache) => ({
      secret: cache.secret('root', { share: false }),
      parameter: cache.parameter('/a/b', { share: false }),
      path: cache.parameters('/a', { share: false }),
      member: cache.createGroup({ share: false }).parameter('/c/d'),
    }));
    for (const one of handles) await Promise.all(Object.values(one).map((handle) => handle.get()));

    expect(store.stored.size).toBe(0);
    expect(caches.map((cache) => cache.stats().fleet)).toMatchObject([{ bypassed: 0 }, { misses: 0 }]);
    const calls = vault.calls.length;
    secrets.put('root', 'two');
    await handles[0]?.secret.refresh();
    expect(await handles[1]?.secret.get()).toBe('two');
    expect(vault.calls.length - calls).toBe(2);
    expect(ssm.calls.length).toBeGreaterThan(0);
  });

  it('is kept from the fleet although another handle of the name says nothing', async () => {
    const { caches, parameters, runtime, store } = makeSharing(1, { maxAge: 10 });
    const [cache] = caches as [SsmCache];
    parameters.put('/host', 'one');
    const [open, secret] = [cache.parameter('/host'), cache.parameter('/host', { share: false, maxAge: 5 })];
    await open.get();
    await runtime.advance(20);
    await open.get();
    await secret.get();

    expect(store.stored.size).toBe(0);
  });
});

describe('Several versions of a secret', () => {
  it('are shared as one', async () => {
    const { caches, secrets, vault } = makeSharing(2);
    secrets.put('jwt', 'old');
    secrets.put('jwt', 'new');
    const [one, other] = caches.map((cache) =>
      cache.secret('jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] }),
    );
    await one?.get();
    const calls = vault.calls.length;
    const keys = await other?.get();

    expect([keys?.current, keys?.previous]).toEqual(['new', 'old']);
    expect(vault.calls.length).toBe(calls);
  });
});

describe('A cipher of the application', () => {
  const invert = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);
  const cipher = { encrypt: invert, decrypt: async (bytes: Uint8Array) => invert(bytes) };

  it('encrypts what is stored, and decrypts it in another process', async () => {
    const { caches, parameters, ssm, store } = makeSharing(2, {}, { keys: undefined, cipher });
    parameters.put('/host', 'poison');

    expect(await getAll(caches)).toEqual(['poison', 'poison']);
    expect(ssm.calls).toHaveLength(1);
    expect(Buffer.from([...store.stored.values()].join(), 'base64').toString()).not.toContain('poison');
  });

  it('has no value taken for another one, although it authenticates nothing', async () => {
    const { caches, parameters, runtime, store } = makeSharing(2, {}, { keys: undefined, cipher });
    for (const name of ['/a', '/b']) parameters.put(name, name);
    const [one, other] = caches as [SsmCache, SsmCache];
    await Promise.all(['/a', '/b'].map((name) => one.parameter(name).get()));
    await runtime.drain();
    const [[first], [, second]] = [...store.stored] as [[string, string], [string, string]];
    store.tamper(first, second);

    expect(await Promise.all(['/a', '/b'].map((name) => other.parameter(name).get()))).toEqual(['/a', '/b']);
    expect(other.stats().fleet).toMatchObject({ hits: 1, unreadable: 1 });
  });

  it.each(['fails', 'hangs'] as const)('that %s delays one read by "timeout" at most', async (how) => {
    const state: { how: string } = { how: 'works' };
    const answer = async (bytes: Uint8Array): Promise<Uint8Array> => {
      if (state.how === 'fails') throw new Error('poison');
      return state.how === 'hangs' ? await new Promise(() => undefined) : invert(bytes);
    };
    const own = { keys: undefined, cipher: { encrypt: answer, decrypt: answer } };
    const { caches, parameters, runtime } = makeSharing(2, {}, own);
    const names = ['/a', '/b', '/c'];
    for (const name of names) parameters.put(name, 'one');
    const [one, other] = caches as [SsmCache, SsmCache];
    await Promise.all(names.map((name) => one.parameter(name).get()));
    await runtime.drain();
    state.how = how;

    const first = track(other.parameter('/a').get());
    await runtime.advance(0.25);
    expect(first.value).toBe('one');
    expect(await other.parameter('/b').get()).toBe('one');
    state.how = 'works';
    await runtime.advance(5);
    expect(await other.parameter('/c').get()).toBe('one');
    expect(other.stats().fleet).toMatchObject({ hits: 1 });
    expect(runtime.messages.join()).not.toContain('poison');
  });
});

describe('A key of a fleet that is a handle', () => {
  it('is waited for at a start, longer than "timeout", and its values are shared then', async () => {
    const key = {
      get: () => new Promise<string>((resolve) => runtime.scheduler.after(2_400, () => resolve(KEY), true)),
    };
    const { caches, parameters, runtime, store } = makeSharing(1, {}, { keys: [key] });
    parameters.put('/a', 'one');

    const first = track((caches[0] as SsmCache).parameter('/a').get());
    await runtime.advance(2.4);
    expect(first.value).toBe('one');
    await runtime.drain();
    expect(store.stored.size).toBe(1);
    expect(runtime.messages).toEqual([]);
  });

  it.each([2, 5, 20])(
    'delays the first read by half of a "refreshTimeout" of %s s where it never answers, and AWS is asked',
    async (refreshTimeout) => {
      const key = { get: () => new Promise<string>(() => undefined) };
      const { caches, parameters, runtime, store } = makeSharing(1, { refreshTimeout }, { keys: [key] });
      for (const name of ['/a', '/b']) parameters.put(name, 'one');
      const [cache] = caches as [SsmCache];

      const slow = track(cache.parameter('/a').get());
      await runtime.advance(refreshTimeout / 2 - 0.01);
      expect(slow.state).toBe('pending');
      await runtime.advance(0.01);
      expect(slow.value).toBe('one');
      expect(await cache.parameter('/b').get()).toBe('one');
      await runtime.drain();
      expect(store.stored.size).toBe(0);
    },
  );

  it('delays one read by "timeout" where it hangs, and its last key is used until it answers', async () => {
    let hangs = false;
    const key = { get: () => (hangs ? new Promise<string>(() => undefined) : Promise.resolve(KEY)) };
    const { caches, parameters, runtime, store } = makeSharing(1, {}, { keys: [key] });
    const [cache] = caches as [SsmCache];
    const names = ['/a', '/b', '/c'];
    for (const name of names) parameters.put(name, 'one');
    await cache.parameter('/a').get();
    hangs = true;

    const slow = track(cache.parameter('/b').get());
    await runtime.advance(0.24);
    expect(slow.state).toBe('pending');
    await runtime.advance(0.01);
    expect(slow.value).toBe('one');
    expect(await cache.parameter('/c').get()).toBe('one');
    await runtime.drain();
    expect(store.stored.size).toBe(3);
  });
});

describe('What a fleet has encrypted', () => {
  const stored = async (names: readonly string[], fleet: object = {}) => {
    const made = makeSharing(1, {}, fleet);
    for (const name of names) made.parameters.put(name, name);
    const [cache] = made.caches as [SsmCache];
    await Promise.all(names.map((name) => cache.parameter(name).get()));
    await made.runtime.drain();
    return made;
  };

  it('is of no use for another name, once changed or cut short, and then AWS is asked', async () => {
    const { store } = await stored(['/a', '/b']);
    const [first, second] = [...store.stored] as [[string, string], [string, string]];
    const bytes = Buffer.from(first[1], 'base64');
    bytes[bytes.length - 1]! ^= 1;
    for (const forged of [
      second[1],
      bytes.toString('base64'),
      first[1].slice(0, 40),
      '',
      'AAAA',
      'not base64',
    ]) {
      const reader = makeSharing(1, {}, { client: store });
      reader.parameters.put('/a', 'from AWS');
      reader.parameters.put('/b', 'from AWS');
      store.tamper(first[0], forged);
      const [cache] = reader.caches as [SsmCache];
      const read = [await cache.parameter('/a').get(), await cache.parameter('/b').get()].toSorted();
      expect(read.filter((value) => value === 'from AWS').length).toBeGreaterThanOrEqual(1);
      expect(read.every((value) => ['from AWS', '/a', '/b'].includes(value))).toBe(true);
      expect(
        reader.runtime.messages.filter((message) => message.includes('cannot be decrypted')),
      ).toHaveLength(forged === '' ? 1 : 1);
      cache.close();
    }
  });

  it('is encrypted by AES-256-GCM', () => {
    const key = randomBytes(32);
    const bytes = Buffer.from(seal({ id: Buffer.alloc(4), key }, 'text', 'context'), 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(5, 17))
      .setAAD(Buffer.from('context'))
      .setAuthTag(bytes.subarray(17, 33));

    expect(decipher.update(bytes.subarray(33), undefined, 'utf8') + decipher.final('utf8')).toBe('text');
  });

  it('is read and written by whoever has the store and the key, whatever AWS gives him', async () => {
    const { store } = await stored(['/a']);
    const attacker = makeSharing(1, {}, { client: store });
    const handle = (attacker.caches[0] as SsmCache).parameter('/a');
    expect(await handle.get()).toBe('/a');
    expect(attacker.ssm.calls).toHaveLength(0);
    attacker.parameters.put('/a', 'forged');
    await handle.refresh();
    await attacker.runtime.drain();

    const victim = makeSharing(1, {}, { client: store });
    victim.parameters.put('/a', 'from AWS');
    expect(await victim.caches[0]?.parameter('/a').get()).toBe('forged');
  });

  it('is encrypted with the first key alone', async () => {
    const next = randomBytes(32);
    const { store } = await stored(['/a'], { keys: [KEY, next] });
    const read = async (keys: unknown[]) => {
      const { caches, parameters } = makeSharing(1, {}, { client: store, keys });
      parameters.put('/a', 'from AWS');
      return caches[0]?.parameter('/a').get();
    };

    expect(await read([KEY])).toBe('/a');
    expect(await read([next])).toBe('from AWS');
  });

  it('cannot be read with another key, and is read with the old one beside the next one', async () => {
    const next = randomBytes(32);
    const { store } = await stored(['/a']);
    const read = async (keys: unknown[]) => {
      const { caches, parameters, ssm } = makeSharing(1, {}, { client: store, keys });
      parameters.put('/a', 'from AWS');
      const value = await caches[0]?.parameter('/a').get();
      return [value, ssm.calls.length];
    };

    expect(await read([next])).toEqual(['from AWS', 1]);
    expect(await read([next, KEY])).toEqual(['/a', 0]);
    expect(await read([KEY, next])).toEqual(['/a', 0]);
  });

  it('takes its keys from handles; without a key, values are read from AWS', async () => {
    const key = { get: async () => KEY };
    const { store } = await stored(['/a'], { keys: [key, { get: async () => undefined }] });
    expect(store.stored.size).toBe(1);

    const without = await stored(['/a'], { keys: [{ get: () => Promise.reject(new Error('poison')) }] });
    expect(without.store.stored.size).toBe(0);
    expect(without.runtime.messages).toEqual([
      'warn The fleet "test" shares no values: "keys" has given no key of 32 bytes. Values are read from AWS until it does.',
    ]);
  });
});
