import { describe, expect, it } from '@jest/globals';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, thrown, track } from '../../support/make-cache.js';

/** Unhandled rejections while `action` runs. */
const unhandledDuring = async (action: () => Promise<void>): Promise<unknown[]> => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', listen);
  try {
    await action();
    await settle(10);
  } finally {
    process.off('unhandledRejection', listen);
  }
  return unhandled;
};

describe('A strict read', () => {
  it.each(['parameter', 'secret', 'path'] as const)(
    'of a %s waits for refreshTimeout in all, although its max age is shorter',
    async (kind) => {
      const { cache, ssm, vault, parameters, secrets, runtime } = makeCache({ maxAge: 1, jitter: 0 });
      parameters.put('/x/y', 'v');
      secrets.put('s', 'v');
      const handle = {
        parameter: () => cache.parameter('/x/y'),
        secret: () => cache.secret('s'),
        path: () => cache.parameters('/x'),
      }[kind]();
      await handle.get();
      await runtime.advance(2);
      ssm.isHolding = true;
      vault.isHolding = true;
      const read = track<unknown>(handle.get());
      await runtime.advance(4.9);
      expect(read.state).toBe('pending');
      await runtime.advance(0.2);

      expect(read.state).toBe('fulfilled');
    },
  );

  it('of what never was loaded says after refreshTimeout that it was not answered', async () => {
    const { cache, ssm, runtime } = makeCache({ refreshTimeout: 2 });
    ssm.isHolding = true;
    const read = track(cache.parameter('/x').get());
    await runtime.advance(2.1);

    expect(read).toMatchObject({ state: 'rejected', error: { code: 'SSM_CACHE_REFRESH' } });
    expect(read.error?.message).toContain('refreshTimeout (2 s)');
  });

  it('whose time is up leaves the first fetch in progress: a synchronous read says so until that fails, too', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ refreshTimeout: 2 });
    for (let index = 10; index < 40; index += 1) parameters.put(`/t/${index}`, 'v');
    const tree = cache.parameters('/t');
    ssm.isHolding = true;
    const read = track(tree.get());
    await runtime.advance(1.5);
    ssm.releaseAll();
    await runtime.advance(0.6);

    expect(read.error?.code).toBe('SSM_CACHE_REFRESH');
    expect(thrown(() => tree.value).code).toBe('SSM_CACHE_NOT_LOADED');
    expect(cache.inspect()).toMatchObject([{ state: 'loading', lastError: undefined }]);
    await runtime.advance(1.5);
    expect(cache.inspect()).toMatchObject([{ state: 'backing off' }]);
    expect(thrown(() => tree.value).code).toBe('SSM_CACHE_REFRESH');
  });

  it('takes the last known value while a long listing goes on, which lands later', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ maxAge: 60, jitter: 0 });
    for (let index = 10; index < 60; index += 1) parameters.put(`/t/${index}`, 'old');
    const tree = cache.parameters<Record<string, string>>('/t');
    await tree.get();
    await runtime.advance(61);
    for (let index = 10; index < 60; index += 1) parameters.put(`/t/${index}`, 'new');
    ssm.isHolding = true;
    const read = track(tree.get());
    for (let page = 0; page < 4; page += 1) {
      await runtime.advance(2);
      ssm.releaseAll();
    }
    await settle();
    expect(read.value).toMatchObject({ 10: 'old', 59: 'old' });
    ssm.isHolding = false;
    await runtime.advance(2);
    ssm.releaseAll();
    await runtime.advance(1);

    expect(tree.value).toMatchObject({ 10: 'new', 59: 'new' });
  });
});

describe('A promise that is read and awaited late', () => {
  it.each(['get', 'refresh'] as const)('by %s() never becomes an unhandled rejection', async (method) => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 1, jitter: 0 });
    parameters.put('/user', 'u');
    parameters.put('/password', 'p');
    const user = cache.parameter('/user');
    const password = cache.parameter('/password');
    await Promise.all([user.get(), password.get()]);
    await runtime.advance(2);
    parameters.deny('/user');
    parameters.deny('/password');
    const outcomes: string[] = [];
    const unhandled = await unhandledDuring(async () => {
      const late = [user[method](), password[method]()];
      await runtime.advance(10);
      for (const promise of late) {
        await promise.catch((error: unknown) => outcomes.push((error as { code: string }).code));
      }
    });

    expect(unhandled).toEqual([]);
    expect(outcomes).toEqual(['SSM_CACHE_ACCESS_DENIED', 'SSM_CACHE_ACCESS_DENIED']);
  });
});

describe('Handles that are made for each request, with a transform of their own', () => {
  it.each([
    ['a value alone', false],
    ['a member of a group', true],
  ])(
    'do not put off the refresh of %s: a read takes as long as its own transform',
    async (_title, isGrouped) => {
      const { cache, parameters, runtime } = makeCache({ maxAge: 1, jitter: 0 });
      parameters.put('/x', 'v');
      const scope = isGrouped ? cache.createGroup() : cache;
      const transform = async (text: unknown): Promise<string> => {
        await new Promise<void>((resolve) => runtime.scheduler.after(20, resolve, false));
        return String(text);
      };
      let longest = 0;
      let reads = 0;
      const request = async (): Promise<void> => {
        const began = runtime.clock.now().monotonic;
        await scope.parameter('/x', { transform: (text) => transform(text) }).get();
        longest = Math.max(longest, runtime.clock.now().monotonic - began);
        reads += 1;
      };
      const all: Promise<void>[] = [];
      for (let time = 0; time < 300; time += 1) {
        all.push(request());
        await runtime.advance(0.01);
      }
      await runtime.advance(5);
      await Promise.all(all);

      expect(reads).toBe(300);
      expect(longest).toBeLessThanOrEqual(isGrouped ? 200 : 60);
    },
  );
});

describe('A refresh of many calls', () => {
  it('goes on while it makes progress, ten times as long as one call at most', async () => {
    const { cache, parameters, ssm, runtime } = makeCache();
    for (let index = 0; index < 400; index += 1) parameters.put(`/t/${index}`, 'v');
    ssm.isHolding = true;
    const tree = cache.parameters('/t');
    tree.get().catch(() => undefined);
    for (let page = 0; page < 10; page += 1) {
      await runtime.advance(4.9);
      ssm.releaseAll();
      await settle();
    }
    expect(ssm.last.signal?.aborted).toBe(false);
    await runtime.advance(1.5);

    expect(ssm.last.signal?.aborted).toBe(true);
    expect(cache.inspect()[0]?.lastError?.code).toBe('SSM_CACHE_REFRESH');
  });

  it('is given up where one of its calls is not answered', async () => {
    const { cache, parameters, ssm, runtime } = makeCache();
    for (let index = 0; index < 40; index += 1) parameters.put(`/t/${index}`, 'v');
    ssm.isHolding = true;
    cache
      .parameters('/t')
      .get()
      .catch(() => undefined);
    await runtime.advance(4);
    ssm.releaseAll();
    await runtime.advance(5.1);

    expect(cache.inspect()[0]?.lastError?.code).toBe('SSM_CACHE_REFRESH');
  });

  it('is as healthy as any other afterwards', async () => {
    const { cache, parameters, ssm, runtime } = makeCache();
    parameters.put('/x', 'v');
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    await cache
      .parameter('/x')
      .get()
      .catch(() => undefined);
    ssm.instead = undefined;
    await runtime.advance(3);

    await expect(cache.parameter('/x').get()).resolves.toBe('v');
  });
});

describe('A conversion that takes its time', () => {
  it('does not stay in the way of later refreshes where a newer value was converted before it', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 1, jitter: 0, minRefreshInterval: 0 });
    parameters.put('/x', 'slow');
    const handle = cache.parameter('/x', {
      transform: (text) =>
        text === 'slow'
          ? new Promise((resolve) => void runtime.scheduler.after(3_000, () => resolve(text), false))
          : text,
    });
    const first = track(handle.get());
    await runtime.advance(1.5);
    parameters.put('/x', 'fast');
    const refresh = track(handle.refresh());
    await runtime.advance(4);
    expect([first.state, refresh.state]).toEqual(['fulfilled', 'fulfilled']);
    parameters.put('/x', 'faster');
    const later = track(handle.get());
    await runtime.advance(1);

    expect(later.value).toBe('faster');
  });

  it('delays no other handle of the same name', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    const slow = track(cache.parameter('/x', { transform: () => new Promise(() => {}) }).get());

    await expect(cache.parameter('/x').get()).resolves.toBe('v');
    expect(slow.state).toBe('pending');
  });
});

describe('A refresh of the whole cache', () => {
  it('is over with its own refresh, though others follow', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', 'v');
    await cache.parameter('/x').get();
    ssm.isHolding = true;
    const first = track(cache.refresh());
    await runtime.advance(0);
    const second = track(cache.refresh());
    ssm.releaseAll();
    await runtime.advance(0);

    expect([first.state, second.state]).toEqual(['fulfilled', 'pending']);
  });

  it('waits for conversions that take their time, and tells what they failed with', async () => {
    const { cache, parameters, runtime } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', 'good');
    const handle = cache.parameter('/x', {
      transform: async (text) => {
        await new Promise<void>((resolve) => void runtime.scheduler.after(500, resolve, false));
        if (text === 'bad') throw new Error('unusable');
        return text;
      },
    });
    const loaded = track(handle.get());
    await runtime.advance(1);
    expect(loaded.value).toBe('good');
    parameters.put('/x', 'bad');
    const refresh = track(cache.refresh());
    await runtime.advance(0.4);
    expect(refresh.state).toBe('pending');
    await runtime.advance(0.2);

    expect(refresh).toMatchObject({ state: 'rejected', error: { code: 'SSM_CACHE_TRANSFORM' } });
  });
});
