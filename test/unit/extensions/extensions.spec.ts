import { describe, expect, it } from '@jest/globals';
import { getEventListeners } from 'node:events';
import {
  type Answer,
  type CacheEvents,
  type ChangeSink,
  type FetchRequest,
  InvalidParameterError,
  type PendingCall,
  type Reference,
  type Source,
  SsmCache,
  type SsmCacheExtension,
  type SsmParameter,
} from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { secretReference } from '../../../lib/sources/secrets-manager/secret-reference.js';
import { makeCache, rejection, thrown, track } from '../../support/make-cache.js';
import { parameterChange } from '../../support/aws-events.js';
import { settle } from '../../support/fake-runtime.js';

const flag = (name: string): Reference => ({
  source: 'flags',
  client: 'default',
  key: `flags ${name}`,
  name,
  fullName: name,
});

const found = (value: string, fetchedAt?: number): Answer => ({
  found: true,
  raw: { value, type: 'String', version: undefined },
  fetchedAt,
});

/** A source of a test's own, with what it was asked. */
const flags = (answer: (request: FetchRequest) => Answer | Promise<Answer>) => {
  const requests: FetchRequest[] = [];
  const closed = { count: 0 };
  const source: Source = {
    name: 'flags',
    fetch: (asked) => {
      requests.push(...asked);
      return asked.map(async (request) => answer(request));
    },
    close: () => void (closed.count += 1),
  };
  return { closed, requests, extension: { name: 'flags', sources: [source] } satisfies SsmCacheExtension };
};

/** Something between the cache and AWS that gives what it holds, if the request accepts its age. */
const levelHolding = (
  held: { value: string; fetchedAt: number },
  asked: number[] = [],
): SsmCacheExtension => ({
  name: 'level',
  wrap: (inner) => ({
    name: inner.name,
    fetch: (requests) =>
      requests.map(async (request): Promise<Answer> => {
        asked.push(request.maxAge);
        const isYoung = 1_800_000_000_000 - held.fetchedAt < request.maxAge;
        return isYoung ? found(held.value, held.fetchedAt) : (inner.fetch([request])[0] as Promise<Answer>);
      }),
  }),
});

describe('A source of an extension', () => {
  it('is read by a handle, with transforms, max ages and refreshes as any other', async () => {
    let value = 'true';
    const { extension, requests } = flags(() => found(value));
    const { cache, runtime } = makeCache({ extensions: [extension], maxAge: 10, jitter: 0 });
    const banner = cache.handle(flag('banner'), { transform: 'boolean' });

    expect(await banner.get()).toBe(true);
    value = 'false';
    expect(await banner.get()).toBe(true);
    await runtime.advance(10);
    expect(await banner.get()).toBe(false);

    expect(requests).toHaveLength(2);
    expect(cache.inspect()).toMatchObject([{ name: 'banner', source: 'flags', state: 'fresh' }]);
    expect(cache.handle(flag('banner'), { transform: 'boolean' })).toBe(banner);
  });

  it('tells that there is no such name, and then a default is read', async () => {
    const error = new InvalidParameterError('none');
    const { extension } = flags(() => ({ found: false, error }));
    const { cache } = makeCache({ extensions: [extension] });

    expect(await cache.handle(flag('banner'), { default: 'off' }).get()).toBe('off');
    expect((await rejection(cache.handle(flag('other')).get())).code).toBe('SSM_CACHE_INVALID_PARAMETER');
  });

  it.each<[string, () => Answer, string]>([
    [
      'throws an error that quotes a value',
      () => {
        throw new TypeError('poison');
      },
      'TypeError',
    ],
    ['answers without a value', () => ({ found: true }) as Answer, 'no value'],
    ['answers nothing', () => undefined as unknown as Answer, 'no value'],
    ['says no time', () => found('poison', Number.NaN), 'no value'],
    [
      'has an object as its version',
      () => ({ found: true, raw: { value: 'x', type: 'String', version: { S: 'poison' } as never } }),
      'no usable version',
    ],
  ])('that %s is a failure that may pass, and shows no value', async (_what, answer, reason) => {
    const { extension } = flags(answer);
    const { cache, runtime } = makeCache({ extensions: [extension] });

    const error = await rejection(cache.handle(flag('banner')).get());

    expect(error.code).toBe('SSM_CACHE_REFRESH');
    expect(error.message).toContain('"banner" could not be read from the source "flags"');
    expect(error.message).toContain(reason);
    expect([error.message, ...runtime.messages].join('\n')).not.toContain('poison');
  });

  it.each<[string, Source['fetch']]>([
    [
      'throws',
      () => {
        throw new Error('poison');
      },
    ],
    ['returns no list', () => undefined as unknown as []],
    ['leaves answers out', () => []],
    [
      'is asynchronous, and throws',
      (async () => Promise.reject(new Error('poison'))) as unknown as Source['fetch'],
    ],
    ['answers nothing, but too late', () => [undefined as never, Promise.reject(new Error('poison'))]],
  ])('whose fetch() %s fails its own values, and no others', async (_what, fetch) => {
    const { cache, parameters } = makeCache({
      extensions: [{ name: 'flags', sources: [{ name: 'flags', fetch }] }],
    });
    parameters.put('/a', '1');

    const [failure, value] = await Promise.all([
      rejection(cache.handle(flag('banner')).get()),
      cache.parameter('/a').get(),
    ]);

    expect(failure.code).toBe('SSM_CACHE_REFRESH');
    expect(value).toBe('1');
  });

  it('denies a name by the code of an error, as the other copy of the package throws it', async () => {
    const { extension } = flags(() => {
      throw Object.assign(new Error('poison'), { code: 'SSM_CACHE_ACCESS_DENIED' });
    });
    const { cache } = makeCache({ extensions: [extension] });

    expect((await rejection(cache.handle(flag('banner')).get())).code).toBe('SSM_CACHE_ACCESS_DENIED');
  });

  it('is closed once, with the cache', () => {
    const { extension, closed } = flags(() => found('on'));
    const { cache } = makeCache({ extensions: [extension] });

    cache.close();
    cache.close();

    expect(closed.count).toBe(1);
  });

  it.each<[string, () => void]>([
    [
      'throws',
      () => {
        throw new Error('poison');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('poison'))],
  ])('whose close() %s is logged, without its text', async (_what, close) => {
    const source: Source = { name: 'flags', fetch: () => [], close };
    const { cache, runtime } = makeCache({ extensions: [{ name: 'flags', sources: [source] }] });

    cache.close();
    await settle();

    expect(runtime.messages.join('\n')).toContain('"flags"');
    expect(runtime.messages.join('\n')).not.toContain('poison');
  });

  it('has to be known to the cache', () => {
    const { cache } = makeCache();

    expect(thrown(() => cache.handle(flag('banner'))).message).toContain('one of "ssm", "secretsmanager"');
    const others: readonly unknown[] = ['banner', null, undefined, {}, { ...flag('banner'), key: undefined }];
    for (const other of others) {
      expect(thrown(() => cache.handle(other as Reference)).message).toContain('needs a reference');
    }
  });
});

describe('A level between the cache and AWS', () => {
  const NOW = 1_800_000_000_000;

  it('may answer with what it holds, and the age counts from when that was fetched', async () => {
    const level = levelHolding({ value: 'held', fetchedAt: NOW - 4_000 });
    const { cache, parameters, runtime } = makeCache({ extensions: [level], maxAge: 10, jitter: 0 });
    parameters.put('/a', 'of AWS');
    const a = cache.parameter('/a');

    expect(await a.get()).toBe('held');
    expect(cache.inspect()[0]).toMatchObject({ age: 4, state: 'fresh' });
    await runtime.advance(5.9);
    expect(a.value).toBe('held');
    expect(cache.inspect()[0]?.state).toBe('fresh');
    await runtime.advance(0.1);
    expect(cache.inspect()[0]?.state).toBe('stale');
  });

  it('counts that age on the wall clock too, so that a frozen process does not keep it young', async () => {
    const level = levelHolding({ value: 'held', fetchedAt: NOW - 4_000 });
    const { cache, runtime, parameters } = makeCache({ extensions: [level], maxAge: 10, jitter: 0 });
    parameters.put('/a', 'of AWS');
    await cache.parameter('/a').get();

    runtime.freeze(6);

    expect(cache.inspect()[0]?.state).toBe('stale');
  });

  it('must not answer a forced refresh, nor what a change was told of', async () => {
    const asked: number[] = [];
    const level = levelHolding({ value: 'held', fetchedAt: NOW }, asked);
    const { cache, parameters } = makeCache({
      extensions: [level],
      maxAge: 300,
      jitter: 0,
      minRefreshInterval: 0,
    });
    parameters.put('/a', 'of AWS');
    const a = cache.parameter('/a');
    expect(await a.get()).toBe('held');

    await a.refresh();
    expect(a.value).toBe('of AWS');
    cache[INTERNALS].engine.expire({ source: 'ssm', name: '/a' });
    await a.get();

    expect(asked).toEqual([300_000, 0, 0]);
  });

  it('may hold no more than what is still fresh when the jitter is at its shortest', async () => {
    const asked: number[] = [];
    const { cache, parameters } = makeCache({
      extensions: [levelHolding({ value: 'held', fetchedAt: 0 }, asked)],
      maxAge: 100,
      jitter: 0.25,
    });
    parameters.put('/a', 'of AWS');

    await cache.parameter('/a').get();
    await cache.parameter('/b', { maxAge: 0, optional: true }).get();

    expect(asked).toEqual([75_000, 0]);
  });

  it('gives nobody who joins a fetch a value that is too old for him', async () => {
    const level = levelHolding({ value: 'held', fetchedAt: NOW - 50_000 });
    const { cache, parameters } = makeCache({ extensions: [level], jitter: 0 });
    parameters.put('/a', 'of AWS');
    const patient = cache.parameter('/a', { maxAge: 300 }).get();
    await new Promise((resolve) => setImmediate(resolve));

    const strict = cache.parameter('/a', { maxAge: 10 }).get();

    expect(await patient).toBe('held');
    expect(await strict).toBe('of AWS');
  });

  it('dates a group by its oldest member', async () => {
    const level: SsmCacheExtension = {
      name: 'level',
      wrap: (inner) =>
        inner.name === 'ssm'
          ? inner
          : { name: inner.name, fetch: (all) => all.map(async () => found('held', NOW - 4_000)) },
    };
    const { cache, parameters } = makeCache({ extensions: [level], maxAge: 10, jitter: 0 });
    parameters.put('/user', 'u', { modifiedAt: new Date(0) } as never);
    const group = cache.createGroup();
    const [user, password] = [group.parameter('/user'), group.secret('db')];
    await Promise.all([user.get(), password.get()]);

    expect(cache.inspect().map(({ age }) => age)).toEqual([4, 4]);
  });

  it.each([
    ['nothing', () => undefined],
    ['no source', () => ({ name: 'ssm' })],
    ['a source of another name', () => ({ name: 'other', fetch: () => [] })],
  ])('that is %s is refused when the cache is made', (_what, wrap) => {
    const make = () => makeCache({ extensions: [{ name: 'level', wrap: wrap as never }] });

    expect(thrown(make).message).toContain(
      'the extension "level" cannot work: "wrap" has to return a source',
    );
  });

  it.each([
    [
      'all at once share a call to AWS',
      (inner: Source): Source => ({ name: inner.name, fetch: (all) => inner.fetch(all) }),
      1,
    ],
    [
      'one by one take a call each',
      (inner: Source): Source => ({
        name: inner.name,
        fetch: (all) => all.flatMap((one) => inner.fetch([one])),
      }),
      10,
    ],
  ])('passes on ten names: %s', async (_how, wrap, count) => {
    const { cache, ssm, parameters } = makeCache({ extensions: [{ name: 'level', wrap }] });
    const names = Array.from({ length: 10 }, (_, index) => `/n/${index}`);
    for (const name of names) parameters.put(name, '1');

    await Promise.all(names.map((name) => cache.parameter(name).get()));

    expect(ssm.count()).toBe(count);
  });

  it('is around the levels of the extensions before it', async () => {
    const order: string[] = [];
    const level = (name: string): SsmCacheExtension => ({
      name,
      wrap: (inner) => ({
        name: inner.name,
        fetch: (requests) => {
          order.push(name);
          return inner.fetch(requests);
        },
      }),
    });
    const { cache, parameters } = makeCache({ extensions: [level('inner'), level('outer')] });
    parameters.put('/a', '1');

    await cache.parameter('/a').get();

    expect(order).toEqual(['outer', 'inner']);
  });
});

describe('What nothing between the cache and AWS may hold', () => {
  const requestsOf = async (options: { share?: boolean }): Promise<unknown[]> => {
    const requests: unknown[] = [];
    const { cache, parameters } = makeCache({
      extensions: [
        {
          name: 'level',
          wrap: (inner) => ({
            name: inner.name,
            fetch: (given) => {
              requests.push(...given.map(({ reference, isPrivate }) => [reference.name, isPrivate === true]));
              return inner.fetch(given);
            },
          }),
        },
      ],
    });
    parameters.put('/shop/host', 'h');
    const group = cache.createGroup(options);
    await group.parameters('/shop');
    await group.parameter('/shop/host').get();
    await cache.parameter('/shop/host', options).get();
    await cache.parameters('/shop', options).get();
    return requests;
  };

  it('is told with each request: of a value, a path, and the names under a path', async () => {
    const asked = await requestsOf({ share: false });

    expect(asked).toContainEqual(['/shop', true]);
    expect(asked).toContainEqual(['/shop/host', true]);
    expect(asked).not.toContainEqual(['/shop', false]);
    expect(asked).not.toContainEqual(['/shop/host', false]);
  });

  it('is nothing by itself', async () => {
    const asked = await requestsOf({});

    expect(asked).toContainEqual(['/shop', false]);
    expect(asked).not.toContainEqual(['/shop', true]);
  });
});

describe('A watcher of an extension', () => {
  /** A cache that holds one value, and what its watcher tells changes to. */
  const watched = async () => {
    let sink: ChangeSink | undefined;
    const { cache, parameters } = makeCache({
      extensions: [{ name: 'bus', watch: (given) => void (sink = given) }],
      maxAge: 300,
    });
    parameters.put('/a', '1');
    const a = cache.parameter('/a');
    await a.get();
    return { a, parameters, sink };
  };

  it('makes values due, and hears which names it touched', async () => {
    const { a, parameters, sink } = await watched();
    parameters.put('/a', '2');

    expect(sink?.changed({ source: 'ssm', name: '/a' })).toEqual(['/a']);
    expect(sink?.changed({ source: 'ssm', name: '/b' })).toEqual([]);

    expect(await a.get()).toBe('2');
  });

  it('brings no value in, even if a change has one', async () => {
    const { a, sink } = await watched();

    const change = { source: 'ssm', name: '/a', value: 'forged', raw: { value: 'forged', version: 2 } };
    expect(sink?.changed(change)).toEqual(['/a']);

    expect(a.value).toBe('1');
    expect(await a.get()).toBe('1');
  });

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('poison');
      },
    ],
    ['rejects', () => Promise.reject(new TypeError('poison'))],
  ])('that %s is logged without its text, and fails nothing', async (_what, watch) => {
    const { cache, runtime, parameters } = makeCache({ extensions: [{ name: 'bus', watch }] });
    parameters.put('/a', '1');

    expect(await cache.parameter('/a').get()).toBe('1');

    expect(runtime.messages).toEqual([
      expect.stringMatching(/^error The watcher of the extension "bus" ended with an error \(TypeError\)/),
    ]);
  });

  it('begins when the application says so, if it has one', () => {
    const { runtime, ssm } = makeCache();
    let watchers = 0;
    const extensions = [{ name: 'bus', watch: () => void (watchers += 1) }];
    const cache = new SsmCache({ ssmClient: ssm, extensions }, runtime, true);
    expect(watchers).toBe(0);

    cache[INTERNALS].beginWatching();
    expect(watchers).toBe(1);
  });

  it('is told to end when the cache is closed, and is heard no more', async () => {
    let sink: ChangeSink | undefined;
    let signal: AbortSignal | undefined;
    const { cache, runtime } = makeCache({
      extensions: [
        {
          name: 'bus',
          watch: (given, until) => {
            [sink, signal] = [given, until];
            return new Promise<void>((_resolve, reject) => {
              until.addEventListener('abort', () => reject(new Error('aborted')));
            });
          },
        },
      ],
    });
    expect(signal?.aborted).toBe(false);

    cache.close();
    await settle();

    expect(signal?.aborted).toBe(true);
    expect(sink?.changed({ source: 'ssm', name: '/a' })).toEqual([]);
    expect(runtime.messages).toEqual([]);
  });

  it.each([
    undefined,
    'a',
    {},
    { source: 'ssm' },
    { source: '', name: 'a' },
    { source: 'ssm', name: 'a', client: 1 },
  ])('learns at once that %p is no change', (change) => {
    let sink: ChangeSink | undefined;
    makeCache({ extensions: [{ name: 'bus', watch: (given) => void (sink = given) }] });

    expect(thrown(() => sink?.changed(change as never)).message).toContain('changed() needs an object');
  });
});

describe('What an extension has calls wait for', () => {
  const waiting = (beforeCall: (call: PendingCall) => Promise<void>) => {
    const calls: PendingCall[] = [];
    const made = makeCache({
      refreshTimeout: 4,
      extensions: [{ name: 'row', beforeCall: (call) => (calls.push(call), beforeCall(call)) }],
    });
    made.parameters.put('/a', '1');
    return { ...made, calls, a: made.cache.parameter('/a') };
  };
  const never = (): Promise<void> => new Promise(() => {});

  it('is waited for, and then the call is made', async () => {
    let letGo = (): void => {};
    const { a, ssm, runtime, calls } = waiting(() => new Promise((resolve) => (letGo = resolve)));
    const read = track(a.get());
    await runtime.advance(1);
    expect(ssm.count()).toBe(0);

    letGo();
    await runtime.drain();
    expect(read.value).toBe('1');
    expect(calls).toMatchObject([{ source: 'ssm', client: 'default' }]);
  });

  it('delays a call by half of refreshTimeout at most', async () => {
    const { a, ssm, runtime, calls } = waiting(never);
    const read = track(a.get());
    await runtime.advance(1.99);
    expect(ssm.count()).toBe(0);

    await runtime.advance(0.01);
    expect(read.value).toBe('1');
    expect(calls.map(({ longest }) => longest)).toEqual([2_000]);
  });

  it('delays a call of the start until that is given up', async () => {
    const { a, cache, ssm, runtime, calls } = waiting(never);
    const declared = [{ declaration: 'Shop.a', view: a[INTERNALS] }];
    const start = track(cache[INTERNALS].preload(declared, 30_000));
    await runtime.advance(29);
    expect([start.state, ssm.count()]).toEqual(['pending', 0]);

    await runtime.advance(1);
    expect(start).toMatchObject({ state: 'fulfilled', value: [{ declaration: 'Shop.a' }] });
    expect(calls.every(({ longest }) => longest === Infinity)).toBe(true);
  });

  it('is not waited for any longer than the call is, and leaves nothing behind', async () => {
    const { a, cache, ssm, runtime, calls } = waiting(never);
    const read = track(a.get());
    await runtime.advance(0.5);
    cache.close();
    await runtime.drain();

    expect([read.state, runtime.timers]).toEqual(['rejected', 0]);
    expect(ssm.count()).toBe(0);
    expect(calls.flatMap(({ signal }) => getEventListeners(signal, 'abort'))).toEqual([]);
  });

  it('leaves nothing behind when its time is up, or when it has ended', async () => {
    for (const wait of [never, async () => undefined]) {
      const { a, runtime, calls } = waiting(wait);
      await Promise.all([a.get(), runtime.advance(3)]);

      expect(runtime.timers).toBe(0);
      expect(calls.flatMap(({ signal }) => getEventListeners(signal, 'abort'))).toEqual([]);
    }
  });

  it('fails no call, and is logged once without its text', async () => {
    const { a, runtime } = waiting(() => Promise.reject(new Error('poison')));
    await a.get();
    await a.refresh();

    expect(a.value).toBe('1');
    expect(runtime.messages).toEqual([expect.stringContaining('"beforeCall" of the extension "row" failed')]);
    expect(runtime.messages.join()).not.toContain('poison');
  });
});

describe('The events of an extension', () => {
  const listening = () => {
    const told: [string, unknown][] = [];
    const listen = (event: string) => (what: unknown) => void told.push([event, what]);
    const events: CacheEvents = {
      refreshStarted: listen('refreshStarted'),
      refreshSettled: listen('refreshSettled'),
      changed: listen('changed'),
      recovered: listen('recovered'),
      callStarted: listen('callStarted'),
      callSettled: listen('callSettled'),
      staleRead: listen('staleRead'),
    };
    return { told, made: makeCache({ extensions: [{ name: 'audit', events }], minRefreshInterval: 0 }) };
  };

  it('tell of refreshes, calls and changes by name, in their order', async () => {
    const { told, made } = listening();
    made.parameters.put('/a', 'poison 1');
    const a = made.cache.parameter('/a');
    await a.get();
    made.parameters.put('/a', 'poison 2');
    await a.refresh();

    const id = expect.any(Number);
    const call = { id, source: 'ssm', client: 'default', operation: 'GetParameters', count: 1 };
    const settled = { milliseconds: 0, outcome: 'answered', isThrottled: false };
    const refreshOf = (reason: string) => ({ id, names: ['/a'], reason, source: 'ssm', isGroup: false });
    const refreshed = { milliseconds: 0, outcome: 'refreshed', error: undefined };
    const refresh = (reason: string) => [
      ['refreshStarted', refreshOf(reason)],
      ['callStarted', call],
      ['callSettled', { ...call, ...settled }],
    ];
    expect(told).toEqual([
      ...refresh('load'),
      ['refreshSettled', { ...refreshOf('load'), ...refreshed }],
      ...refresh('forced'),
      ['changed', { name: '/a', previousVersion: 1, version: 2 }],
      ['refreshSettled', { ...refreshOf('forced'), ...refreshed }],
    ]);
    const ids = told.flatMap(([, event]) => (event as { readonly id?: number }).id ?? []);
    expect(new Set(ids).size).toBe(4);
    expect(JSON.stringify(told)).not.toContain('poison');
  });

  it('tell of each change that the cache hears of, whether or not it holds the name', async () => {
    const invalidated: unknown[] = [];
    let sink: ChangeSink | undefined;
    const { cache, parameters } = makeCache({
      extensions: [
        {
          name: 'audit',
          events: { invalidated: (change) => void invalidated.push(change) },
          watch: (given) => void (sink = given),
        },
      ],
    });
    parameters.put('/a', '1');
    await Promise.all([cache.parameter('/a').get(), cache.createGroup().parameter('/a').get()]);
    expect(sink?.changed({ source: 'ssm', name: '/a' })).toEqual(['/a']);
    expect(sink?.changed({ source: 'ssm', name: '/b' })).toEqual([]);
    await cache.notify(parameterChange('/c'));

    expect(invalidated).toEqual([
      { source: 'ssm', name: '/a' },
      { source: 'ssm', name: '/b' },
      { source: 'ssm', name: expect.stringContaining('/c') as unknown },
    ]);
  });

  it('tell what a refresh failed with, and how a repeated call ended', async () => {
    const { told, made } = listening();
    made.secrets.put('db', 'p1');
    const password = made.cache.secret('db');
    await password.get();
    made.secrets.rotate('db', 'p2');
    let calls = 0;
    const login = password.refreshOnError(async function login() {
      calls += 1;
      if (calls === 1) throw new Error('28P01');
    });
    await login();
    made.secrets.failNext('ThrottlingException', 1);
    await rejection(password.refresh());

    expect(told).toContainEqual([
      'recovered',
      { call: 'login', outcome: 'succeeded', revision: password[INTERNALS].revision, repeats: 1 },
    ]);
    const last = told.at(-1);
    expect(last?.[0]).toBe('refreshSettled');
    expect(last?.[1]).toMatchObject({ outcome: 'transient', error: { code: 'SSM_CACHE_REFRESH' } });
    expect(told).toContainEqual(['callSettled', expect.objectContaining({ outcome: 'ThrottlingException' })]);
  });

  it('say of a refresh whether it is one of a change, and that it ended as the cache was closed', async () => {
    const { told, made } = listening();
    made.parameters.put('/a', '1');
    const a = made.cache.parameter('/a');
    await a.get();
    made.cache[INTERNALS].engine.expire({ source: 'ssm', name: '/a' });
    made.ssm.isHolding = true;
    void a.get().catch(() => undefined);
    await settle();
    made.cache.close();
    await settle();

    expect(told.findLast(([event]) => event === 'refreshStarted')?.[1]).toMatchObject({
      reason: 'changed',
    });
    expect(told.at(-1)).toMatchObject(['refreshSettled', { outcome: 'closed' }]);
  });

  it.each<[string, (handle: SsmParameter) => Promise<unknown>]>([
    ['reads', async (handle) => handle.get()],
    ['refreshes', async (handle) => handle.refresh()],
  ])('of which one %s what is about to be asked for make no call of their own', async (_what, ask) => {
    let handle: SsmParameter | undefined;
    const events: CacheEvents = { refreshStarted: () => handle && ask(handle) };
    const extensions = [{ name: 'audit', events }];
    const { cache, parameters, runtime, ssm } = makeCache({ extensions, minRefreshInterval: 1 });
    parameters.put('/a', '1');
    handle = cache.parameter('/a');

    expect(await handle.get()).toBe('1');
    await runtime.advance(5);

    expect(ssm.count()).toBe(1);
  });

  it('that throw are logged once, without their text, and change nothing', async () => {
    const failing = (): never => {
      throw new Error('poison');
    };
    const { cache, parameters, runtime } = makeCache({
      extensions: [
        {
          name: 'audit',
          events: { refreshStarted: failing, changed: () => Promise.reject(new Error('poison')) },
        },
      ],
      minRefreshInterval: 0,
    });
    parameters.put('/a', '1');
    const a = cache.parameter('/a');
    await a.get();
    parameters.put('/a', '2');
    await a.refresh();
    await a.refresh();

    expect(a.value).toBe('2');
    expect(runtime.messages.toSorted()).toEqual([
      'error The listener "changed" of the extension "audit" threw an error. Catch errors in the listener. This is logged once.',
      'error The listener "refreshStarted" of the extension "audit" threw an error. Catch errors in the listener. This is logged once.',
    ]);
  });
});

describe('What is no extension', () => {
  const source = { name: 'flags', fetch: () => [] };
  const unreadable = {
    name: 'audit',
    get wrap(): never {
      throw new Error('poison');
    },
  };
  it.each<[string, unknown, string]>([
    ['no list', {}, '"extensions" has to be a list of extensions'],
    ['no object', [3], 'the extension "number 1" cannot work: it has to be an object'],
    ['a list in its place', [[]], '"number 1" cannot work: it has to be an object with a "name"'],
    ['one that cannot be read', [unreadable], '"audit" cannot work: it throws when it is looked at'],
    ['one without a name', [{ watch: () => {} }], '"number 1" cannot work: "name" has to be a text'],
    ['two of one name', [{ name: 'a' }, { name: 'a' }], '"a" cannot work: another extension has this name'],
    ['a watcher that is no function', [{ name: 'a', watch: {} }], '"watch" has to be a function'],
    ['a wrapper that is no function', [{ name: 'a', wrap: 1 }], '"wrap" has to be a function'],
    [
      'events that are a function',
      [{ name: 'a', events: () => {} }],
      '"events" has to be an object of functions',
    ],
    [
      'an event that is no function',
      [{ name: 'a', events: { changed: 1 } }],
      '"events.changed" has to be a function',
    ],
    ['sources that are no list', [{ name: 'a', sources: source }], '"sources" has to be a list'],
    ['a source without fetch()', [{ name: 'a', sources: [{ name: 'b' }] }], 'a function "fetch"'],
    [
      'a source of a name that there is',
      [{ name: 'a', sources: [{ ...source, name: 'ssm' }] }],
      'from "wrap" to replace it',
    ],
    [
      'two sources of one name',
      [
        { name: 'a', sources: [source] },
        { name: 'b', sources: [source] },
      ],
      'there is a source "flags" already',
    ],
  ])('is refused at once: %s', (_what, extensions, reason) => {
    const error = thrown(() => makeCache({ extensions: extensions as SsmCacheExtension[] }));

    expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
    expect(error.message).toContain(reason);
  });
});

describe('The permissions of a reference', () => {
  const permissionsOf = (make: (cache: ReturnType<typeof makeCache>['cache']) => unknown) => {
    const { cache } = makeCache();
    make(cache);
    const [snapshot] = cache.inspect();
    return [cache[INTERNALS].sources.get(snapshot?.source ?? ''), snapshot] as const;
  };

  it('are told by its source', () => {
    const [source] = permissionsOf((cache) => cache.parameter('/a'));
    const reference = { source: 'ssm', client: 'default', key: '', fullName: '' };

    expect(source?.permissions?.({ ...reference, name: '/a' })).toEqual([
      { action: 'ssm:GetParameters', resource: 'parameter/a' },
    ]);
    expect(source?.permissions?.({ ...reference, name: '/aws/reference/secretsmanager/db' })).toEqual([
      { action: 'ssm:GetParameters', resource: 'parameter/aws/reference/secretsmanager/db' },
      { action: 'secretsmanager:GetSecretValue', resource: 'secret:db-??????' },
    ]);
    expect(source?.permissions?.({ ...reference, name: '/p', covers: () => true })).toEqual([
      { action: 'ssm:GetParametersByPath', resource: 'parameter/p' },
      { action: 'ssm:GetParametersByPath', resource: 'parameter/p/*' },
    ]);
  });

  it('name a parameter of the root, and what is read by ARN or from the root, as policies do', () => {
    const [source] = permissionsOf((cache) => cache.parameter('/a'));
    const reference = { source: 'ssm', client: 'default', key: '', fullName: '' };
    const arn = 'arn:aws:ssm:eu-west-1:123456789012:parameter/a';

    expect(source?.permissions?.({ ...reference, name: 'flat' })).toMatchObject([
      { resource: 'parameter/flat' },
    ]);
    expect(source?.permissions?.({ ...reference, name: arn })).toMatchObject([{ resource: arn }]);
    expect(source?.permissions?.({ ...reference, name: '/', covers: () => true })).toEqual([
      { action: 'ssm:GetParametersByPath', resource: 'parameter/*' },
    ]);
  });

  it('are none where no client has the name', () => {
    const [source] = permissionsOf((cache) => cache.parameter('/a'));
    const reference = { source: 'ssm', client: 'nobody', key: '', name: '/a', fullName: '/a' };

    expect(source?.permissions?.(reference)).toEqual([]);
  });

  it('of a secret are those of a batch too', () => {
    const [source] = permissionsOf((cache) => cache.secret('db'));
    const reference = { source: 'secretsmanager', client: 'default', key: '', name: 'db', fullName: 'db' };

    expect(source?.permissions?.(reference)).toEqual([
      { action: 'secretsmanager:GetSecretValue', resource: 'secret:db-??????' },
      { action: 'secretsmanager:BatchGetSecretValue', resource: '*' },
    ]);
  });

  it('of a secret in another version are those of one call', () => {
    const [source] = permissionsOf((cache) => cache.secret('db', { versionStage: 'AWSPREVIOUS' }));
    const reference = secretReference('db', { versionStage: 'AWSPREVIOUS' });

    expect(source?.permissions?.(reference)).toEqual([
      { action: 'secretsmanager:GetSecretValue', resource: 'secret:db-??????' },
    ]);
  });

  it.each([
    ['a full ARN', 'db-AbCdEf', 'db-AbCdEf'],
    ['a partial ARN', 'prod/db', 'prod/db-??????'],
  ])('of %s are for the secret with its six characters', (_what, name, resource) => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:';
    const [source] = permissionsOf((cache) => cache.secret('db'));

    expect(source?.permissions?.(secretReference(arn + name))[0]).toEqual({
      action: 'secretsmanager:GetSecretValue',
      resource: arn + resource,
    });
  });
});
