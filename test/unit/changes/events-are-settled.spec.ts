import { describe, expect, it } from '@jest/globals';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { labelUpdated, parameterCall, parameterChange, secretCall } from '../../support/aws-events.js';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, track } from '../../support/make-cache.js';

const HOST = '/shop/host';
const T0 = 1_800_000_000_000;

/** The time of an event, some seconds after the start. */
const time = (seconds: number): string => new Date(T0 + seconds * 1_000).toISOString().replace(/\.\d+Z/, 'Z');

const parameter = (version: number, modified = 0) => ({
  Parameters: [
    {
      Name: HOST,
      Value: `v${version}`,
      Type: 'String',
      Version: version,
      LastModifiedDate: new Date(T0 + modified * 1_000),
    },
  ],
});

const secret = (version: string, created = -3_600) => ({
  Name: 'prod/db',
  SecretString: `s-${version}`,
  VersionId: version,
  CreatedDate: new Date(T0 + created * 1_000),
});

const withParameter = async () => {
  const made = makeCache({ maxAge: 300, jitter: 0, minRefreshInterval: 0, events: { spread: 0 } });
  made.ssm.instead = () => parameter(1);
  const host = made.cache.parameter(HOST);
  await host.get();
  return { ...made, host, calls: () => made.ssm.count() - 1 };
};

const withSecret = async () => {
  const made = makeCache({ maxAge: 300, jitter: 0, minRefreshInterval: 0, events: { spread: 0 } });
  made.vault.instead = () => secret('old');
  const db = made.cache.secret('prod/db');
  await db.get();
  return { ...made, db, calls: () => made.vault.count() - 1 };
};

const age = (cache: { inspect(): { age: number | undefined }[] }): number | undefined =>
  cache.inspect()[0]?.age;

describe('What names a version', () => {
  it('is asked for once if AWS has it', async () => {
    const { cache, vault, runtime, db, calls } = await withSecret();
    vault.instead = () => secret('new');

    await cache.notify(labelUpdated('prod/db', { versionId: 'new' }));
    await runtime.advance(60);

    expect(db.value).toBe('s-new');
    expect(calls()).toBe(1);
  });

  it('is asked for again after 0.5, 1, 2, 4 … seconds until AWS has it', async () => {
    const { cache, vault, runtime, db, calls } = await withSecret();

    await cache.notify(labelUpdated('prod/db', { versionId: 'new' }));
    const counts: number[] = [];
    for (const seconds of [0, 0.5, 1, 2]) {
      await runtime.advance(seconds);
      counts.push(calls());
    }
    vault.instead = () => secret('new');
    await runtime.advance(4);
    await runtime.advance(60);

    expect(counts).toEqual([1, 2, 3, 4]);
    expect(db.value).toBe('s-new');
    expect(calls()).toBe(5);
    expect(runtime.timers).toBe(0);
  });

  it('is given up after the time to settle, is told once, and the old value has not become younger', async () => {
    const { cache, runtime, calls } = await withSecret();
    await runtime.advance(100);

    await cache.notify(labelUpdated('prod/db', { versionId: 'never' }));
    expect(age(cache)).toBe(100);
    await runtime.advance(40);

    expect(calls()).toBe(6);
    expect(age(cache)).toBe(140);
    expect(runtime.messages.filter((line) => line.includes('prod/db'))).toHaveLength(1);
    expect(runtime.timers).toBe(0);
  });

  it('is refreshed within 2 seconds, and asked for within 30, where no other times are given', async () => {
    const { cache, ssm, vault, parameters, secrets, runtime } = makeCache({ maxAge: 300 });
    parameters.put(HOST, '1');
    secrets.put('prod/db', 's');
    await Promise.all([cache.parameter(HOST).get(), cache.secret('prod/db').get()]);
    runtime.chance = 0.5;
    void cache.notify(parameterChange(HOST));
    await runtime.advance(0.99);
    expect(ssm.count()).toBe(1);
    await runtime.advance(0.02);
    expect(ssm.count()).toBe(2);

    const notified = runtime.clock.now().monotonic;
    void cache.notify(labelUpdated('prod/db', { versionId: 'never' }));
    const asked: number[] = [];
    for (let half = 0; half < 120; half += 1) {
      const calls = vault.count();
      await runtime.advance(0.5);
      if (vault.count() > calls) asked.push((runtime.clock.now().monotonic - notified) / 1_000);
    }
    expect(asked).toEqual([1, 2, 3, 5, 9, 17]);
    expect(runtime.messages).toEqual([
      expect.stringContaining(
        'AWS does not give yet. It is not asked again within "events.settle" (30 seconds).',
      ),
    ]);
  });

  it('is due by its old age while AWS does not have it', async () => {
    const { cache, runtime, vault, db } = await withSecret();
    await runtime.advance(295);
    await cache.notify(labelUpdated('prod/db', { versionId: 'new' }));
    await runtime.advance(40);
    vault.instead = () => secret('new');

    expect(await db.get()).toBe('s-new');
  });

  it('is settled by a version that was made after the event', async () => {
    const { cache, vault, runtime, calls } = await withSecret();
    vault.instead = () => secret('newest', 12);

    await cache.notify(labelUpdated('prod/db', { versionId: 'new' }, { time: time(10) }));
    await runtime.advance(60);

    expect(calls()).toBe(1);
  });

  it('is not settled by a version of the same second, which may be an older one', async () => {
    const { cache, vault, runtime, calls } = await withSecret();
    vault.instead = () => secret('other', 10.9);

    await cache.notify(labelUpdated('prod/db', { versionId: 'new' }, { time: time(10) }));
    await runtime.advance(1);

    expect(calls()).toBeGreaterThan(1);
  });

  it('is the version of the later of two events, whichever comes first', async () => {
    const { cache, vault, runtime, db, calls } = await withSecret();
    vault.instead = () => secret('third');
    const second = labelUpdated('prod/db', { versionId: 'second' }, { time: time(10) });
    const third = labelUpdated('prod/db', { versionId: 'third' }, { time: time(20) });

    await cache.notify(third);
    await cache.notify(second);
    await runtime.advance(60);

    expect(db.value).toBe('s-third');
    expect(calls()).toBe(2);
  });

  it('is looked for until the later of two is there, if AWS gives the earlier one meanwhile', async () => {
    const { cache, vault, runtime, db } = await withSecret();
    await cache.notify(labelUpdated('prod/db', { versionId: 'third' }, { time: time(20) }));
    await cache.notify(labelUpdated('prod/db', { versionId: 'second' }, { time: time(10) }));
    vault.instead = () => secret('second');
    await runtime.advance(2);
    expect(db.value).toBe('s-second');
    vault.instead = () => secret('third');
    await runtime.advance(20);

    expect(db.value).toBe('s-third');
  });

  it.each([
    ['PutSecretValue', { secretId: 'prod/db', clientRequestToken: 'new' }],
    ['PutSecretValue', { secretId: 'prod/db', clientRequestToken: 'new', versionStages: ['AWSCURRENT'] }],
    ['UpdateSecret', { secretId: 'prod/db', clientRequestToken: 'new' }],
    ['UpdateSecretVersionStage', { secretId: 'prod/db', versionStage: 'AWSCURRENT', moveToVersionId: 'new' }],
  ])('is that of %s: %j', async (eventName, request) => {
    const { cache, vault, runtime, db } = await withSecret();

    await cache.notify(secretCall(eventName, request));
    await runtime.advance(3);
    vault.instead = () => secret('new');
    await runtime.advance(10);

    expect(db.value).toBe('s-new');
  });

  it('is given up without a warning where `UpdateSecret` may have changed no value, and the value is younger', async () => {
    const { cache, runtime } = await withSecret();
    await runtime.advance(100);

    await cache.notify(secretCall('UpdateSecret', { secretId: 'prod/db', clientRequestToken: 'token' }));
    await runtime.advance(60);

    expect(runtime.messages).toEqual([]);
    expect(age(cache)).toBeLessThan(60);
    expect(runtime.timers).toBe(0);
  });

  it('is told to be missing where the answer of `UpdateSecret` names it', async () => {
    const { cache, runtime } = await withSecret();
    const request = { secretId: 'prod/db', clientRequestToken: 'new' };

    await cache.notify(secretCall('UpdateSecret', request, { responseElements: { versionId: 'new' } }));
    await runtime.advance(60);

    expect(runtime.messages.filter((line) => line.includes('prod/db'))).toHaveLength(1);
  });

  it('is asked for once with "settle: 0"', async () => {
    const { cache, vault, runtime } = makeCache({ events: { spread: 0, settle: 0 } });
    vault.instead = () => secret('old');
    await cache.secret('prod/db').get();

    await cache.notify(labelUpdated('prod/db', { versionId: 'new' }));
    await runtime.advance(60);

    expect(vault.count()).toBe(2);
  });
});

describe('What names no version', () => {
  it('is asked for once if something has changed', async () => {
    const { cache, ssm, runtime, host, calls } = await withParameter();
    ssm.instead = () => parameter(2);

    await cache.notify(parameterChange(HOST));
    await runtime.advance(60);

    expect(host.value).toBe('v2');
    expect(calls()).toBe(1);
  });

  it('is asked for twice more, after 2 and after 8 seconds, if nothing has changed', async () => {
    const { cache, runtime, calls } = await withParameter();
    await runtime.advance(100);

    await cache.notify(parameterChange(HOST));
    const seen = [[calls(), age(cache)]];
    await runtime.advance(2);
    seen.push([calls(), age(cache)]);
    await runtime.advance(7.9);
    seen.push([calls(), age(cache)]);
    await runtime.advance(0.1);
    seen.push([calls(), age(cache)]);
    await runtime.advance(60);

    expect(seen).toEqual([
      [1, 100],
      [2, 102],
      [2, 109.9],
      [3, 0],
    ]);
    expect(calls()).toBe(3);
    expect(runtime.timers).toBe(0);
  });

  it('is settled by the second of two changes, not by the first', async () => {
    const { cache, ssm, runtime, host } = await withParameter();
    await cache.notify(parameterChange(HOST, 'Update', { time: time(1) }));
    ssm.instead = () => parameter(2, 1);
    await cache.notify(parameterChange(HOST, 'Update', { time: time(1) }));
    expect(host.value).toBe('v2');
    ssm.instead = () => parameter(3, 1);
    await runtime.advance(2);

    expect(host.value).toBe('v3');
  });

  it('is settled by one change that both EventBridge and CloudTrail tell of', async () => {
    const { cache, ssm, runtime, host, calls } = await withParameter();
    await cache.notify(parameterChange(HOST, 'Update', { time: time(1) }));
    await cache.notify(parameterCall('PutParameter', { name: HOST }));
    ssm.instead = () => parameter(2, 1);
    await runtime.advance(60);

    expect(host.value).toBe('v2');
    expect(calls()).toBe(3);
  });

  it('is asked for once if what is held was made after the event', async () => {
    const { cache, ssm, runtime, host, calls } = await withParameter();
    ssm.instead = () => parameter(5, 50);
    await host.refresh();

    await cache.notify(parameterChange(HOST, 'Update', { time: time(40) }));
    await runtime.advance(60);

    expect(calls()).toBe(2);
  });

  it('is asked for once if a label has moved, and the value is read without a label', async () => {
    const { cache, runtime, calls } = await withParameter();

    await cache.notify(parameterChange(HOST, 'LabelParameterVersion'));
    await runtime.advance(60);

    expect(calls()).toBe(1);
  });

  it('is settled under a path by the version of the one parameter', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({
      maxAge: 300,
      minRefreshInterval: 0,
      events: { spread: 0 },
    });
    parameters.put('/shop/a', '1');
    parameters.put('/shop/b', '1');
    const shop = cache.parameters('/shop', { shape: 'record' });
    await shop.get();
    const before = ssm.count();

    await cache.notify(parameterChange('/shop/b'));
    parameters.put('/shop/b', '2');
    await runtime.advance(2);
    await runtime.advance(60);

    expect(shop.value).toEqual({ a: '1', b: '2' });
    expect(ssm.count() - before).toBe(2);
  });

  it('is settled when the parameter is gone', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ minRefreshInterval: 0, events: { spread: 0 } });
    parameters.put(HOST, '1');
    const host = cache.parameter(HOST, { optional: true });
    await host.get();
    parameters.delete(HOST);

    await cache.notify(parameterChange(HOST, 'Delete'));
    await runtime.advance(60);

    expect(host.value).toBeUndefined();
    expect(ssm.count()).toBe(2);
  });
});

describe('An answer that fails', () => {
  it('is asked for again, and makes nothing fresh', async () => {
    const { cache, ssm, runtime, host } = await withParameter();
    ssm.instead = () => {
      throw awsError('InternalServerError', 'x', 500);
    };

    const { names } = await cache.notify(parameterChange(HOST));
    ssm.instead = () => parameter(2);
    await runtime.advance(1);

    expect(names).toEqual([HOST]);
    expect(host.value).toBe('v2');
  });

  it('is left to its back-off after the time to settle', async () => {
    const { cache, ssm, runtime, calls } = await withParameter();
    ssm.instead = () => {
      throw awsError('InternalServerError', 'x', 500);
    };

    await cache.notify(parameterChange(HOST));
    await runtime.advance(600);

    expect(calls()).toBe(6);
    expect(runtime.timers).toBe(0);
  });

  it('counts as an answer if AWS refuses the value', async () => {
    const { cache, ssm, runtime, calls } = await withParameter();
    ssm.instead = () => {
      throw awsError('AccessDeniedException');
    };

    await cache.notify(parameterChange(HOST));
    await runtime.advance(600);

    expect(calls()).toBe(1);
  });

  it('lets the event come again', async () => {
    const { cache, ssm, host } = await withParameter();
    const event = parameterChange(HOST);
    ssm.instead = () => {
      throw awsError('InternalServerError', 'x', 500);
    };
    await cache.notify(event);
    ssm.instead = () => parameter(2);

    expect((await cache.notify(event)).names).toEqual([HOST]);
    expect((await cache.notify(event)).ignored).toEqual([{ id: event.id, reason: 'duplicate' }]);
    expect(host.value).toBe('v2');
  });

  it('is not handled by an event that comes again while it is refreshed', async () => {
    const { cache, ssm } = await withParameter();
    const event = parameterChange(HOST);
    ssm.instead = () => parameter(2);
    ssm.isHolding = true;
    const first = track(cache.notify(event));
    await settle();
    const second = track(cache.notify(event));
    await settle();
    expect([first.state, second.state]).toEqual(['pending', 'pending']);
    ssm.letGo();
    await settle();

    expect(first).toMatchObject({ state: 'fulfilled', value: { names: [HOST] } });
    expect(second).toMatchObject({ state: 'fulfilled', value: { ignored: [{ reason: 'duplicate' }] } });
  });
});

describe('The spread', () => {
  it('delays the refresh of what nobody reads, and of all that came together by the same time', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ events: { settle: 0 } });
    parameters.put('/a', '1');
    parameters.put('/b', '1');
    await Promise.all([cache.parameter('/a').get(), cache.parameter('/b').get()]);
    runtime.chance = 0.5;

    const notified = track(cache.notify([parameterChange('/a'), parameterChange('/b')]));
    await runtime.advance(0.99);
    expect([notified.state, ssm.count()]).toEqual(['pending', 1]);
    await runtime.advance(0.01);

    expect(notified.state).toBe('fulfilled');
    expect(ssm.asked.slice(1).flat()).toEqual(['/a', '/b']);
  });

  it('of 0 asks for all that came together in one call', async () => {
    const { cache, parameters, ssm } = makeCache({ events: { spread: 0, settle: 0 } });
    parameters.put('/a', '1');
    parameters.put('/b', '1');
    await Promise.all([cache.parameter('/a').get(), cache.parameter('/b').get()]);

    await cache.notify([parameterChange('/a'), parameterChange('/b')]);

    expect(ssm.asked).toEqual([
      ['/a', '/b'],
      ['/a', '/b'],
    ]);
  });

  it('asks nothing more of what a reader has brought up to date meanwhile', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ maxAge: 300 });
    parameters.put('/a', '1');
    const a = cache.parameter('/a');
    await a.get();
    runtime.chance = 0.9;
    const notified = track(cache.notify(parameterChange('/a')));
    parameters.put('/a', '2');

    expect(await a.get()).toBe('2');
    await runtime.advance(2);

    expect(notified.state).toBe('fulfilled');
    expect(ssm.count()).toBe(2);
  });

  it('is shared by events that come meanwhile', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ events: { settle: 0 } });
    parameters.put('/a', '1');
    await cache.parameter('/a').get();
    runtime.chance = 0.9;

    const notified = Array.from({ length: 5 }, () => track(cache.notify(parameterChange('/a'))));
    await runtime.advance(2);

    expect(notified.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'fulfilled'));
    expect(ssm.count()).toBe(2);
  });

  it('ends when the cache is closed', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/a', '1');
    await cache.parameter('/a').get();
    runtime.chance = 0.9;
    const notified = track(cache.notify(parameterChange('/a')));

    cache.close();
    await runtime.drain();

    expect(notified.state).toBe('fulfilled');
    expect(runtime.timers).toBe(0);
    expect((await cache.notify(parameterChange('/a'))).names).toEqual([]);
  });
});

describe('The rate of refreshes', () => {
  it('is bounded by "minRefreshInterval", however many events and readers there are', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({
      maxAge: 300,
      minRefreshInterval: 10,
      events: { spread: 0, settle: 0 },
    });
    parameters.put('/a', '1');
    const a = cache.parameter('/a');
    await a.get();

    for (let second = 0; second < 100; second += 1) {
      void cache.notify(parameterChange('/a'));
      void a.get();
      void a.value;
      await runtime.advance(1);
    }

    expect(ssm.count()).toBeLessThanOrEqual(12);
  });

  it('tells each listener of a change once', async () => {
    const { cache, ssm, runtime, host } = await withParameter();
    let heard = 0;
    host.onChange(() => (heard += 1));
    ssm.instead = () => parameter(2);

    const event = parameterChange(HOST);
    await Promise.all([cache.notify(event), cache.notify(event), cache.notify(parameterChange(HOST))]);
    await runtime.advance(60);

    expect(heard).toBe(1);
  });

  it('is told by an event of the cache', async () => {
    const notified: unknown[] = [];
    const { cache } = makeCache({
      extensions: [{ name: 'test', events: { notified: (event) => notified.push(event) } }],
    });

    const answer = await cache.notify('{');

    expect(answer.ignored).toEqual([{ id: undefined, reason: 'malformed' }]);
    expect(notified).toMatchObject([answer]);
    expect(cache[INTERNALS].engine.units).toEqual([]);
  });
});
