import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { SsmCache, SsmCacheChange } from 'nestjs-ssm-cache';
import {
  asapScheduler,
  config,
  filter,
  firstValueFrom,
  map,
  merge,
  observeOn,
  Subject,
  take,
  tap,
} from 'rxjs';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection } from '../../support/make-cache.js';

const listened = async () => {
  const made = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0 });
  const changes: SsmCacheChange[] = [];
  made.cache.changes$.subscribe((change) => changes.push(change));
  made.parameters.put('/x', 'one');
  const handle = made.cache.parameter('/x');
  await handle.get();
  const state = { told: 0 };
  const stop = handle.onChange(() => (state.told += 1));
  return { ...made, handle, changes, state, stop };
};

describe('Changes', () => {
  it('are told after a refresh that replaced the value, with the versions and never the value', async () => {
    const { handle, changes, state, parameters } = await listened();
    expect(changes).toEqual([]);
    parameters.put('/x', 'two');
    await handle.refresh();

    expect(state.told).toBe(1);
    expect(changes).toEqual([{ name: '/x', previousVersion: 1, version: 2 }]);
  });

  it('are told of an ordinary refresh too', async () => {
    const { handle, changes, state, parameters, runtime } = await listened();
    parameters.put('/x', 'two');
    await runtime.advance(61);
    await handle.get();

    expect([state.told, changes.length]).toEqual([1, 1]);
  });

  it('are not told of a refresh that brought the same, nor of one that failed', async () => {
    const { handle, changes, state, ssm } = await listened();
    await handle.refresh();
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    await rejection(handle.refresh());

    expect([state.told, changes.length]).toEqual([0, 0]);
  });

  it('are told although a listener fails later, which the log says', async () => {
    const { handle, state, parameters, runtime } = await listened();
    handle.onChange(async () => {
      await Promise.resolve();
      throw new Error('s3cr3t');
    });
    parameters.put('/x', 'two');
    await handle.refresh();
    await runtime.drain();

    expect(state.told).toBe(1);
    expect(runtime.messages.join()).toContain('/x');
    expect(runtime.messages.join()).not.toContain('s3cr3t');
  });

  it('are told with the new value in place', async () => {
    const { handle, parameters } = await listened();
    const seen: unknown[] = [];
    handle.onChange(() => seen.push([handle.value, handle.version]));
    parameters.put('/x', 'two');
    await handle.refresh();

    expect(seen).toEqual([['two', 2]]);
  });

  it('are told until the listener leaves, which it may do twice', async () => {
    const { handle, state, stop, parameters } = await listened();
    stop();
    stop();
    parameters.put('/x', 'two');
    await handle.refresh();

    expect(state.told).toBe(0);
  });

  it('are told to every listener, though one throws, and the refresh goes on', async () => {
    const { cache, handle, runtime, parameters } = await listened();
    const group = cache.createGroup();
    const member = group.parameter('/x');
    await member.get();
    let told = 0;
    for (const each of [handle, group]) {
      each.onChange(() => {
        throw new Error(`canary ${handle.value}`);
      });
      each.onChange(() => (told += 1));
    }
    parameters.put('/x', 'two');
    await Promise.all([handle.refresh(), group.refresh()]);

    expect(told).toBe(2);
    expect([handle.value, member.value]).toEqual(['two', 'two']);
    expect(
      runtime.messages.filter((message) => message.startsWith('error') && message.includes('/x')),
    ).toHaveLength(2);
    expect(runtime.messages.join()).not.toContain('canary');
  });

  it('are told when a name disappears for a value that has a default', async () => {
    const { cache, changes, parameters, handle } = await listened();
    const lenient = cache.parameter('/x', { default: 'd' });
    await lenient.get();
    parameters.delete('/x');
    await Promise.allSettled([lenient.refresh(), handle.refresh()]);

    expect(lenient.value).toBe('d');
    expect(changes).toEqual([{ name: '/x', previousVersion: 1, version: undefined }]);
    parameters.put('/x', 'back');
    await lenient.refresh();
    expect(changes.at(-1)).toEqual({ name: '/x', previousVersion: undefined, version: 1 });
  });

  it('of a secret carry its version ids', async () => {
    const { cache, changes, secrets } = await listened();
    const first = secrets.put('s', 'one');
    const secret = cache.secret('s');
    await secret.get();
    const second = secrets.rotate('s', 'two');
    await secret.refresh();

    expect(changes).toEqual([{ name: 's', previousVersion: first, version: second }]);
  });

  it('of a binary secret are told when its bytes or its version change', async () => {
    const { cache, vault } = await listened();
    const secret = cache.secret<Uint8Array>('s');
    let told = 0;
    for (const bytes of [[1, 2], [1, 2], [1, 3], [1], [1]]) {
      vault.instead = () => ({ Name: 's', SecretBinary: Uint8Array.from(bytes), VersionId: 'v' });
      if (told === 0) {
        await secret.get();
        secret.onChange(() => (told += 1));
        told = 1;
      } else {
        await secret.refresh();
      }
    }

    expect(told).toBe(3);
    expect(Array.from(secret.value)).toEqual([1]);
  });

  it('of a group are told once, however many members changed', async () => {
    const { cache, parameters, changes } = await listened();
    parameters.put('/y', 'one');
    const group = cache.createGroup();
    const members = [group.parameter('/x'), group.parameter('/y')];
    await group.refresh();
    let told = 0;
    const stop = group.onChange(() => (told += 1));
    parameters.put('/x', 'two');
    parameters.put('/y', 'two');
    await group.refresh();
    expect(told).toBe(1);
    expect(members.map(({ value }) => value)).toEqual(['two', 'two']);
    expect(changes.map(({ name }) => name).toSorted()).toEqual(['/x', '/y']);
    stop();
    parameters.put('/x', 'three');
    await group.refresh();

    expect(told).toBe(1);
  });
});

describe('Listeners', () => {
  it('may take each other away, or come back, while they are told: each is told once', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'one');
    const handle = cache.parameter('/x');
    await handle.get();
    let told = 0;
    const rearm = (): void => {
      told += 1;
      stop();
      if (told < 10) stop = handle.onChange(rearm);
      stopOther();
    };
    let stop = handle.onChange(rearm);
    let others = 0;
    const stopOther = handle.onChange(() => void (others += 1));
    parameters.put('/x', 'two');
    await handle.refresh();

    expect([told, others]).toEqual([1, 0]);
  });

  it('that are one function stay until each of them is taken away', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'one');
    const handle = cache.parameter('/x');
    await handle.get();
    let told = 0;
    const listener = (): void => void (told += 1);
    handle.onChange(listener)();
    const first = handle.onChange(listener);
    handle.onChange(listener);
    first();
    parameters.put('/x', 'two');
    await handle.refresh();

    expect(told).toBe(1);
  });

  it('are told of no change where a conversion makes the same NaN again', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'one');
    const handle = cache.parameter('/x', { transform: () => NaN });
    await handle.get();
    let told = 0;
    handle.onChange(() => void (told += 1));
    parameters.put('/x', 'two');
    await handle.refresh();

    expect(told).toBe(0);
  });
});

describe('inspect()', () => {
  const stateOf = (cache: ReturnType<typeof makeCache>['cache']) => cache.inspect()[0]?.state;

  it('tells name, service, type, version and age of each entry', async () => {
    const { cache, parameters, secrets, runtime } = makeCache();
    parameters.put('/list', ['a']);
    const VersionId = secrets.put('s', 'v');
    const handles = [cache.parameter('/list:1'), cache.secret('s'), cache.secret('s', { versionStage: 'X' })];
    await handles[0]?.get();
    await handles[1]?.get();
    await runtime.advance(3);

    expect(cache.inspect()).toEqual([
      {
        name: '/list:1',
        source: 'ssm',
        type: 'StringList',
        version: 1,
        age: 3,
        state: 'fresh',
        lastError: undefined,
      },
      {
        name: 's',
        source: 'secretsmanager',
        type: 'SecretString',
        version: VersionId,
        age: 3,
        state: 'fresh',
        lastError: undefined,
      },
      {
        name: 's:X',
        source: 'secretsmanager',
        type: undefined,
        version: undefined,
        age: undefined,
        state: 'absent',
        lastError: undefined,
      },
    ]);
  });

  it('tells the age to the millisecond', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/x', 'v');
    await cache.parameter('/x').get();
    await runtime.advance(1.234_567_89);

    expect(cache.inspect()).toMatchObject([{ age: 1.235 }]);
  });

  it('goes from absent over loading to fresh and stale', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ maxAge: 60 });
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    expect(stateOf(cache)).toBe('absent');
    ssm.isHolding = true;
    const read = handle.get();
    await runtime.advance(0);
    expect(stateOf(cache)).toBe('loading');
    ssm.letGo();
    await read;
    expect(stateOf(cache)).toBe('fresh');
    await runtime.advance(61);
    expect(stateOf(cache)).toBe('stale');
  });

  it('is absent as long as nothing was loaded, with what the last read failed with', async () => {
    const { cache, runtime, ssm } = makeCache();
    runtime.chance = 0.5;
    const missing = cache.parameter('/missing');
    expect(cache.inspect()).toMatchObject([{ state: 'absent', lastError: undefined }]);
    await rejection(missing.get());
    await runtime.advance(10);
    expect(cache.inspect()).toMatchObject([
      { state: 'absent', lastError: { code: 'SSM_CACHE_INVALID_PARAMETER' } },
    ]);

    ssm.instead = () => Promise.reject(awsError('ThrottlingException'));
    const throttled = cache.parameter('/throttled');
    await rejection(throttled.get());
    await runtime.advance(10);
    expect(cache.inspect()).toMatchObject([
      { name: '/missing' },
      { name: '/throttled', state: 'absent', lastError: { code: 'SSM_CACHE_REFRESH' } },
    ]);
  });

  it('tells a back-off and what the last refresh failed with', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ maxAge: 60 });
    runtime.chance = 0.5;
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    await runtime.advance(61);
    await handle.get();
    expect(cache.inspect()[0]).toMatchObject({
      state: 'backing off',
      lastError: { code: 'SSM_CACHE_REFRESH' },
    });
    await runtime.advance(10);
    expect(stateOf(cache)).toBe('stale');
    ssm.instead = undefined;
    await handle.get();
    expect(cache.inspect()[0]).toMatchObject({ state: 'fresh', lastError: undefined });
  });

  it('tells a refusal', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    parameters.deny('/x');
    await rejection(cache.parameter('/x').get());

    expect(cache.inspect()[0]).toMatchObject({
      state: 'refused',
      lastError: { code: 'SSM_CACHE_ACCESS_DENIED' },
    });
  });

  it('shows one entry for all handles of a name, and that in trouble first', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'words');
    const handles = [cache.parameter('/x'), cache.parameter('/x', { transform: 'number' })];
    await Promise.allSettled(handles.map((handle) => handle.get()));

    expect(cache.inspect()).toHaveLength(1);
    expect(cache.inspect()[0]?.lastError?.code).toBe('SSM_CACHE_TRANSFORM');
  });

  it('shows the entries of groups apart', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    const handles = [cache.parameter('/x'), cache.createGroup().parameter('/x')];
    await Promise.all(handles.map((handle) => handle.get()));

    expect(cache.inspect().map(({ name }) => name)).toEqual(['/x', '/x']);
  });
});

describe('A subscriber of changes$ that throws', () => {
  const THROWN = new Error('s3cr3t');
  const fail = (): never => {
    throw THROWN;
  };
  const failLater: () => unknown = async () => {
    await Promise.resolve();
    fail();
  };
  const crash = jest.fn();

  beforeEach(() => {
    crash.mockReset();
    config.onUnhandledError = crash;
  });

  afterEach(() => {
    config.onUnhandledError = null;
  });

  /** What is told of two changes while `subscribe` has added a subscriber between two others. */
  const toldBeside = async (subscribe: (changes: SsmCache['changes$']) => unknown) => {
    const made = await listened();
    subscribe(made.cache.changes$);
    const after: SsmCacheChange[] = [];
    made.cache.changes$.subscribe((change) => after.push(change));
    for (const value of ['two', 'three']) {
      made.parameters.put('/x', value);
      await made.handle.refresh();
      await settle();
    }
    return { ...made, after };
  };

  it.each<[string, (changes: SsmCache['changes$']) => unknown, number]>([
    ['a function', (changes) => changes.subscribe(fail), 2],
    ['a function of three', (changes) => changes.subscribe(fail, undefined, undefined), 2],
    ['an observer', (changes) => changes.subscribe({ next: fail }), 2],
    ['an async function', (changes) => changes.subscribe(failLater), 2],
    ['an operator', (changes) => changes.pipe(map(fail)).subscribe(), 1],
    [
      'several operators',
      (changes) =>
        changes
          .pipe(
            filter(() => true),
            tap(fail),
            map(String),
          )
          .subscribe(),
      1,
    ],
    ['a function behind operators', (changes) => changes.pipe(map(({ name }) => name)).subscribe(fail), 2],
    ['a function that is told later', (changes) => changes.pipe(observeOn(asapScheduler)).subscribe(fail), 2],
    [
      'what an observer does with an error',
      (changes) => changes.pipe(map(fail)).subscribe({ error: fail }),
      1,
    ],
  ])(
    'at once or later, ends neither the process nor what others are told: %s',
    async (_title, add, times) => {
      const { changes, after, runtime } = await toldBeside(add);
      const said = runtime.messages.filter((message) => message.includes('changes$'));

      expect([changes.length, after.length]).toEqual([2, 2]);
      expect(crash).not.toHaveBeenCalled();
      expect(said).toHaveLength(times);
      expect(said[0]).toMatch(/^error A subscriber of changes\$ threw an error after a change of "\/x"/);
      expect(said.join()).not.toContain('s3cr3t');
    },
  );

  it('gets the error of an operator where it takes errors', async () => {
    const error = jest.fn();
    const { runtime } = await toldBeside((changes) => changes.pipe(map(fail)).subscribe({ error }));

    expect(error.mock.calls).toEqual([[THROWN]]);
    expect(runtime.messages.join()).not.toContain('changes$');
  });

  it('as the cache is closed keeps nobody from learning of it', async () => {
    const { cache, runtime } = await listened();
    const complete = jest.fn();
    cache.changes$.subscribe({ complete: fail });
    cache.changes$.subscribe({ complete });
    cache.close();
    await settle();

    expect(complete).toHaveBeenCalledTimes(1);
    expect(crash).not.toHaveBeenCalled();
    expect(runtime.messages.join()).toContain('A subscriber of changes$ threw');
  });

  it('is no reason for rxjs to tell less: promises, subjects, merged streams', async () => {
    const seen: unknown[] = [];
    const relay = new Subject<SsmCacheChange>();
    relay.subscribe(({ version }) => seen.push(['subject', version]));
    const { after } = await toldBeside((changes) => {
      changes.subscribe(relay);
      merge(changes, changes).subscribe(({ version }) => seen.push(['merged', version]));
      void firstValueFrom(changes).then(({ version }) => seen.push(['promise', version]));
      changes.pipe(take(1)).subscribe({ complete: () => seen.push('taken') });
    });

    expect(after).toHaveLength(2);
    expect(seen).toEqual([
      ['subject', 2],
      ['merged', 2],
      ['merged', 2],
      'taken',
      ['promise', 2],
      ['subject', 3],
      ['merged', 3],
      ['merged', 3],
    ]);
  });
});

describe('A transform that gives back an object of the application', () => {
  it.each(['assigned', 'cleared and filled'])('is heard when the object was %s', async (how) => {
    const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
    const settings = new Map<string, string>();
    parameters.put('/x', '{"a":"1"}');
    const handle = cache.parameter('/x', {
      transform: (text) => {
        if (how === 'cleared and filled') settings.clear();
        settings.set('a', String(text));
        return settings;
      },
    });
    await handle.get();
    let heard = 0;
    handle.onChange(() => (heard += 1));
    await handle.refresh();
    expect(heard).toBe(0);
    parameters.put('/x', '{"a":"2"}');
    await handle.refresh();

    expect(heard).toBe(1);
    expect(handle.value.get('a')).toBe('{"a":"2"}');
  });
});

describe('A first load', () => {
  it('a first load is no change', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    let told = 0;
    handle.onChange(() => (told += 1));
    await handle.get();
    expect(told).toBe(0);
  });
});
