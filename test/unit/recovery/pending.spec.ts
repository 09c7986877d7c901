import { describe, expect, it } from '@jest/globals';
import { defer, firstValueFrom } from 'rxjs';
import type { RefreshOnErrorFunctionOptions, SsmCache } from 'nestjs-ssm-cache';
import { Recovery } from '../../../lib/recovery/recovery.js';
import { RetryingCalls } from '../../../lib/recovery/retrying-calls.js';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { lastTick } from '../../../lib/runtime/clock.js';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection, track } from '../../support/make-cache.js';
import { idOf, loginOf, RotatedSecret, SECRET } from '../../support/rotated-secret.js';

const REFUSED = new Error('28P01');

/** A server that knows one password at a time, and who asked it with which. */
class Server {
  knows = 1;
  readonly asked: string[] = [];

  ask(password: string): string {
    this.asked.push(password);
    if (password !== loginOf(this.knows).password) throw REFUSED;
    return 'rows';
  }
}

const makeWorld = async (options: ConstructorParameters<typeof SsmCache>[0] = {}) => {
  const made = makeCache({ jitter: 0, ...options });
  const secret = new RotatedSecret(made.secrets);
  const server = new Server();
  const user = made.cache.secret(SECRET, { key: 'username' });
  const password = made.cache.secret(SECRET, { key: 'password' });
  await Promise.all([user.get(), password.get()]);
  made.vault.calls.length = 0;
  /** The stages that AWS was asked for. */
  const stages = () => made.vault.calls.map(({ input }) => input.VersionStage ?? 'AWSCURRENT');
  const login = () => ({ username: user.value, password: password.value });
  const connect = (own: RefreshOnErrorFunctionOptions = {}) =>
    password.refreshOnError(async () => server.ask(password.value), { pending: true, ...own });
  /** The first steps of a rotation: the server knows what Secrets Manager calls pending. */
  const rotate = () => {
    server.knows = secret.create();
  };
  const state = () => made.cache.inspect()[0]?.state;
  return { ...made, secret, server, user, password, stages, login, connect, rotate, state };
};

describe('A call that fails while a secret is rotated', () => {
  it('is repeated at once with the pending version, which all readers get', async () => {
    const { connect, rotate, server, stages, login, state, cache } = await makeWorld();
    rotate();
    const strict = cache.secret(SECRET, { transform: 'json' });

    const call = track(connect({ delay: 100 })());
    await settle();

    expect(call).toMatchObject({ state: 'fulfilled', value: 'rows' });
    expect(server.asked).toEqual(['password 1', 'password 2']);
    expect(stages()).toEqual(['AWSPENDING', 'AWSCURRENT']);
    expect(login()).toEqual(loginOf(2));
    await expect(strict.get()).resolves.toEqual(loginOf(2));
    expect(state()).toBe('provisional');
  });

  it('costs one call to AWS more, however many calls fail', async () => {
    const { connect, rotate, stages } = await makeWorld();
    const query = connect();
    rotate();
    const calls = Array.from({ length: 100 }, () => track(query()));
    await settle();

    expect(new Set(calls.map(({ state }) => state))).toEqual(new Set(['fulfilled']));
    expect(stages()).toEqual(['AWSPENDING', 'AWSCURRENT']);
  });

  it('does not wait for minRefreshInterval', async () => {
    const { connect, rotate, password, stages, vault } = await makeWorld({ minRefreshInterval: 60 });
    await password.refresh();
    vault.calls.length = 0;
    rotate();
    const call = track(connect()());
    await settle();

    expect(call.state).toBe('fulfilled');
    expect(stages()).toEqual(['AWSPENDING']);
  });

  it('looks for the pending version although a refresh for another call has just failed', async () => {
    const { password, rotate, vault, stages } = await makeWorld({ minRefreshInterval: 0 });
    const recovery = new Recovery([password[INTERNALS]], undefined);
    rotate();
    const mark = lastTick();
    vault.isHolding = true;
    const ordinary = track(recovery.recover(mark));
    await settle();
    const trial = track(recovery.tryPending(mark));
    vault.isHolding = false;
    vault.last.fail(awsError('ThrottlingException'));
    await settle();

    expect(ordinary.state).toBe('rejected');
    expect(stages()).toEqual(['AWSCURRENT', 'AWSPENDING', 'AWSCURRENT']);
    expect(trial).toMatchObject({ state: 'fulfilled', value: 'pending' });
  });

  it('goes on with a pending version that is tried when a refresh for another call fails', async () => {
    const { connect, password, rotate, vault, state, secret } = await makeWorld({ minRefreshInterval: 0 });
    rotate();
    await connect({ retries: 1 })();
    secret.create();
    const recovery = new Recovery([password[INTERNALS]], undefined);
    const unproven = password[INTERNALS].unit.startTrial();
    await recovery.tryPending(lastTick());
    expect(unproven.state).toBe('tried');
    vault.isHolding = true;
    const mark = lastTick();
    const ordinary = track(recovery.recover(mark));
    await settle();
    const trial = track(recovery.tryPending(mark));
    vault.isHolding = false;
    vault.instead = () => {
      throw awsError('ThrottlingException');
    };
    vault.last.fail(awsError('ThrottlingException'));
    await settle();

    expect([ordinary.state, trial.state]).toEqual(['rejected', 'fulfilled']);
    expect([unproven.state, state()]).toEqual(['tried', 'provisional']);
  });

  it('does not wait until other values may be refreshed again', async () => {
    const { cache, parameters, password, server, rotate, vault } = await makeWorld();
    parameters.put('/host', 'one');
    const host = cache.parameter('/host');
    await host.get();
    const recovery = new Recovery([password[INTERNALS], host[INTERNALS]], undefined);
    const calls = new RetryingCalls({ pending: true }, cache[INTERNALS].runtime);
    let fail = (): void => undefined;
    let made = 0;
    const query = () => {
      const { value } = password;
      return calls.run({
        name: 'query',
        recovery,
        invoke: async () => {
          made += 1;
          if (made === 2) {
            await new Promise<void>((resolve) => (fail = resolve));
            return server.ask(value);
          }
          return server.ask(password.value);
        },
      }) as Promise<unknown>;
    };
    rotate();
    vault.isHolding = true;
    const first = track(query());
    await settle();
    vault.releaseAll();
    await settle();
    // The parameter is refreshed by now, the secret is not.
    const second = track(query());
    vault.releaseAll();
    await settle();
    fail();
    await settle();

    expect([first.state, second.state]).toEqual(['fulfilled', 'fulfilled']);
  });

  it('is repeated with what a refresh brings, if that is newer', async () => {
    const { connect, rotate, secret, server, stages, state, login } = await makeWorld();
    rotate();
    secret.finish();
    const call = track(connect({ delay: 100, retries: 1 })());
    await settle();

    expect(call.state).toBe('fulfilled');
    expect(server.asked).toEqual(['password 1', 'password 2']);
    expect(stages()).toEqual(['AWSPENDING', 'AWSCURRENT']);
    expect(login()).toEqual(loginOf(2));
    expect(state()).toBe('fresh');
  });

  it('tries nothing while a refresh brings what was never pending', async () => {
    const { connect, rotate, secret, server, state, login } = await makeWorld();
    rotate();
    server.knows = secret.put();
    const call = track(connect({ delay: 100 })());
    await settle();

    expect(call.state).toBe('fulfilled');
    expect(server.asked).toEqual(['password 1', 'password 3']);
    expect(login()).toEqual(loginOf(3));
    expect(state()).toBe('fresh');
  });

  it('looks for nothing where a newer version came while the call was made', async () => {
    const { password, secret, server, stages } = await makeWorld({ minRefreshInterval: 0 });
    let fail = (): void => undefined;
    const query = password.refreshOnError(
      async () => {
        const given = password.value;
        if (given === 'password 1') await new Promise<void>((resolve) => (fail = resolve));
        return server.ask(given);
      },
      { pending: true },
    );
    const call = query();
    server.knows = secret.create();
    secret.finish();
    await password.refresh();
    fail();

    expect(await call).toBe('rows');
    expect(stages()).toEqual(['AWSCURRENT']);
  });

  it('tells of one change a rotation', async () => {
    const { connect, rotate, secret, password, cache, runtime } = await makeWorld();
    const changes: unknown[] = [];
    let told = 0;
    cache.changes$.subscribe((change) => changes.push(change));
    password.onChange(() => (told += 1));
    rotate();
    await connect()();
    secret.finish();
    await runtime.advance(2);
    await password.refresh();

    expect(changes).toEqual([{ name: SECRET, previousVersion: idOf(1), version: idOf(2) }]);
    expect(told).toBe(1);
  });

  it('asks for nothing pending without the option, and gets what others try', async () => {
    const { connect, rotate, stages, server } = await makeWorld();
    rotate();
    const patient = track(connect({ pending: false, delay: 5 })());
    await connect()();
    const { length } = stages();
    expect(patient.state).toBe('pending');
    await settle();
    await connect({ pending: false })();

    expect(length).toBe(2);
    expect(server.asked.at(-1)).toBe('password 2');
    expect(stages()).toHaveLength(2);
  });

  it('has no pending version to try with `retries: 0`', async () => {
    const { connect, rotate, stages } = await makeWorld();
    rotate();

    await expect(rejection(connect({ retries: 0 })())).resolves.toBe(REFUSED);
    expect(stages()).toEqual([]);
  });

  it('is an Observable as well', async () => {
    const { password, server, rotate } = await makeWorld();
    rotate();
    const query = password.refreshOnError(() => defer(async () => server.ask(password.value)), {
      pending: true,
      delay: 100,
    });

    await expect(firstValueFrom(query())).resolves.toBe('rows');
  });
});

describe('A pending version that is refused, too', () => {
  it('is withdrawn at once; then delay and retries go on as before', async () => {
    const { connect, rotate, secret, server, login, state, runtime, stages } = await makeWorld();
    rotate();
    server.knows = 0;
    const call = track(connect({ delay: 2, retries: 1 })());
    await settle();
    expect(server.asked).toEqual(['password 1', 'password 2']);
    expect(login()).toEqual(loginOf(1));
    expect(state()).toBe('fresh');

    server.knows = 2;
    secret.finish();
    await runtime.advance(1.9);
    expect(call.state).toBe('pending');
    await runtime.advance(0.2);

    expect(call.state).toBe('fulfilled');
    expect(server.asked).toEqual(['password 1', 'password 2', 'password 2']);
    expect(stages()).toEqual(['AWSPENDING', 'AWSCURRENT', 'AWSCURRENT']);
  });

  it('is told as a change, and its withdrawal as another', async () => {
    const { connect, rotate, server, password, cache } = await makeWorld();
    const versions: unknown[] = [];
    const seen: string[] = [];
    cache.changes$.subscribe(({ version }) => versions.push(version));
    password.onChange(() => void seen.push(password.value));
    rotate();
    server.knows = 0;
    track(connect({ delay: 100 })());
    await settle();

    expect(versions).toEqual([idOf(2), idOf(1)]);
    expect(seen).toEqual(['password 2', 'password 1']);
  });

  it('is not tried again, and the next one is', async () => {
    const { connect, rotate, secret, server, runtime } = await makeWorld();
    const query = connect();
    rotate();
    server.knows = 0;
    const first = track(query());
    await runtime.advance(2);
    const second = track(query());
    await runtime.advance(2);
    expect([first.state, second.state]).toEqual(['rejected', 'rejected']);
    expect(server.asked.filter((password) => password === 'password 2')).toHaveLength(1);

    server.knows = secret.create();
    const third = track(query());
    await runtime.advance(2);

    expect(third.state).toBe('fulfilled');
    expect(server.asked.at(-1)).toBe('password 3');
  });

  it('is no reason to repeat a call that had the current version', async () => {
    const { connect, rotate, server, password, stages, runtime } = await makeWorld();
    let fail = (): void => undefined;
    const late = password.refreshOnError(async () => {
      const { value } = password;
      if (stages().length === 0) await new Promise<void>((resolve) => (fail = resolve));
      return server.ask(value);
    });
    const waiting = track(late());
    rotate();
    server.knows = 0;
    const call = track(connect()());
    await settle();
    expect(server.asked).toEqual(['password 1', 'password 2']);
    const before = stages().length;
    fail();
    await runtime.advance(2);

    expect(stages().slice(before)).toEqual(['AWSCURRENT']);
    expect([waiting.state, call.state]).toEqual(['rejected', 'rejected']);
  });

  it('is looked at no more often than `minRefreshInterval` allows', async () => {
    const { connect, rotate, server, stages, runtime } = await makeWorld({ minRefreshInterval: 10 });
    const query = connect({ delay: 100 });
    rotate();
    server.knows = 0;
    for (let call = 0; call < 10; call += 1) {
      track(query());
      await runtime.advance(1.5);
    }

    // The first look found something to try; the second did not.
    expect(stages().filter((stage) => stage === 'AWSPENDING')).toHaveLength(3);
  });
});

describe('A pending version that works', () => {
  it('gives way to the next one within one round, although AWS has called it current meanwhile', async () => {
    const { connect, rotate, secret, server, stages, runtime, messages } = await withMessages();
    const query = connect({ retries: 1, delay: 100 });
    for (let rotation = 0; rotation < 5; rotation += 1) {
      rotate();
      await query();
      secret.finish();
      await runtime.advance(30);
    }

    expect(server.asked).toHaveLength(10);
    expect(stages()).toEqual(Array.from({ length: 5 }, () => ['AWSPENDING', 'AWSCURRENT']).flat());
    expect(messages.filter((message) => message.includes('withdrawn'))).toEqual([]);
  });

  it('is given up where AWS still calls the old one current, and that one works again', async () => {
    const { connect, rotate, server, login, state, runtime } = await makeWorld();
    const query = connect({ delay: 1 });
    rotate();
    await query();
    server.knows = 1;
    const call = track(query());
    await runtime.advance(3);

    expect(call.state).toBe('fulfilled');
    expect(login()).toEqual(loginOf(1));
    expect(state()).toBe('fresh');
  });

  it('gives way to the next one, although AWS still calls the old one current', async () => {
    const { connect, rotate, server, runtime } = await makeWorld();
    const query = connect({ delay: 100 });
    rotate();
    await query();
    await runtime.advance(5);
    rotate();
    const call = track(query());
    await settle();

    expect(call.state).toBe('fulfilled');
    expect(server.asked).toEqual(['password 1', 'password 2', 'password 2', 'password 3']);
  });

  it('stays when refreshes bring the old one, or fail', async () => {
    const { connect, rotate, password, login, state, vault, runtime } = await makeWorld();
    rotate();
    await connect()();
    await runtime.advance(5);
    await password.refresh();
    expect([login(), state()]).toEqual([loginOf(2), 'provisional']);
    vault.instead = () => {
      throw awsError('ThrottlingException');
    };
    await runtime.advance(5);
    await rejection(password.refresh());

    expect([login(), state()]).toEqual([loginOf(2), 'provisional']);
  });
});

describe('A callback', () => {
  it('is called for a pending version, and again when that is withdrawn', async () => {
    const { connect, rotate, server, password, secret, runtime } = await makeWorld({ minRefreshInterval: 0 });
    const seen: string[] = [];
    const query = connect({ retries: 2, delay: 1, onRefresh: () => void seen.push(password.value) });
    rotate();
    server.knows = 0;
    const call = track(query());
    await settle();
    expect(seen).toEqual(['password 2']);
    await runtime.advance(1);
    expect(seen).toEqual(['password 2', 'password 1']);
    server.knows = 2;
    secret.finish();
    await runtime.advance(2);

    expect(seen).toEqual(['password 2', 'password 1', 'password 2']);
    expect(call.state).toBe('fulfilled');
  });

  it('that cannot use the pending version withdraws it', async () => {
    const { connect, rotate, login, secret, password, runtime, server } = await makeWorld();
    const onRefresh = async () => {
      if (password.value === 'password 2' && secret.current === 1) throw REFUSED;
    };
    rotate();
    const call = track(connect({ delay: 2, onRefresh })());
    await settle();
    expect(login()).toEqual(loginOf(1));
    expect(server.asked).toEqual(['password 1']);
    secret.finish();
    await runtime.advance(2);

    expect(call.state).toBe('fulfilled');
  });

  it('that takes too long with the pending version has it withdrawn', async () => {
    const { connect, rotate, login, state, runtime } = await makeWorld();
    rotate();
    const call = track(connect({ recoveryTimeout: 5, onRefresh: () => new Promise(() => undefined) })());
    await settle();
    expect(state()).toBe('provisional');
    await runtime.advance(5);

    expect(call).toMatchObject({ state: 'rejected', error: REFUSED });
    expect(login()).toEqual(loginOf(1));
  });

  it('has to be called before a failure says anything of the pending version', async () => {
    const { connect, rotate, login, password, server } = await makeWorld();
    let pool = password.value;
    let end = (): void => undefined;
    const query = password.refreshOnError(async () => server.ask(pool), {
      pending: true,
      onRefresh: async () => {
        await new Promise<void>((resolve) => (end = resolve));
        pool = password.value;
      },
    });
    rotate();
    const first = track(query());
    await settle();
    const meanwhile = track(query());
    await settle();
    expect(login()).toEqual(loginOf(2));
    end();
    await settle();

    expect([first.state, meanwhile.state]).toEqual(['fulfilled', 'fulfilled']);
    await connect()();
    expect(login()).toEqual(loginOf(2));
  });
});

describe('Two recoveries at once', () => {
  it('share the look, the refresh and the pending version, and each calls its own callback', async () => {
    const { connect, rotate, stages } = await makeWorld();
    const told: string[] = [];
    const one = connect({ onRefresh: () => void told.push('one') });
    const two = connect({ onRefresh: () => void told.push('two') });
    rotate();
    const calls = [track(one()), track(two()), track(connect()())];
    await settle();

    expect(calls.map(({ state }) => state)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(stages()).toEqual(['AWSPENDING', 'AWSCURRENT']);
    expect(told.toSorted()).toEqual(['one', 'two']);
  });

  it('withdraw a pending version once', async () => {
    const { connect, rotate, server, login, runtime, messages } = await withMessages();
    rotate();
    server.knows = 0;
    const calls = [connect(), connect({ onRefresh: () => undefined })].map((query) => track(query()));
    await runtime.advance(3);

    expect(calls.map(({ state }) => state)).toEqual(['rejected', 'rejected']);
    expect(server.asked.filter((password) => password === 'password 2')).toHaveLength(2);
    expect(messages.filter((message) => message.includes('withdrawn'))).toHaveLength(1);
    expect(login()).toEqual(loginOf(1));
  });
});

describe('What has no pending version', () => {
  it.each([
    ['a stage', { versionStage: 'AWSCURRENT' }],
    ['a version', { versionId: idOf(1) }],
  ])('is a secret that is read by %s', async (_title, pinned) => {
    const { cache, rotate, server, vault, stages } = await makeWorld();
    const password = cache.secret(SECRET, { key: 'password', ...pinned });
    await password.get();
    vault.calls.length = 0;
    rotate();
    const call = rejection(
      password.refreshOnError(async () => server.ask(password.value), { pending: true })(),
    );

    await expect(call).resolves.toBe(REFUSED);
    expect(vault.count()).toBe(1);
    expect(stages()).not.toContain('AWSPENDING');
    expect(cache.inspect().map(({ state }) => state)).not.toContain('provisional');
  });

  it('is a parameter', async () => {
    const { cache, parameters, ssm } = await makeWorld();
    parameters.put('/host', 'one');
    const host = cache.parameter('/host');
    await host.get();
    const call = rejection(host.refreshOnError(() => Promise.reject(REFUSED), { pending: true })());

    await expect(call).resolves.toBe(REFUSED);
    expect(ssm.count()).toBe(2);
  });
});

describe('A call that reads nothing that a pending version changes', () => {
  it('does not try it, and says nothing of it where others do', async () => {
    const { cache, secret, connect, server, state, runtime } = await makeWorld();
    const user = cache.secret(SECRET, { key: 'username' });
    const query = user.refreshOnError(() => Promise.reject(REFUSED), { pending: true });
    const number = secret.create({ username: 'user 1', password: 'password 2' });
    await rejection(runs(query(), runtime));
    expect(state()).toBe('fresh');

    server.knows = number;
    await runs(connect()(), runtime);
    await rejection(runs(query(), runtime));

    expect(state()).toBe('provisional');
  });
});

describe('A group', () => {
  const makeGroup = async () => {
    const world = await makeWorld();
    const { cache, parameters } = world;
    const other = new RotatedSecret(world.secrets, 'prod/other');
    parameters.put('/host', 'one');
    const group = cache.createGroup();
    const members = {
      host: group.parameter('/host'),
      user: group.secret(SECRET, { key: 'username' }),
      password: group.secret(SECRET, { key: 'password' }),
      other: group.secret('prod/other', { key: 'password' }),
    };
    await members.host.get();
    world.vault.calls.length = 0;
    const read = () => Object.values(members).map(({ value }) => value);
    const query = group.refreshOnError(
      async () => {
        if (members.other.value !== 'password 2') throw REFUSED;
        return world.server.ask(members.password.value);
      },
      { pending: true, delay: 1 },
    );
    return { ...world, group, members, other, read, query };
  };

  it('changes as a whole, with all its pending secrets, and is withdrawn as a whole', async () => {
    const { group, other, read, query, rotate, server, runtime, stages } = await makeGroup();
    const seen: unknown[] = [];
    group.onChange(() => seen.push(read()));
    rotate();
    other.create();
    await query();
    expect(read()).toEqual(['one', 'user 2', 'password 2', 'password 2']);
    expect(stages().filter((stage) => stage === 'AWSPENDING')).toHaveLength(2);

    server.knows = 0;
    const call = track(query());
    await runtime.advance(3);

    expect(call.state).toBe('rejected');
    expect(read()).toEqual(['one', 'user 1', 'password 1', 'password 1']);
    expect(seen).toEqual([
      ['one', 'user 2', 'password 2', 'password 2'],
      ['one', 'user 1', 'password 1', 'password 1'],
    ]);
  });

  it('does not get a pending version back that is withdrawn while a refresh is converted', async () => {
    const { cache, parameters, rotate, runtime } = await makeWorld({ minRefreshInterval: 0 });
    const group = cache.createGroup();
    let end = (): void => undefined;
    const slow = group.parameter('/slow', {
      transform: (text) => new Promise<unknown>((resolve) => (end = () => resolve(text))),
    });
    const password = group.secret(SECRET, { key: 'password' });
    parameters.put('/slow', 'one');
    const loading = Promise.all([slow.get(), password.get()]);
    await settle();
    end();
    await loading;
    let fail = (): void => undefined;
    let attempts = 0;
    const query = group.refreshOnError(
      async () => {
        attempts += 1;
        if (attempts > 1) await new Promise<void>((resolve) => (fail = resolve));
        throw REFUSED;
      },
      { pending: true, delay: 100 },
    );
    rotate();
    track(query());
    await settle();
    expect(password.value).toBe('password 2');
    parameters.put('/slow', 'two');
    const refreshing = group.refresh();
    await runtime.advance(1);
    fail();
    await settle();
    expect(password.value).toBe('password 1');
    end();
    await settle();
    end();
    await refreshing;

    expect([slow.value, password.value]).toEqual(['two', 'password 1']);
  });

  it('goes on with the pending versions until AWS calls all of them current', async () => {
    const { cache, group, other, read, query, rotate, secret, runtime } = await makeGroup();
    rotate();
    other.create();
    await query();
    const provisional = () => cache.inspect().filter(({ state }) => state === 'provisional').length;
    const whole = ['one', 'user 2', 'password 2', 'password 2'];
    secret.finish();
    await runtime.advance(2);
    await group.refresh();
    expect(read()).toEqual(whole);
    expect(provisional()).toBe(2);
    other.finish();
    await runtime.advance(2);
    await group.refresh();

    expect(read()).toEqual(whole);
    expect(provisional()).toBe(0);
  });

  it('tries nothing where one member could not use it', async () => {
    const { other, read, query, rotate, runtime } = await makeGroup();
    rotate();
    other.create({ no: 'password' });
    const call = track(query());
    await runtime.advance(3);

    expect(call.state).toBe('rejected');
    expect(read()).toEqual(['one', 'user 1', 'password 1', 'password 1']);
  });

  it('leaves other readers of its secrets as they are', async () => {
    const { other, query, rotate, login } = await makeGroup();
    rotate();
    other.create();
    await query();

    expect(login()).toEqual(loginOf(1));
  });
});

describe('A property that takes time to convert', () => {
  it('has the pending version before any other property has it, and the current one at once when that is withdrawn', async () => {
    const { cache, connect, rotate, server, login } = await makeWorld();
    const ends: (() => void)[] = [];
    const slow = cache.secret(SECRET, {
      transform: (text) =>
        new Promise<unknown>((resolve) => ends.push(() => resolve(JSON.parse(String(text))))),
    });
    const loading = slow.get();
    await settle();
    ends.pop()?.();
    await loading;
    rotate();
    server.knows = 0;
    const call = track(connect({ delay: 100 })());
    await settle();
    expect(login()).toEqual(loginOf(1));
    expect(server.asked).toHaveLength(1);
    ends.pop()?.();
    await settle();

    expect(server.asked).toEqual(['password 1', 'password 2']);
    expect([login(), slow.value]).toEqual([loginOf(1), loginOf(1)]);
    expect(call.state).toBe('pending');
  });

  it('that is made while a pending version is read gets the current one when that is withdrawn', async () => {
    const { cache, connect, rotate, server, runtime } = await makeWorld();
    rotate();
    await connect()();
    const made = cache.secret(SECRET, { transform: 'json' });
    expect(made.value).toEqual(loginOf(2));
    server.knows = 1;
    const call = track(connect()());
    await runtime.advance(3);

    expect(call.state).toBe('fulfilled');
    expect(made.value).toEqual(loginOf(1));
  });

  it('that is made while a pending version is read holds nothing newer when that is withdrawn, however slow its transform is', async () => {
    const { cache, connect, rotate, server, runtime } = await makeWorld();
    rotate();
    await connect()();
    const made = cache.secret(SECRET, { transform: async (text) => text });
    await made.get();
    const { revision } = made[INTERNALS];
    server.knows = 1;
    const call = track(connect()());
    await runtime.advance(3);

    expect(call.state).toBe('fulfilled');
    expect(made.value).toContain('password 1');
    expect(made[INTERNALS].revision).toBe(revision);
  });
});

describe('A cache that is closed', () => {
  it('ends a trial that is under way', async () => {
    const { cache, connect, rotate, vault, runtime } = await makeWorld();
    rotate();
    vault.isHolding = true;
    const call = track(connect({ delay: 1 })());
    await settle();
    expect(vault.waiting).toHaveLength(1);
    cache.close();
    await settle();

    expect(call).toMatchObject({ state: 'rejected', error: REFUSED });
    expect(runtime.timers).toBe(0);
  });
});

/** What a call gives, once time has passed. */
async function runs<T>(call: Promise<T>, runtime: { advance(seconds: number): Promise<void> }): Promise<T> {
  call.catch(() => undefined);
  await runtime.advance(5);
  return call;
}

/** A world whose log is looked at. */
async function withMessages() {
  const world = await makeWorld();
  return { ...world, messages: world.runtime.messages };
}
