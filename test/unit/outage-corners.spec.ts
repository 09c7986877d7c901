import { describe, expect, it } from '@jest/globals';
import { settle } from '../support/fake-runtime.js';
import { makeCache, rejection } from '../support/make-cache.js';

const later = async (value: unknown): Promise<string> => {
  await settle(1);
  return `${String(value)}, later`;
};

/** A value that is older than its max age, while AWS does not answer. */
const expired = async () => {
  const made = makeCache({ maxAge: 60, refreshTimeout: 5 });
  made.parameters.put('/x', 'old');
  const handle = made.cache.parameter('/x');
  await handle.get();
  await made.runtime.advance(61);
  made.ssm.isHolding = true;
  return { ...made, handle };
};

describe('A process that stands still while a refresh is under way', () => {
  it.each([
    ['frozen', 'freeze'],
    ['blocked', 'block'],
  ] as const)('reads what is fresh once it goes on: %s', async (_title, standStill) => {
    const { handle, parameters, ssm, runtime } = await expired();
    expect(handle.value).toBe('old');
    await settle();
    ssm.isHolding = false;

    runtime[standStill](3_600);
    await runtime.advance(5);
    parameters.put('/x', 'new');
    await expect(handle.get()).resolves.toBe('new');
  });

  it('is left alone after one that AWS did not answer in time', async () => {
    const { handle, ssm, runtime } = await expired();
    const read = handle.get();
    await runtime.advance(5);
    await read;
    ssm.calls.length = 0;
    await handle.get();

    expect(ssm.count()).toBe(0);
  });
});

describe('While AWS is away', () => {
  it('a new handle reads the last known value, also through a conversion that takes time', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60 });
    parameters.put('/x', 'v');
    const held = cache.parameter('/x');
    await held.get();
    await runtime.advance(61);
    parameters.failAlways('ServiceUnavailable');
    await held.get();
    const slow = cache.parameter('/x', { transform: later });

    await expect(slow.get()).resolves.toBe('v, later');
    expect(cache.inspect().find(({ lastError }) => lastError !== undefined)?.state).toBe('backing off');
  });

  it('a name that is gone is gone for a new handle, too', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60 });
    parameters.put('/x', 'v');
    const held = cache.parameter('/x');
    await held.get();
    parameters.delete('/x');
    await rejection(held.refresh());
    const slow = cache.parameter('/x', { transform: later });
    await runtime.advance(0.1);

    expect((await rejection(slow.get())).code).toBe('SSM_CACHE_INVALID_PARAMETER');
  });

  it('a call is helped by a value that came before the callback has seen it', async () => {
    const { cache, secrets, runtime } = makeCache({ maxAge: 60, minRefreshInterval: 0 });
    secrets.put('db', 'one');
    const password = cache.secret('db');
    let connected = await password.get();
    let accepted = 'one';
    const query = password.refreshOnError(
      async () => {
        if (connected !== accepted) throw new Error('28P01');
        return 'rows';
      },
      { onRefresh: () => void (connected = password.value) },
    );
    secrets.rotate('db', 'two');
    await runtime.advance(61);
    await password.get();
    accepted = 'two';
    secrets.failAlways('ServiceUnavailable');

    await expect(query()).resolves.toBe('rows');
    accepted = 'three';
    await expect(query()).rejects.toMatchObject({ refreshError: { code: 'SSM_CACHE_REFRESH' } });
  });
});

describe('A conversion that throws what cannot even be asked what it is', () => {
  it('fails by itself, and keeps nobody else waiting', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    const hostile: object = new Proxy(new Error(), {
      getPrototypeOf: () => {
        throw hostile;
      },
    });
    const broken = cache.parameter('/x', {
      transform: () => {
        throw hostile;
      },
    });
    const [failure, value] = await Promise.all([rejection(broken.get()), cache.parameter('/x').get()]);

    expect(failure.code).toBe('SSM_CACHE_TRANSFORM');
    expect(value).toBe('v');
  });
});
