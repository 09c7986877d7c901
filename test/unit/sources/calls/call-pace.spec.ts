import { describe, expect, it } from '@jest/globals';
import { INTERNALS } from '../../../../lib/runtime/internals.js';
import { awsError, makeCache, rejection, track } from '../../../support/make-cache.js';
import { CallPace } from '../../../../lib/sources/calls/call-pace.js';

type Handles = readonly { readonly [INTERNALS]: any }[];

const declared = (handles: Handles) =>
  handles.map((handle, index) => ({ declaration: `Class.property${index}`, view: handle[INTERNALS] }));

/** A cache whose Parameter Store lets `budget` calls through and throttles all others. */
const throttledAt = (budget: number) => {
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
    const { cache, names, ssm, bucket, runtime } = throttledAt(1);
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
    const { cache, ssm, runtime } = throttledAt(0);
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
    const { cache, names, ssm, bucket, runtime } = throttledAt(4);
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
    const { cache, ssm, bucket, runtime } = throttledAt(3);
    const preload = track(cache[INTERNALS].preload(declared([cache.parameters('/p')]), 30_000));
    await runtime.advance(0);
    bucket.left = Infinity;
    await runtime.advance(2);

    expect(preload).toMatchObject({ state: 'fulfilled', value: [] });
    expect(ssm.count()).toBe(6);
  });

  it('says that it was throttled, when its time is up', async () => {
    const { cache, ssm, runtime } = throttledAt(0);
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
    const { cache, names, ssm, runtime } = throttledAt(0);
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
    const { cache, ssm, bucket, runtime } = throttledAt(0);
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

const MOST = 40;

/** A pace whose calls are sent one after the other, each when its turn has come; what AWS answers is up to the test. */
const paced = (random: () => number = () => 0) => {
  const pace = new CallPace(MOST, random);
  const time = { now: 0 };
  const send = (): number => {
    time.now += pace.wait(time.now);
    pace.take();
    return time.now;
  };
  const answered = (count: number): number[] =>
    Array.from({ length: count }, () => {
      const sentAt = send();
      pace.answered();
      return sentAt;
    });
  const throttled = (count: number): number[] =>
    Array.from({ length: count }, () => {
      const sentAt = send();
      pace.throttled(time.now);
      return sentAt;
    });
  return { pace, time, send, answered, throttled };
};

const between = (times: readonly number[]): number[] =>
  times.slice(1).map((at, index) => Math.round(at - (times[index] as number)));

describe('The calls of a start', () => {
  it('wait for nothing as long as none is throttled', () => {
    const { answered, pace } = paced();

    expect(answered(5)).toEqual([0, 0, 0, 0, 0]);
    expect(pace.room).toBe(MOST);
  });

  it('come ever faster after one throttled call, and wait 1.8 s together at the most', () => {
    const { answered, throttled, time } = paced(() => 0.999);
    throttled(1);
    const times = answered(200);

    expect(between(times.slice(0, 7))).toEqual([451, 203, 91, 41, 18, 10]);
    expect(times[6]).toBeLessThan(1_820);
    expect(time.now).toBeLessThan(1_820 + 194 * 10);
  });

  it('come faster more slowly where AWS throttles several calls', () => {
    const { answered, pace, throttled } = paced();
    throttled(1);
    pace.throttled(0);

    expect(between(answered(6))).toEqual([1_000, 850, 723, 614, 522]);
  });

  it('come ever later while they are throttled, up to five seconds apart', () => {
    const { throttled } = paced();

    expect(between(throttled(10))).toEqual([0, 1_000, 1_000, 1_150, 1_323, 1_984, 2_976, 4_463, 5_000]);
  });

  it('come faster again after several answers in a row, as after a single throttled call', () => {
    const { answered, pace, throttled } = paced();
    throttled(1);
    pace.throttled(0);
    answered(5);
    const times = answered(4);

    expect(between(times)).toEqual([444, 200, 90]);
  });

  it('are slowed down once by all that are throttled together', () => {
    const { pace, time } = paced(() => 0.5);
    for (let call = 0; call < 40; call += 1) pace.throttled(time.now);

    expect(pace.wait(time.now)).toBe(500);
  });

  it('come at a random moment, each of an interval of its own', () => {
    const moments = [0, 0.9, 0.1];
    const { throttled, send } = paced(() => moments.shift() ?? 0);
    throttled(1);

    expect([send(), send(), send()]).toEqual([0, 1_900, 2_100]);
  });

  it('are one at a time at first, and more at once as they come faster', () => {
    const { answered, pace, throttled } = paced();
    throttled(1);
    const rooms = Array.from({ length: 7 }, () => {
      answered(1);
      return pace.room;
    });

    expect(rooms).toEqual([1, 1, 1, 2, 5, 10, 10]);
  });

  it('are a second apart at the most after failures that are no throttling', () => {
    const { pace, send, time } = paced();
    const times = Array.from({ length: 12 }, () => {
      const sentAt = send();
      pace.failed(time.now);
      return sentAt;
    });

    expect(between(times).slice(0, 5)).toEqual([0, 250, 250, 288, 331]);
    expect(between(times).slice(-2)).toEqual([1_000, 1_000]);
  });

  it('are never closer for a failure that follows a throttled call', () => {
    const { pace, throttled, send } = paced();
    throttled(6);
    const before = send();
    pace.failed(before + 10_000);

    expect(send() - before).toBeGreaterThan(2_000);
  });

  it('wait for nothing once the start has ended', () => {
    const { pace, throttled, answered } = paced();
    throttled(5);
    pace.reset();
    const [first, second] = answered(2);

    expect(second).toBe(first);
    expect(pace.room).toBe(MOST);
  });
});
