import { describe, expect, it } from '@jest/globals';
import { INTERNALS } from '../../lib/runtime/internals.js';
import { awsError, makeCache, rejection, track } from '../support/make-cache.js';

type Handles = readonly { readonly [INTERNALS]: any }[];

const declared = (handles: Handles) =>
  handles.map((handle, index) => ({ declaration: `Class.property${index}`, view: handle[INTERNALS] }));

/** A cache whose Parameter Store lets `budget` calls through and throttles all others. */
const throttled = (budget: number) => {
  const made = makeCache();
  made.runtime.chance = 0.5;
  const bucket = { left: budget };
  made.ssm.instead = (operation, input) => {
    if (bucket.left <= 0) throw awsError('ThrottlingException');
    bucket.left -= 1;
    return operation === 'GetParameters'
      ? made.parameters.getParameters(input)
      : made.parameters.getParametersByPath(input);
  };
  const names = Array.from({ length: 50 }, (_, index) => `/p/${String(index).padStart(2, '0')}`);
  for (const name of names) made.parameters.put(name, 'v');
  return { ...made, bucket, names };
};

describe('A start that AWS throttles', () => {
  it('goes on call by call, one in each interval', async () => {
    const { cache, names, ssm, bucket, runtime } = throttled(1);
    const preload = track(
      cache[INTERNALS].preload(declared(names.map((name) => cache.parameter(name))), 30_000),
    );
    await runtime.advance(0);
    expect(ssm.count()).toBe(5);
    bucket.left = Infinity;
    const counts: number[] = [];
    for (let interval = 0; interval < 4; interval += 1) {
      await runtime.advance(0.8);
      counts.push(ssm.count());
    }

    expect(counts).toEqual([6, 7, 8, 9]);
    expect(preload).toMatchObject({ state: 'fulfilled', value: [] });
  });

  it('asks less and less often while it is refused', async () => {
    const { cache, ssm, runtime } = throttled(0);
    void cache[INTERNALS].preload(declared([cache.parameter('/p/00', { refreshTimeout: 60 })]), 60_000);
    await runtime.advance(10);
    const first = ssm.count();
    await runtime.advance(10);
    const second = ssm.count() - first;
    await runtime.advance(10);
    const third = ssm.count() - first - second;

    expect(first).toBeLessThan(14);
    expect(second).toBeLessThan(first / 2);
    expect(third).toBeLessThanOrEqual(second);
  });

  it('asks again for the batch of a group that was throttled, and not for the others', async () => {
    const { cache, names, ssm, bucket, runtime } = throttled(4);
    const group = cache.createGroup();
    const preload = track(
      cache[INTERNALS].preload(declared(names.map((name) => group.parameter(name))), 30_000),
    );
    await runtime.advance(0);
    bucket.left = Infinity;
    await runtime.advance(1);

    expect(preload).toMatchObject({ state: 'fulfilled', value: [] });
    expect(ssm.count()).toBe(6);
  });

  it('asks again for the page of a listing that was throttled, and not for the pages before', async () => {
    const { cache, ssm, bucket, runtime } = throttled(3);
    const preload = track(cache[INTERNALS].preload(declared([cache.parameters('/p')]), 30_000));
    await runtime.advance(0);
    bucket.left = Infinity;
    await runtime.advance(2);

    expect(preload).toMatchObject({ state: 'fulfilled', value: [] });
    expect(ssm.count()).toBe(6);
  });

  it('says that it was throttled, when its time is up', async () => {
    const { cache, ssm, runtime } = throttled(0);
    const preload = track(cache[INTERNALS].preload(declared([cache.parameter('/p/00')]), 2_000));
    await runtime.advance(2.1);

    expect(preload.state).toBe('fulfilled');
    expect(preload.value?.[0]?.error.message).toContain('ThrottlingException');
    const calls = ssm.count();
    await runtime.advance(60);
    expect(ssm.count()).toBe(calls);
    expect(runtime.timers).toBe(0);
  });

  it('sends nothing more when the cache is closed meanwhile', async () => {
    const { cache, names, ssm, runtime } = throttled(0);
    const preload = track(
      cache[INTERNALS].preload(declared(names.map((name) => cache.parameter(name))), 30_000),
    );
    await runtime.advance(1);
    cache.close();
    const calls = ssm.count();
    await runtime.advance(60);

    expect(preload.state).toBe('fulfilled');
    expect(ssm.count()).toBe(calls);
    expect(runtime.timers).toBe(0);
  });

  it('leaves other calls as they are: what is throttled later fails at once', async () => {
    const { cache, ssm, bucket, runtime } = throttled(0);
    const preload = track(cache[INTERNALS].preload(declared([cache.parameter('/p/00')]), 30_000));
    await runtime.advance(0);
    bucket.left = 1;
    await runtime.advance(1);
    expect(preload.value).toEqual([]);
    const calls = ssm.count();

    await expect(rejection(cache.parameter('/p/01').get())).resolves.toMatchObject({ name: 'RefreshError' });
    expect(ssm.count()).toBe(calls + 1);
  });
});
