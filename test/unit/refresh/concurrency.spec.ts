import { describe, expect, it, jest } from '@jest/globals';
import type { SsmParameter } from 'nestjs-ssm-cache';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection, track } from '../../support/make-cache.js';

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('Many readers', () => {
  const loaded = async () => {
    const context = makeCache({ maxAge: 60, jitter: 0 });
    context.parameters.put('/x', 'old');
    const handle = context.cache.parameter('/x');
    await handle.get();
    context.ssm.calls.length = 0;
    return { ...context, handle };
  };

  it('of an expired value cause one call, and all get the new value', async () => {
    const { handle, runtime, ssm, parameters } = await loaded();
    await runtime.advance(61);
    parameters.put('/x', 'new');

    const values = await Promise.all(times(1_000, () => handle.get()));
    expect(new Set(values)).toEqual(new Set(['new']));
    expect(ssm.count()).toBe(1);
  });

  it('of an expired value cause one call when AWS fails, and all get the last known value', async () => {
    const { handle, runtime, ssm } = await loaded();
    await runtime.advance(61);
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };

    const values = await Promise.all(times(1_000, () => handle.get()));
    expect(new Set(values)).toEqual(new Set(['old']));
    await Promise.all(times(1_000, () => handle.get()));
    expect(ssm.count()).toBe(1);
  });

  it('of a value that never was cause one call when AWS fails, and all learn why', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    const handle = cache.parameter('/x');
    const errors = await Promise.all(times(1_000, () => rejection(handle.get())));

    expect(errors.every(({ name }) => name === 'RefreshError')).toBe(true);
    expect(ssm.count()).toBe(1);
  });

  it('that come in one after another while a fetch is under way share it', async () => {
    const { handle, runtime, ssm } = await loaded();
    await runtime.advance(61);
    ssm.isHolding = true;
    const reads: Promise<string>[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      reads.push(handle.get());
      expect(handle.value).toBe('old');
      await settle(1);
    }
    ssm.letGo();
    await Promise.all(reads);

    expect(ssm.count()).toBe(1);
  });

  it('of a group cause one call for all its members', async () => {
    const { cache, runtime, ssm, parameters } = makeCache({ maxAge: 60, jitter: 0 });
    parameters.put('/a', '1');
    parameters.put('/b', '2');
    const group = cache.createGroup();
    const members = [group.parameter('/a'), group.parameter('/b')];
    await members[0]?.get();
    expect(ssm.count()).toBe(1);
    await runtime.advance(61);
    await Promise.all(times(1_000, (index) => (members[index % 2] as SsmParameter).get()));

    expect(ssm.count()).toBe(2);
  });
});

describe('A forced refresh', () => {
  const loaded = async (options: Parameters<typeof makeCache>[0] = {}) => {
    const context = makeCache({ ...options });
    context.parameters.put('/x', 'one');
    const handle = context.cache.parameter('/x');
    await handle.get();
    await context.runtime.advance(10);
    context.ssm.calls.length = 0;
    return { ...context, handle };
  };

  it('fetches though the value is fresh', async () => {
    const { handle, ssm, parameters } = await loaded();
    parameters.put('/x', 'two');
    await handle.refresh();

    expect(handle.value).toBe('two');
    expect(ssm.count()).toBe(1);
  });

  it('loads what was not loaded', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'one');
    const handle = cache.parameter('/x');
    await handle.refresh();

    expect(handle.value).toBe('one');
  });

  it('never joins a fetch that departed before it was asked for', async () => {
    const { handle, ssm, runtime, parameters } = await loaded();
    ssm.isHolding = true;
    const first = track(handle.refresh());
    await settle();
    expect(ssm.count()).toBe(1);

    parameters.put('/x', 'two');
    const second = track(handle.refresh());
    await settle();
    ssm.releaseAll();
    await settle();
    expect(first.state).toBe('fulfilled');
    expect(handle.value).toBe('one');
    expect(second.state).toBe('pending');

    await runtime.advance(1);
    expect(ssm.count()).toBe(2);
    ssm.releaseAll();
    await settle();
    expect(second.state).toBe('fulfilled');
    expect(handle.value).toBe('two');
  });

  it('never joins the departed fetch of an ordinary read either', async () => {
    const { cache, ssm, runtime, parameters } = makeCache();
    parameters.put('/x', 'one');
    ssm.isHolding = true;
    const handle = cache.parameter('/x');
    const read = handle.get();
    await settle();
    parameters.put('/x', 'two');
    const refresh = handle.refresh();
    await settle();
    ssm.letGo();
    await read;
    await runtime.advance(1);
    await refresh;

    expect(handle.value).toBe('two');
    expect(ssm.count()).toBe(2);
  });

  it('is shared by all who ask for it meanwhile', async () => {
    const { handle, ssm, runtime } = await loaded();
    ssm.isHolding = true;
    const first = handle.refresh();
    await settle();
    const meanwhile = times(1_000, () => handle.refresh());
    await settle();
    ssm.letGo();
    await first;
    await runtime.advance(1);
    await Promise.all(meanwhile);

    expect(ssm.count()).toBe(2);
  });

  it('of one turn is one call', async () => {
    const { handle, ssm } = await loaded();
    await Promise.all(times(100, () => handle.refresh()));

    expect(ssm.count()).toBe(1);
  });

  it('rejects all who share it when it fails', async () => {
    const { handle, ssm } = await loaded();
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    const errors = await Promise.all(times(100, () => rejection(handle.refresh())));

    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['SSM_CACHE_REFRESH']));
    expect(ssm.count()).toBe(1);
    expect(handle.value).toBe('one');
  });

  it('is not hurried by a reader whom the back-off holds up', async () => {
    const { cache, runtime, ssm, parameters } = makeCache({ maxAge: 0, minRefreshInterval: 10 });
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    ssm.isHolding = true;
    const fail = () => ssm.last.fail(awsError('ThrottlingException'));
    void handle.refresh().catch(() => {});
    await runtime.advance(0);
    fail();
    await runtime.advance(0);
    void handle.refresh().catch(() => {});
    for (const calls of [3, 4, 5]) {
      await runtime.advance(10);
      expect(ssm.count()).toBe(calls);
      const read = track(handle.get());
      void handle.refresh().catch(() => {});
      fail();
      await runtime.advance(0);

      expect(read.value).toBe('v');
      expect(ssm.count()).toBe(calls);
    }
  });

  it('waits until minRefreshInterval after the one before has passed', async () => {
    const { handle, ssm, runtime } = await loaded({ minRefreshInterval: 3 });
    await handle.refresh();
    const next = track(handle.refresh());
    await runtime.advance(2.9);
    expect(ssm.count()).toBe(1);
    expect(next.state).toBe('pending');
    await runtime.advance(0.2);

    expect(next.state).toBe('fulfilled');
    expect(ssm.count()).toBe(2);
  });

  it('does not wait with a minRefreshInterval of 0', async () => {
    const { handle, ssm } = await loaded({ minRefreshInterval: 0 });
    for (let round = 0; round < 5; round += 1) await handle.refresh();

    expect(ssm.count()).toBe(5);
  });

  it('keeps a steady stream of demands to one call an interval', async () => {
    const { handle, ssm, runtime } = await loaded({ minRefreshInterval: 1 });
    const refreshes: Promise<void>[] = [];
    for (let step = 0; step < 100; step += 1) {
      refreshes.push(handle.refresh());
      await runtime.advance(0.1);
    }
    await runtime.advance(1);
    await Promise.all(refreshes);

    expect(ssm.count()).toBeLessThanOrEqual(12);
    expect(ssm.count()).toBeGreaterThanOrEqual(10);
  });

  it('of one name does not slow another', async () => {
    const { cache, handle, parameters, ssm } = await loaded({ minRefreshInterval: 60 });
    parameters.put('/y', 'v');
    const other = cache.parameter('/y');
    await handle.refresh();
    await other.refresh();

    expect(ssm.count()).toBe(2);
  });

  it('of the cache refreshes everything loaded so far, and nothing else', async () => {
    const { cache, handle, ssm, vault, parameters, secrets } = await loaded();
    parameters.put('/y', 'v');
    secrets.put('s', 'one');
    const secret = cache.secret('s');
    await secret.get();
    cache.parameter('/y');
    parameters.put('/x', 'two');
    secrets.rotate('s', 'two');
    ssm.calls.length = 0;
    vault.calls.length = 0;
    await cache.refresh();

    expect([handle.value, secret.value]).toEqual(['two', 'two']);
    expect(ssm.asked).toEqual([['/x']]);
  });

  it('of the cache rejects with one error for all that failed, and refreshes the rest', async () => {
    const { cache, handle, parameters, runtime } = await loaded();
    for (const name of ['/a', '/b']) parameters.put(name, 'v');
    await Promise.all(['/a', '/b'].map((name) => cache.parameter(name).get()));
    parameters.delete('/a');
    parameters.delete('/b');
    parameters.put('/x', 'two');
    const failing = rejection(cache.refresh());
    await runtime.advance(1);
    const error = await failing;

    expect(error.name).toBe('InvalidParameterError');
    expect([...error.names].toSorted()).toEqual(['/a', '/b']);
    expect(handle.value).toBe('two');
  });
});

describe('Answers', () => {
  it('never let a strict read be answered by a value older than the one before it', async () => {
    const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 1, jitter: 0, refreshTimeout: 60 });
    parameters.put('/x', '1');
    const handle = cache.parameter('/x', { transform: 'number' });
    await handle.get();
    ssm.isHolding = true;
    await runtime.advance(2);
    const slow = track(handle.get());
    await settle();
    const [, first] = ssm.calls;
    parameters.put('/x', '2');
    const refresh = track(handle.refresh());
    await runtime.advance(3);
    first?.release();
    await settle();
    await runtime.advance(1);
    ssm.letGo();
    await settle(10);
    await runtime.advance(1);

    expect(refresh.state).toBe('fulfilled');
    expect(slow.state).toBe('fulfilled');
    expect(handle.value).toBe(2);
  });

  it('that are slow for one name do not delay another of the next turn', async () => {
    const { cache, ssm, parameters } = makeCache();
    for (const name of ['/slow', '/fast']) parameters.put(name, name);
    ssm.isHolding = true;
    const slow = track(cache.parameter('/slow').get());
    await settle();
    ssm.isHolding = false;

    await expect(cache.parameter('/fast').get()).resolves.toBe('/fast');
    expect(slow.state).toBe('pending');
  });

  it('that are slow for secrets do not delay parameters of the same turn', async () => {
    const { cache, vault, parameters } = makeCache();
    parameters.put('/x', 'v');
    vault.isHolding = true;
    const slow = track(cache.secret('s').get());

    await expect(cache.parameter('/x').get()).resolves.toBe('v');
    expect(slow.state).toBe('pending');
  });
});

describe('ready()', () => {
  it('is fulfilled when everything declared so far is loaded', async () => {
    const { cache, ssm, parameters, secrets } = makeCache();
    parameters.put('/x', 'v');
    secrets.put('s', 'w');
    const handles = [cache.parameter('/x'), cache.secret('s'), cache.createGroup().parameter('/x')];
    await cache.ready();

    expect(handles.map(({ value }) => value)).toEqual(['v', 'w', 'v']);
    expect(ssm.count()).toBe(1);
    await cache.ready();
    expect(ssm.count()).toBe(1);
  });

  it('rejects with all the missing names in one error, and loads the rest', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    const handles = ['/x', '/none/a', '/none/b'].map((name) => cache.parameter(name));
    const error = await rejection(cache.ready());

    expect(error.name).toBe('InvalidParameterError');
    expect([...error.names].toSorted()).toEqual(['/none/a', '/none/b']);
    expect(error.message).toContain('/none/a');
    expect(error.message).toContain('/none/b');
    expect(handles[0]?.value).toBe('v');
  });

  it('tells a refusal before a missing name', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/denied', 'v');
    parameters.deny('/denied');
    const handles = ['/none', '/denied'].map((name) => cache.parameter(name));
    const error = await rejection(cache.ready());

    expect(handles).toHaveLength(2);
    expect(error.name).toBe('ParameterAccessDeniedError');
  });

  it('is fulfilled at once when nothing is declared', async () => {
    await expect(makeCache().cache.ready()).resolves.toBeUndefined();
    await expect(makeCache().cache.refresh()).resolves.toBeUndefined();
  });
});

describe('A strict read that waits for a refresh which began too early for it', () => {
  it('is answered by the next one, though another handle still converts and the last refresh failed', async () => {
    const { cache, ssm, parameters } = makeCache({ maxAge: 0, minRefreshInterval: 0 });
    parameters.put('/x', 'one');
    const handle = cache.parameter('/x');
    await handle.get();
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    await rejection(handle.refresh());
    ssm.instead = undefined;
    const slow = cache.parameter('/x', { transform: () => new Promise<string>(() => {}) });
    slow.get().catch(() => {});
    await settle();
    ssm.isHolding = true;
    const refresh = handle.refresh();
    await settle();
    const read = track(handle.get());
    parameters.put('/x', 'two');
    ssm.letGo();
    await refresh;
    await settle();

    expect(read).toMatchObject({ state: 'fulfilled', value: 'two' });
  });
});

describe('A refresh', () => {
  it('waits for the one that is under way', async () => {
    const { cache, ssm, parameters } = makeCache();
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    ssm.isHolding = true;
    const reading = handle.get();
    await settle();
    const refreshing = handle.refresh();
    await settle();
    expect(ssm.count()).toBe(1);
    ssm.letGo();
    await Promise.all([reading, refreshing]);

    expect(ssm.count()).toBe(2);
  });

  it('is not put off by the load before it, which nobody asked for by name', async () => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 60 });
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    await handle.get();
    parameters.put('/x', '2');
    const refreshing = track(handle.refresh());
    await settle();

    expect([refreshing.state, handle.value]).toEqual(['fulfilled', '2']);
  });

  it('is shared by all members of a group that are due', async () => {
    const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 60 });
    parameters.put('/a', '1');
    parameters.put('/b', '2');
    const group = cache.createGroup();
    const members = [group.parameter('/a'), group.parameter('/b')];
    await group.refresh();
    await runtime.advance(61);
    ssm.isHolding = true;
    const readings = [];
    for (const member of members) {
      readings.push(member.get());
      await settle();
    }
    ssm.letGo();
    await Promise.all(readings);

    expect(ssm.count()).toBe(2);
  });

  it('is too old for whoever wants no age at all, however lately it began', async () => {
    const { cache, ssm, parameters } = makeCache({ maxAge: 0 });
    parameters.put('/x', '1');
    ssm.isHolding = true;
    const first = cache.parameter('/x').get();
    await settle();
    parameters.put('/x', '2');
    const second = cache.parameter('/x').get();
    ssm.letGo();
    await Promise.all([first, second]);

    expect(ssm.count()).toBe(2);
  });

  it('that is under way serves the calls that fail meanwhile', async () => {
    const { cache, ssm, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    await handle.get();
    parameters.put('/x', '2');
    let fail!: () => void;
    const login = jest
      .fn(async () => handle.value)
      .mockImplementationOnce(() => new Promise((_, reject) => (fail = () => reject(new Error('login')))));
    const calling = handle.refreshOnError(login)();
    await settle();
    ssm.isHolding = true;
    const refreshing = handle.refresh();
    await settle();
    fail();
    await settle();
    ssm.letGo();
    await refreshing;

    await expect(calling).resolves.toBe('2');
    expect(ssm.count()).toBe(2);
  });

  it('that replaces nothing in a group is no change of it', async () => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/a', '1');
    const group = cache.createGroup();
    group.parameter('/a');
    const listener = jest.fn();
    group.onChange(listener);
    await group.refresh();
    await group.refresh();
    expect(listener).not.toHaveBeenCalled();
    parameters.put('/a', '2');
    await group.refresh();

    expect(listener).toHaveBeenCalledTimes(1);
  });
});

describe('A conversion that takes time', () => {
  it('a late conversion never puts an older value after a newer one', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'old');
    const plain = cache.parameter('/x');
    await plain.get();
    const pending: (() => void)[] = [];
    const slow = cache.parameter('/x', {
      transform: (value) =>
        value === 'old'
          ? new Promise((resolve) => pending.push(() => resolve(value)))
          : Promise.resolve(value),
    });
    parameters.put('/x', 'new');
    await slow.refresh();
    expect(slow.value).toBe('new');
    for (const release of pending) release();
    await settle();

    expect(slow.value).toBe('new');
  });

  it('a handle made while another converts the same answer', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60 });
    parameters.put('/a', '1');
    let release!: () => void;
    const slow = cache.parameter('/a', {
      transform: (value) => new Promise((resolve) => (release = () => resolve(value))),
    });
    const first = slow.get();
    await settle();
    const second = track(cache.parameter('/a').get());
    await settle();
    release();
    await first;
    await runtime.advance(1);
    expect(second).toMatchObject({ state: 'fulfilled', value: '1' });
  });
});

describe('A refresh of the cache', () => {
  it('of the cache includes what nobody holds a handle of', async () => {
    const { cache, parameters, ssm } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', '1');
    await cache.parameter('/x', { transform: (text) => text }).get();
    parameters.put('/x', '2');
    await cache.refresh();
    expect(ssm.count()).toBe(2);
    expect(cache.parameter('/x').value).toBe('2');
    expect(cache.inspect().filter(({ name }) => name === '/x')).toMatchObject([
      { state: 'fresh', version: 2 },
    ]);
  });
});
