import { describe, expect, it } from '@jest/globals';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection, thrown, track } from '../../support/make-cache.js';

const login = async (options: Parameters<typeof makeCache>[0] = {}) => {
  const made = makeCache({ maxAge: 60, jitter: 0, ...options });
  made.parameters.put('/db/host', 'host-1');
  made.secrets.put('db', { user: 'user-1', password: 'password-1' });
  const group = made.cache.createGroup({ basePath: '/db' });
  const host = group.parameter('/host');
  const user = group.secret('db', { key: 'user' });
  const password = group.secret('db', { key: 'password' });
  const read = () => [host.value, user.value, password.value].map((text) => text.split('-')[1]).join('');
  const rotate = (generation: number) => {
    made.parameters.put('/db/host', `host-${generation}`);
    made.secrets.rotate('db', { user: `user-${generation}`, password: `password-${generation}` });
  };
  await host.get();
  made.ssm.calls.length = 0;
  made.vault.calls.length = 0;
  return { ...made, group, host, user, password, read, rotate };
};

describe('A group', () => {
  it('loads all its members by the first read of any of them', async () => {
    const { read, ssm, vault, host, user } = await login();

    expect(read()).toBe('111');
    expect([host.version, typeof user.version]).toEqual([1, 'string']);
    expect(ssm.count() + vault.count()).toBe(0);
  });

  it('changes as a whole: nobody ever sees a new user with an old password', async () => {
    const { group, read, rotate, vault, ssm } = await login();
    rotate(2);
    ssm.isHolding = true;
    vault.isHolding = true;
    const seen = new Set([read()]);
    group.onChange(() => seen.add(read()));
    for (const member of group) member.onChange(() => seen.add(read()));
    const refresh = group.refresh();
    await settle();
    ssm.letGo();
    await settle();
    seen.add(read());
    vault.letGo();
    await refresh;
    seen.add(read());

    expect([...seen]).toEqual(['111', '222']);
  });

  it('leaves all as it was when one member cannot be fetched and another one cannot be used', async () => {
    const { group, read, rotate, vault } = await login();
    const transform = (text: unknown): unknown => {
      if (text === 'host-2') throw new TypeError('It fits no longer.');
      return text;
    };
    await group.parameter('/host', { transform }).get();
    rotate(2);
    vault.instead = () => {
      throw awsError('ThrottlingException');
    };
    await rejection(group.refresh());

    expect(read()).toBe('111');
  });

  it('tells its listeners of all changes at once, each by its name', async () => {
    const { group, rotate } = await login();
    const told: unknown[] = [];
    group.onChange((...changes: unknown[]) => void told.push(...changes));
    rotate(2);
    await group.refresh();

    const version = expect.any(String);
    expect(told).toStrictEqual([
      {
        name: '/db/host, db',
        previousVersion: undefined,
        version: undefined,
        parameters: [
          { name: '/db/host', previousVersion: 1, version: 2 },
          { name: 'db', previousVersion: version, version },
        ],
      },
    ]);
  });

  it('leaves all as it was when one member fails, and says so', async () => {
    const { group, read, rotate, vault, host } = await login();
    rotate(2);
    vault.instead = () => {
      throw awsError('ThrottlingException');
    };

    expect((await rejection(group.refresh())).name).toBe('RefreshError');
    expect(read()).toBe('111');
    expect(host.version).toBe(1);
  });

  it('leaves all as it was when one member is gone, or cannot be used', async () => {
    const { group, read, rotate, secrets, runtime, parameters } = await login();
    rotate(2);
    secrets.put('db', { user: 'user-2' });
    const first = rejection(group.refresh());
    await runtime.advance(1);
    expect((await first).name).toBe('TransformError');
    expect(read()).toBe('111');

    rotate(3);
    parameters.delete('/db/host');
    const second = rejection(group.refresh());
    await runtime.advance(1);
    expect((await second).name).toBe('InvalidParameterError');
    expect(read()).toBe('111');
  });

  it('refuses the member that AWS refuses, and leaves the others as they were', async () => {
    const { group, host, user, password, secrets, runtime, rotate } = await login();
    rotate(2);
    secrets.deny('db');
    const refresh = rejection(group.refresh());
    await runtime.advance(1);

    expect((await refresh).name).toBe('ParameterAccessDeniedError');
    for (const member of [user, password]) {
      expect(thrown(() => member.value).name).toBe('ParameterAccessDeniedError');
    }
    expect(host.value).toBe('host-1');
  });

  it('heals as a whole', async () => {
    const { read, rotate, secrets, runtime, password } = await login();
    secrets.deny('db');
    await runtime.advance(61);
    await rejection(password.get());
    secrets.allow();
    rotate(2);
    await runtime.advance(61);
    await password.get();

    expect(read()).toBe('222');
  });

  it('refreshes all members when one of them is forced to', async () => {
    const { user, read, rotate } = await login();
    rotate(2);
    await user.refresh();

    expect(read()).toBe('222');
  });

  it('tells all the missing members in one error', async () => {
    const { cache } = makeCache();
    const group = cache.createGroup();
    const members = ['/a', '/b'].map((name) => group.parameter(name));
    const error = await rejection(group.refresh());

    expect(members).toHaveLength(2);
    expect([...error.names].toSorted()).toEqual(['/a', '/b']);
  });

  it('is as old as the fetch of its members, all of which expire together', async () => {
    const { host, password, runtime, ssm, vault, rotate, read } = await login();
    rotate(2);
    await runtime.advance(59);
    await Promise.all([host.get(), password.get()]);
    expect(ssm.count()).toBe(0);
    await runtime.advance(2);
    await host.get();

    expect(read()).toBe('222');
    expect([ssm.count(), vault.count()]).toEqual([1, 1]);
  });

  it('goes out in one batch together with all that is due', async () => {
    const { cache, group, ssm, runtime } = await login();
    const other = cache.parameter('/other');
    await Promise.allSettled([group.refresh(), other.get()]);
    await runtime.advance(0);

    expect(ssm.asked).toEqual([['/db/host', '/other']]);
  });

  it('gives the same handle for the same name and options, and tells its size and members', async () => {
    const { group, host, user, password } = await login();

    expect(group.parameter('/host')).toBe(host);
    expect(group.size).toBe(3);
    expect([...group]).toEqual([host, user, password]);
    expect(host.name).toBe('/db/host');
    expect(user.name).toBe('db');
  });

  it('keeps two versions of one name apart', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'one');
    parameters.put('/x', 'two');
    const group = cache.createGroup();
    const [pinned, latest] = [group.parameter('/x:1'), group.parameter('/x')];
    await group.refresh();
    expect([pinned.value, latest.value]).toEqual(['one', 'two']);
    parameters.put('/x', 'three');
    const refresh = group.refresh();
    await settle();
    expect(pinned.value).toBe('one');
    void refresh;
  });

  it('never moves a pinned version', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/x', 'one');
    const group = cache.createGroup();
    const [pinned, latest] = [group.parameter('/x:1'), group.parameter('/x')];
    await group.refresh();
    parameters.put('/x', 'two');
    const refresh = group.refresh();
    await runtime.advance(1);
    await refresh;

    expect([pinned.value, latest.value]).toEqual(['one', 'two']);
    expect([pinned.version, latest.version]).toEqual([1, 2]);
  });

  it('loads a member that joins later by itself, and leaves the others as they are while they are fresh', async () => {
    const { group, rotate, read, parameters } = await login();
    parameters.put('/db/port', '5432');
    rotate(2);
    const port = group.parameter('/port', { transform: 'number' });
    expect(thrown(() => port.value).name).toBe('ParameterNotLoadedError');

    await expect(port.get()).resolves.toBe(5_432);
    expect(read()).toBe('111');
    await group.refresh();
    expect(read()).toBe('222');
  });

  it('takes defaults for members that do not exist', async () => {
    const { group, read } = await login();
    const extra = group.parameter('/extra', { default: 'd' });

    await expect(extra.get()).resolves.toBe('d');
    expect(read()).toBe('111');
  });

  it('prepares all conversions before it shows any', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/a', '1');
    parameters.put('/b', '1');
    const group = cache.createGroup();
    let release: (() => void) | undefined;
    const fast = group.parameter('/a');
    const slow = group.parameter('/b', {
      transform: (value) =>
        value === '1' ? value : new Promise((resolve) => (release = () => resolve(value))),
    });
    await group.refresh();
    parameters.put('/a', '2');
    parameters.put('/b', '2');
    await runtime.advance(1);
    const refresh = group.refresh();
    await settle();
    expect([fast.value, slow.value]).toEqual(['1', '1']);
    release?.();
    await refresh;
    expect([fast.value, slow.value]).toEqual(['2', '2']);
  });

  it('of many members converts some of them in each turn of the event loop, and shows all at once', async () => {
    const { cache, parameters } = makeCache();
    const group = cache.createGroup();
    let converted = 0;
    const transform = (stored: unknown): unknown => {
      converted += 1;
      return stored;
    };
    const members = Array.from({ length: 120 }, (_, index) => {
      parameters.put(`/${index}`, 'v');
      return group.parameter(`/${index}`, { transform });
    });
    const ready = group.refresh();
    const inTurns: number[] = [];
    const shown = new Set<number>();
    for (let turn = 0; turn < 30; turn += 1) {
      const before = converted;
      await settle(1);
      inTurns.push(converted - before);
      shown.add(members.filter(({ version }) => version !== undefined).length);
    }
    await ready;

    expect(inTurns.filter((count) => count > 0)).toEqual([50, 50, 20]);
    expect([...shown]).toEqual([0, 120]);
  });

  it('is whole for whoever joins while an answer is on its way to the members', async () => {
    for (let ticks = 0; ticks < 40; ticks += 1) {
      const { cache, parameters, runtime, ssm } = makeCache({ maxAge: 60 });
      parameters.put('/a', '1');
      const group = cache.createGroup();
      const early = group.parameter('/a', { transform: async (text) => text });
      await group.refresh();
      parameters.put('/a', '2');
      await runtime.advance(1);
      ssm.isHolding = true;
      const refresh = group.refresh();
      await runtime.advance(0);
      ssm.letGo();
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
      const late = group.parameter('/a', { transform: async (text) => `${String(text)}!` });
      const seen = new Set<string>();
      for (let tick = 0; tick < 100; tick += 1) {
        if (late.version !== undefined) seen.add(`${early.version} ${late.version}`);
        await Promise.resolve();
      }
      await refresh;
      await runtime.advance(0);

      expect([...seen].filter((versions) => !['1 1', '2 2'].includes(versions))).toEqual([]);
      expect([early.value, late.value]).toEqual(['2', '2!']);
    }
  });

  it('stays as it was when a conversion takes longer than the deadline', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/a', '1');
    const group = cache.createGroup();
    const handles = [
      group.parameter('/a'),
      group.parameter('/a', { transform: (value) => (value === '1' ? value : new Promise(() => {})) }),
    ];
    await group.refresh();
    parameters.put('/a', '2');
    const refresh = track(group.refresh());
    await runtime.advance(10);

    expect(refresh.error?.name).toBe('RefreshError');
    expect(handles.map(({ value }) => value)).toEqual(['1', '1']);
  });

  it('is known by the name it is registered with', async () => {
    const { cache, parameters } = makeCache({ groups: { db: { basePath: '/db' }, mail: {} } });
    parameters.put('/db/host', 'v');
    const handle = cache.parameter('/host', { group: 'db' });

    expect(cache.group('db')).toBe(cache.group('db'));
    expect([...cache.group('db')]).toEqual([handle]);
    expect(cache.secret('s', { group: 'mail' })).toBe(cache.group('mail').secret('s'));
    await cache
      .group('db')
      .refresh()
      .catch(() => {});
    expect(handle.value).toBe('v');
  });

  it('that is not registered is an error that lists those that are', () => {
    const { cache } = makeCache({ groups: { db: {}, mail: {} } });

    for (const action of [
      () => cache.group('dbb'),
      () => cache.parameter('/x', { group: 'dbb' }),
      () => cache.secret('x', { group: 'dbb' }),
    ]) {
      const error = thrown(action);
      expect(error).toMatchObject({ name: 'UnknownGroupError', code: 'SSM_CACHE_UNKNOWN_GROUP' });
      expect(error.message).toContain('"db", "mail"');
    }
    expect(thrown(() => makeCache().cache.group('db')).message).toContain('forRoot');
    expect(thrown(() => cache.group('constructor')).name).toBe('UnknownGroupError');
  });

  it('without members refreshes nothing', async () => {
    const { cache, ssm } = makeCache();
    await cache.createGroup().refresh();

    expect(ssm.count()).toBe(0);
  });
});

describe('The members of a group', () => {
  it('become due together, whatever jitter picks, so that strict reads of all of them agree', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60, jitter: 0.5 });
    const group = cache.createGroup();
    const members = ['/user', '/password'].map((name) => {
      parameters.put(name, 'old');
      return group.parameter(name);
    });
    const chances = [0, 0.9];
    Object.defineProperty(runtime, 'chance', { get: () => chances.shift() ?? 0 });
    await cache.ready();
    for (const name of ['/user', '/password']) parameters.put(name, 'new');
    await runtime.advance(45);

    const read = Promise.all(members.map((member) => member.get()));
    await runtime.advance(1);
    expect(new Set(await read).size).toBe(1);
  });
});

const shop = () => {
  const made = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0 });
  for (let path = 0; path < 12; path += 1) made.parameters.put(`/p${path}/x`, 'v');
  for (let index = 0; index < 40; index += 1) made.parameters.put(`/n/${index}`, 'v');
  return { ...made, group: made.cache.createGroup() };
};

describe('A group that is built step by step', () => {
  it('is listed once for each path that is added', async () => {
    const { group, ssm } = shop();
    for (let path = 0; path < 10; path += 1) await group.parameters(`/p${path}`);

    expect(ssm.count()).toBe(10);
    expect(group.size).toBe(10);
  });

  it('is asked once for each name that is added', async () => {
    const { group, ssm } = shop();
    for (let index = 0; index < 40; index += 1) await group.parameter(`/n/${index}`).get();

    expect(ssm.count()).toBe(40);
  });

  it('is asked once for each secret that is added', async () => {
    const { group, secrets, vault } = shop();
    for (let index = 0; index < 15; index += 1) {
      secrets.put(`s${index}`, 'v');
      await group.secret(`s${index}`).get();
    }

    expect(vault.count()).toBe(15);
  });

  it('is as old as its oldest member: all are refreshed together', async () => {
    const { group, ssm, runtime } = shop();
    const first = group.parameter('/n/1');
    await first.get();
    await runtime.advance(59);
    const second = group.parameter('/n/2');
    await second.get();
    await runtime.advance(1);
    const calls = ssm.count();
    await second.get();

    expect(ssm.count()).toBe(calls + 1);
    expect(ssm.asked.at(-1)).toEqual(['/n/1', '/n/2']);
  });
});

describe('A path that cannot be listed when it is added', () => {
  it('freezes nothing: the group is refreshed as before', async () => {
    const { group, parameters, runtime } = shop();
    const [listed] = await group.parameters('/p1');
    parameters.deny('/p2');
    await rejection(group.parameters('/p2'));
    parameters.put('/p1/x', 'new');
    await runtime.advance(3);
    await group.refresh();

    expect(listed?.value).toBe('new');
  });

  it('freezes nothing where AWS did not answer either, nor where it was added to names', async () => {
    const { group, parameters, ssm, runtime } = shop();
    const named = group.parameter('/n/1');
    await named.get();
    ssm.instead = () => {
      throw new TypeError('fetch failed');
    };
    await rejection(group.parameters('/p3'));
    ssm.instead = undefined;
    parameters.put('/n/1', 'new');
    await runtime.advance(3);
    await group.refresh();

    expect(named.value).toBe('new');
    expect(ssm.count('GetParametersByPath')).toBe(1);
  });

  it('can be added later', async () => {
    const { group, parameters, runtime } = shop();
    parameters.deny('/p2');
    await rejection(group.parameters('/p2'));
    parameters.allow();
    await runtime.advance(3);

    await expect(group.parameters('/p2')).resolves.toHaveLength(1);
  });
});

describe('A group that is refreshed', () => {
  it('a member that joins while the group is refreshed is loaded before it is read', async () => {
    const { cache, ssm, runtime, parameters } = makeCache({ maxAge: 60 });
    parameters.put('/a', '1');
    parameters.put('/b', '2');
    const group = cache.createGroup();
    ssm.isHolding = true;
    const a = group.parameter('/a').get();
    await settle();
    const b = track(group.parameter('/b').get());
    await settle();
    ssm.letGo();
    await a;
    await runtime.advance(5);
    expect(b.error).toBeUndefined();
    expect(b).toMatchObject({ state: 'fulfilled', value: '2' });
  });
});
