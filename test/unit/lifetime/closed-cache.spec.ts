import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { SsmCache } from 'nestjs-ssm-cache';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection, thrown, track } from '../../support/make-cache.js';

const loaded = async () => {
  const made = makeCache({ maxAge: 60 });
  made.parameters.put('/x', 'canary-1');
  made.secrets.put('s', { password: 'canary-2' });
  const handle = made.cache.parameter('/x');
  const secret = made.cache.secret('s', { key: 'password' });
  const group = made.cache.createGroup();
  const member = group.parameter('/x');
  await made.cache.ready();
  return { ...made, handle, secret, group, member };
};

describe('A closed cache', () => {
  it('lets every read and refresh fail with CacheClosedError', async () => {
    const { cache, handle, secret, group, member, ssm, runtime } = await loaded();
    cache.close();
    ssm.calls.length = 0;
    for (const each of [handle, secret, member]) {
      expect(thrown(() => each.value)).toMatchObject({ name: 'CacheClosedError', code: 'SSM_CACHE_CLOSED' });
      expect((await rejection(each.get())).name).toBe('CacheClosedError');
      expect((await rejection(each.refresh())).name).toBe('CacheClosedError');
    }
    expect((await rejection(group.refresh())).name).toBe('CacheClosedError');
    await runtime.advance(120);

    expect(ssm.count()).toBe(0);
  });

  it('lets handles that are made afterwards fail in the same way', async () => {
    const { cache, group, ssm } = await loaded();
    cache.close();
    ssm.calls.length = 0;
    for (const handle of [cache.parameter('/x', { maxAge: 7 }), cache.secret('s'), group.parameter('/y')]) {
      expect(thrown(() => handle.value).name).toBe('CacheClosedError');
      expect((await rejection(handle.get())).name).toBe('CacheClosedError');
    }
    expect(ssm.count()).toBe(0);
  });

  it('aborts what is in flight, and everybody who waits learns why', async () => {
    const { cache, ssm, vault, parameters, runtime } = makeCache();
    parameters.put('/x', 'v');
    ssm.isHolding = true;
    vault.isHolding = true;
    const waiting = [
      cache.parameter('/x').get(),
      cache.secret('s').get(),
      cache.createGroup().parameter('/x').get(),
      cache.parameter('/y').refresh(),
      cache.ready(),
    ].map((promise) => track(promise as Promise<unknown>));
    await settle();
    cache.close();
    await settle();

    expect(waiting.map(({ error }) => error?.name)).toEqual(waiting.map(() => 'CacheClosedError'));
    expect(ssm.calls.every(({ signal }) => signal?.aborted === true)).toBe(true);
    expect(vault.calls.every(({ signal }) => signal?.aborted === true)).toBe(true);
    expect(runtime.timers).toBe(0);
  });

  it('sends nothing that had only been asked for', async () => {
    const { cache, ssm } = makeCache();
    const read = track(cache.parameter('/x').get());
    cache.close();
    await settle();

    expect(read.error?.name).toBe('CacheClosedError');
    expect(ssm.count()).toBe(0);
  });

  it('ends refreshes that wait for their interval, and leaves no timer', async () => {
    const { cache, handle, runtime } = await loaded();
    await handle.refresh().catch(() => {});
    const waiting = track(handle.refresh());
    await settle();
    cache.close();
    await settle();

    expect(waiting.error?.name).toBe('CacheClosedError');
    expect(runtime.timers).toBe(0);
  });

  it('ignores answers that come later', async () => {
    const { cache, handle, ssm, runtime } = await loaded();
    await runtime.advance(61);
    ssm.isHolding = true;
    const read = track(handle.get());
    await settle();
    cache.close();
    ssm.letGo();
    await settle();

    expect(read.error?.name).toBe('CacheClosedError');
    expect(thrown(() => handle.value).name).toBe('CacheClosedError');
    expect(inspect(cache, { showHidden: true, depth: Infinity })).not.toContain('canary');
  });

  it('ignores conversions that end later', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    let release!: () => void;
    const handle = cache.parameter('/x', {
      transform: (value) => new Promise((resolve) => (release = () => resolve(value))),
    });
    const read = track(handle.get());
    await settle();
    cache.close();
    release();
    await settle();

    expect(read.error?.name).toBe('CacheClosedError');
    expect(thrown(() => handle.value).name).toBe('CacheClosedError');
  });

  it('lets nobody wait for the conversion of a handle that has just joined', async () => {
    const { cache, runtime } = await loaded();
    const slow = cache.parameter('/x', { transform: () => new Promise<string>(() => {}) });
    const before = track(slow.get());
    cache.close();
    const after = track(slow.get());
    await settle();

    for (const read of [before, after]) expect(read.error?.name).toBe('CacheClosedError');
    expect(runtime.timers).toBe(0);
  });

  it('tells nobody of changes any more', async () => {
    const { cache, handle, ssm, parameters, group, runtime } = await loaded();
    let told = 0;
    let isComplete = false;
    handle.onChange(() => (told += 1));
    group.onChange(() => (told += 1));
    cache.changes$.subscribe({ next: () => (told += 1), complete: () => (isComplete = true) });
    parameters.put('/x', 'other');
    ssm.isHolding = true;
    const refreshes = [handle.refresh(), group.refresh()].map((refresh) => rejection(refresh));
    await runtime.advance(2);
    cache.close();
    ssm.letGo();
    await Promise.all(refreshes);

    expect(told).toBe(0);
    expect(isComplete).toBe(true);
  });

  it('holds no value: neither inspect() nor the handles show one', async () => {
    const { cache, handle, secret } = await loaded();
    cache.close();

    expect([handle.version, secret.version]).toEqual([undefined, undefined]);
    for (const entry of cache.inspect()) {
      expect(entry).toMatchObject({ type: undefined, version: undefined, age: undefined });
    }
  });

  it('can be closed again', async () => {
    const { cache, handle } = await loaded();
    cache.close();
    cache.close();

    expect((await rejection(handle.get())).name).toBe('CacheClosedError');
  });

  it('never destroys a client that it was given', () => {
    const { cache, parameters, secrets } = makeCache();
    const given = makeCache({ ssmClient: parameters, secretsManagerClient: secrets });
    cache.close();
    given.cache.close();

    expect([parameters.destroyed, secrets.destroyed]).toEqual([false, false]);
  });

  it('leaves the original error to a call that fails afterwards', async () => {
    const { cache, handle } = await loaded();
    const original = new Error('login');
    const call = handle.refreshOnError(() => Promise.reject(original));
    cache.close();
    const error = (await rejection(call())) as Error & { refreshError?: Error };

    expect(error).toBe(original);
    expect(error.refreshError?.name).toBe('CacheClosedError');
  });

  it('leaves no timer after failures and time-outs either', async () => {
    const { cache, handle, ssm, runtime } = await loaded();
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    await runtime.advance(61);
    await handle.get();
    ssm.instead = undefined;
    ssm.isHolding = true;
    await runtime.advance(61);
    const read = handle.get();
    await runtime.advance(6);
    await read;

    expect(runtime.timers).toBe(0);
    cache.close();
    expect(runtime.timers).toBe(0);
  });
});

/** What the SDK sends requests with, which it destroys with its client. */
const connection = () => {
  const state = { isDestroyed: false };
  const requestHandler = {
    handle: () => Promise.reject(awsError('AccessDeniedException')),
    destroy: () => void (state.isDestroyed = true),
  };
  return { state, requestHandler };
};

const credentials = { accessKeyId: 'id', secretAccessKey: 'key' };

const region = 'eu-west-1';

describe('A cache that is closed', () => {
  it('destroys the clients that it has made', async () => {
    const forParameters = connection();
    const forSecrets = connection();
    const cache = new SsmCache({
      region,
      ssm: { credentials, requestHandler: forParameters.requestHandler },
      secretsManager: { credentials, requestHandler: forSecrets.requestHandler },
    });
    await rejection(cache.parameter('/x').get());
    await rejection(cache.secret('s').get());
    expect([forParameters.state, forSecrets.state]).toEqual([{ isDestroyed: false }, { isDestroyed: false }]);
    cache.close();
    await settle();

    expect([forParameters.state, forSecrets.state]).toEqual([{ isDestroyed: true }, { isDestroyed: true }]);
  });

  it('leaves alone the clients that it was given', () => {
    const destroyed: string[] = [];
    const ssmClient = {
      getParameters: () => Promise.resolve({}),
      destroy: () => void destroyed.push('ssm'),
    };
    const secretsManagerClient = {
      getSecretValue: () => Promise.resolve({}),
      destroy: () => void destroyed.push('secretsManager'),
    };
    new SsmCache({ ssmClient, secretsManagerClient }).close();

    expect(destroyed).toEqual([]);
  });
});

const CLOSED = { code: 'SSM_CACHE_CLOSED' };

const cacheWithValue = async () => {
  const made = makeCache();
  made.parameters.put('/x', '1');
  await made.cache.parameter('/x').get();
  return made;
};

describe('A cache that is closed', () => {
  it('by the transform of what is known already reads nothing more', async () => {
    const { cache } = await cacheWithValue();
    const transform = (value: unknown) => {
      cache.close();
      return value;
    };
    const handle = cache.parameter('/x', { transform });

    expect(await rejection(handle.get())).toMatchObject(CLOSED);
    expect(() => handle.value).toThrow('has been closed');
  });

  it('by a transform that throws says that it is closed', async () => {
    const { cache } = await cacheWithValue();
    const transform = () => {
      cache.close();
      throw new Error('unusable');
    };
    const handle = cache.parameter('/x', { transform });

    expect(await rejection(handle.get())).toMatchObject(CLOSED);
    expect(() => handle.value).toThrow('has been closed');
  });

  it('by a transform that never ends keeps nobody waiting', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', '1');
    const transform = () => {
      cache.close();
      return new Promise(() => {});
    };
    const reading = track(cache.parameter('/x', { transform }).get());
    await settle();

    expect(reading).toMatchObject({ state: 'rejected', error: CLOSED });
  });

  it('reads no name that it has not read before, and asks nobody', async () => {
    const { cache, ssm, parameters } = makeCache();
    parameters.put('/x', '1');
    cache.close();
    const handles = [cache.parameter('/x'), cache.createGroup().parameter('/x')];

    for (const handle of handles) {
      expect(() => handle.value).toThrow('has been closed');
      expect(await rejection(handle.get())).toMatchObject(CLOSED);
    }
    expect(ssm.count()).toBe(0);
  });
});

describe('A closed cache', () => {
  it('closing leaves no timer of a repeat that is still to come', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    await handle.get();
    const call = track(handle.refreshOnError(() => Promise.reject(new Error('original')), { delay: 100 })());
    await settle();
    cache.close();
    await settle();
    expect(runtime.timers).toBe(0);
    expect(call.state).toBe('rejected');
  });
});
