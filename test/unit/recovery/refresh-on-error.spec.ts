import { describe, expect, it, jest } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { defer, firstValueFrom, from, lastValueFrom, of, throwError, toArray } from 'rxjs';
import type { RefreshOnErrorFunctionOptions } from 'nestjs-ssm-cache';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection, thrown, track } from '../../support/make-cache.js';

class LoginError extends Error {}

class OtherError extends Error {}

/** A password, and a database that accepts only the current one. */
const database = async () => {
  const made = makeCache();
  made.secrets.put('db', 'p1');
  const password = made.cache.secret('db');
  await password.get();
  await made.runtime.advance(10);
  made.vault.calls.length = 0;
  const state = { accepted: 'p1', calls: 0, refreshed: 0 };
  const query = async (): Promise<string> => {
    state.calls += 1;
    await Promise.resolve();
    if (password.value !== state.accepted) throw new LoginError(`call ${state.calls}`);
    return `rows by ${password.value}`;
  };
  const rotate = (value: string): void => {
    state.accepted = value;
    made.secrets.rotate('db', value);
  };
  const wrapped = (options?: RefreshOnErrorFunctionOptions) => password.refreshOnError(query, options);
  return { ...made, password, state, query, rotate, wrapped };
};

describe('A call that fails', () => {
  it('is made again after a refresh', async () => {
    const { rotate, wrapped, state, vault } = await database();
    const call = wrapped();
    await expect(call()).resolves.toBe('rows by p1');
    rotate('p2');

    await expect(call()).resolves.toBe('rows by p2');
    expect(state.calls).toBe(3);
    expect(vault.count()).toBe(1);
  });

  it('calls onRefresh in the context that it was given in, not in its own', async () => {
    const { rotate, password, state, runtime } = await database();
    const requests = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const find = async (): Promise<void> => {
      if (password.value !== state.accepted) throw new LoginError();
      seen.push(requests.getStore());
    };
    const made = () => password.refreshOnError(find, { onRefresh: () => seen.push(requests.getStore()) });
    const ofAll = made();
    const ofOne = requests.run('request 1', made);
    for (const [version, call] of [ofAll, ofOne].entries()) {
      rotate(`p${version + 2}`);
      await requests.run('request 2', call);
      await runtime.advance(10);
    }

    expect(seen).toEqual([undefined, 'request 2', 'request 1', 'request 2']);
  });

  it('that succeeds refreshes nothing', async () => {
    const { wrapped, vault } = await database();
    const call = wrapped();
    for (let count = 0; count < 20; count += 1) await call();

    expect(vault.count()).toBe(0);
  });

  it('is made again after onRefresh, which is awaited', async () => {
    const { rotate, wrapped, password } = await database();
    const events: string[] = [];
    const call = wrapped({
      onRefresh: async () => {
        events.push(`begin ${password.value}`);
        await settle();
        events.push('end');
      },
    });
    await call();
    rotate('p2');
    await call();
    events.push('called');

    expect(events).toEqual(['begin p2', 'end', 'called']);
  });

  it('shares the refresh, and onRefresh, with a thousand others, each of which is made again', async () => {
    const { rotate, wrapped, state, vault, runtime } = await database();
    const call = wrapped({ onRefresh: () => void (state.refreshed += 1) });
    rotate('p2');
    const calls = Array.from({ length: 1_000 }, () => call());
    await runtime.advance(5);
    const results = await Promise.all(calls);

    expect(new Set(results)).toEqual(new Set(['rows by p2']));
    expect(state).toMatchObject({ calls: 2_000, refreshed: 1 });
    expect(vault.count()).toBe(1);
  });

  it('shares it without onRefresh too', async () => {
    const { rotate, wrapped, state, vault, runtime } = await database();
    const call = wrapped();
    rotate('p2');
    const calls = Array.from({ length: 1_000 }, () => call());
    await runtime.advance(5);
    await Promise.all(calls);

    expect(state.calls).toBe(2_000);
    expect(vault.count()).toBe(1);
  });

  it('shares the failure of the refresh: one call to AWS, and a thousand original errors', async () => {
    const { rotate, wrapped, state, vault, runtime } = await database();
    const call = wrapped({ onRefresh: () => void (state.refreshed += 1) });
    rotate('p2');
    vault.instead = () => {
      throw awsError('ThrottlingException');
    };
    const calls = Promise.all(Array.from({ length: 1_000 }, () => rejection(call())));
    await runtime.advance(5);
    const errors = await calls;

    expect(errors.every((error) => error instanceof LoginError)).toBe(true);
    const reasons = errors.map((error) => (error as { refreshError?: Error }).refreshError);
    expect(reasons.every((reason) => reason?.name === 'RefreshError')).toBe(true);
    expect(new Set(reasons).size).toBe(1_000);
    expect(state).toMatchObject({ calls: 1_000, refreshed: 0 });
    expect(vault.count()).toBe(1);
  });

  it.each([
    [0, 1_000],
    [1, 1],
  ])(
    'with a minRefreshInterval of %d s: a thousand that fail in turn cause %d refreshes in it',
    async (minRefreshInterval, refreshes) => {
      const { cache, secrets, vault, runtime } = makeCache({ minRefreshInterval });
      secrets.put('db', 'p1');
      const password = cache.secret('db');
      await password.get();
      await runtime.advance(10);
      vault.calls.length = 0;
      const login = password.refreshOnError(() => Promise.reject(new LoginError()));
      for (let call = 0; call < 1_000; call += 1) {
        track(login());
        await settle(2);
      }

      expect(vault.count()).toBe(refreshes);
    },
  );

  it('is made again without another refresh when the value was replaced while it ran', async () => {
    const { rotate, password, vault, runtime } = await database();
    let fail!: () => void;
    const seen: string[] = [];
    const call = password.refreshOnError(() => {
      seen.push(password.value);
      if (seen.length > 1) return Promise.resolve('done');
      return new Promise<string>((_resolve, reject) => (fail = () => reject(new LoginError())));
    });
    const running = call();
    rotate('p2');
    await password.refresh();
    await runtime.advance(10);
    vault.calls.length = 0;
    fail();

    await expect(running).resolves.toBe('done');
    expect(seen).toEqual(['p1', 'p2']);
    expect(vault.count()).toBe(0);
  });

  it('throws the original error when the refresh fails, with what that failed with', async () => {
    const { rotate, wrapped, vault } = await database();
    rotate('p2');
    vault.instead = () => {
      throw awsError('ThrottlingException');
    };
    const error = (await rejection(wrapped()())) as Error & { refreshError?: unknown };

    expect(error).toBeInstanceOf(LoginError);
    expect(error.message).toBe('call 1');
    expect(error.refreshError).toMatchObject({ name: 'RefreshError' });
    expect(Object.keys(error)).not.toContain('refreshError');
  });

  it.each([
    ['a frozen error', Object.freeze(new LoginError('frozen'))],
    ['text', 'text'],
    ['nothing', undefined],
    ['null', null],
  ])('throws %s as it is when the refresh fails', async (_title, reason) => {
    const { password, vault } = await database();
    vault.instead = () => {
      throw awsError('ThrottlingException');
    };
    const call = password.refreshOnError(() => Promise.reject(reason));

    expect(await rejection(call())).toBe(reason);
  });

  it('throws the original error when onRefresh throws', async () => {
    const { rotate, wrapped, state } = await database();
    rotate('p2');
    const failure = new OtherError('no pool');
    const error = await rejection(
      wrapped({
        onRefresh: () => {
          throw failure;
        },
      })(),
    );

    expect(error).toBeInstanceOf(LoginError);
    expect((error as { refreshError?: unknown }).refreshError).toBe(failure);
    expect(state.calls).toBe(1);
  });

  it('throws what the repeat failed with when it fails too', async () => {
    const { wrapped, state, rotate } = await database();
    rotate('p2');
    state.accepted = 'never';
    const error = await rejection(wrapped()());

    expect(error.message).toBe('call 2');
    expect(state.calls).toBe(2);
  });

  it('is made again even if the refresh brought the same value', async () => {
    const { password } = await database();
    let calls = 0;
    const call = password.refreshOnError(async () => {
      calls += 1;
      if (calls === 1) throw new LoginError();
      return 'done';
    });

    await expect(call()).resolves.toBe('done');
  });

  describe('with `on`', () => {
    const outcomes = async (on: RefreshOnErrorFunctionOptions['on'], error: unknown): Promise<number> => {
      const { password } = await database();
      let calls = 0;
      await password
        .refreshOnError(
          () => {
            calls += 1;
            return Promise.reject(error);
          },
          { on },
        )()
        .catch(() => {});
      return calls;
    };

    it.each<[string, RefreshOnErrorFunctionOptions['on'], unknown, number]>([
      ['a class, by an error of it', LoginError, new LoginError(), 2],
      ['a class, by an error of a subclass', Error, new LoginError(), 2],
      ['a class, by another error', LoginError, new OtherError(), 1],
      ['a class, by what is no error', LoginError, 'text', 1],
      ['a list, by one of it', [OtherError, LoginError], new LoginError(), 2],
      ['a list, by none of it', [OtherError, TypeError], new LoginError(), 1],
      ['a predicate that is true', (error: any) => error.code === '28P01', { code: '28P01' }, 2],
      ['a predicate that is false', (error: any) => error.code === '28P01', { code: '57P03' }, 1],
      ['nothing, by any error', undefined, new OtherError(), 2],
      ['nothing, by what is no error', undefined, undefined, 2],
    ])('is told by %s', async (_title, on, error, calls) => {
      await expect(outcomes(on, error)).resolves.toBe(calls);
    });

    it.each(['text', 7, {}, [], ['text'], [() => true], null])('refuses %j at once', async (on) => {
      const { wrapped } = await database();

      expect(thrown(() => wrapped({ on: on as never })).code).toBe('SSM_CACHE_INVALID_DECLARATION');
    });

    it('is not taken for out of date when its predicate throws, and is not lost', async () => {
      const { password } = await database();
      const failure = new LoginError();
      const call = password.refreshOnError(() => Promise.reject(failure), {
        on: (error) => error.response.status === 401,
      });

      expect(await rejection(call())).toBe(failure);
    });
  });

  it.each([
    { retries: -1 },
    { retries: 1.5 },
    { retries: NaN },
    { delay: -1 },
    { delay: NaN },
    { delay: '1' },
    { onRefresh: 'reconnect' },
  ])('refuses the options %j at once', async (options) => {
    const { wrapped } = await database();

    expect(['OptionRangeError', 'InvalidDeclarationError']).toContain(
      thrown(() => wrapped(options as never)).name,
    );
  });

  it('is never made again with retries: 0', async () => {
    const { wrapped, rotate, state, vault } = await database();
    rotate('p2');

    expect(await rejection(wrapped({ retries: 0 })())).toBeInstanceOf(LoginError);
    expect(state.calls).toBe(1);
    expect(vault.count()).toBe(0);
  });

  it('is made again as often as retries says, with a refresh each', async () => {
    const { wrapped, state, runtime, vault } = await database();
    state.accepted = 'never';
    const call = track(wrapped({ retries: 3 })());
    await runtime.advance(30);

    expect(call.error?.message).toBe('call 4');
    expect(vault.count()).toBe(3);
  });

  it('waits before the refresh: first the delay, then twice as long', async () => {
    const { wrapped, state, runtime, vault, rotate } = await database();
    state.accepted = 'p2';
    const call = track(wrapped({ retries: 2, delay: 2 })());
    await runtime.advance(1.9);
    expect(vault.count()).toBe(0);
    await runtime.advance(0.2);
    expect([vault.count(), state.calls]).toEqual([1, 2]);
    rotate('p2');
    await runtime.advance(3.8);
    expect(state.calls).toBe(2);
    await runtime.advance(0.2);

    expect(call).toMatchObject({ state: 'fulfilled', value: 'rows by p2' });
    expect(vault.count()).toBe(2);
  });

  it('keeps this, arguments, name, length and properties of the function', async () => {
    const { password } = await database();
    const original = Object.assign(
      async function named(this: { base: number }, one: number, other: number) {
        await Promise.resolve();
        return this.base + one + other;
      },
      { marked: true },
    );
    const call = password.refreshOnError(original);

    await expect(call.call({ base: 1 }, 10, 100)).resolves.toBe(111);
    expect([call.name, call.length, call.marked]).toEqual(['named', 2, true]);
  });

  it('that returns neither a promise nor an Observable is an error that says so', async () => {
    const { password } = await database();
    const error = thrown(
      password.refreshOnError(function plain() {
        return 7;
      }),
    );

    expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
    expect(error.message).toContain('plain');
  });

  it('may return anything that can be awaited', async () => {
    const { password, rotate, state } = await database();
    rotate('p2');
    const call = password.refreshOnError(() => ({
      // oxlint-disable-next-line unicorn/no-thenable
      then: (resolve: (value: string) => void, reject: (error: unknown) => void) =>
        password.value === state.accepted ? resolve('done') : reject(new LoginError()),
    }));

    await expect(call()).resolves.toBe('done');
  });

  it('of a group is made again with all its members replaced', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/user', 'u1');
    parameters.put('/password', 'p1');
    const group = cache.createGroup();
    const [user, password] = [group.parameter('/user'), group.parameter('/password')];
    await group.refresh();
    await runtime.advance(10);
    const seen: string[] = [];
    const call = group.refreshOnError(async () => {
      seen.push(user.value + password.value);
      if (seen.length === 1) throw new LoginError();
    });
    parameters.put('/user', 'u2');
    parameters.put('/password', 'p2');
    await call();

    expect(seen).toEqual(['u1p1', 'u2p2']);
  });

  it('of a group throws the original error when the group cannot be refreshed', async () => {
    const { cache, parameters } = makeCache();
    const group = cache.createGroup();
    parameters.put('/user', 'u1');
    const user = group.parameter('/user');
    await user.get();
    parameters.delete('/user');
    const call = group.refreshOnError(() => Promise.reject(new LoginError()));
    const error = await rejection(call());

    expect(error).toBeInstanceOf(LoginError);
    expect((error as { refreshError?: Error }).refreshError?.name).toBe('InvalidParameterError');
  });

  describe('and returns an Observable', () => {
    it('is called and subscribed again after a refresh', async () => {
      const { password, rotate, state } = await database();
      const call = password.refreshOnError(() =>
        password.value === state.accepted ? of('a', 'b') : throwError(() => new LoginError()),
      );
      rotate('p2');

      await expect(lastValueFrom(call().pipe(toArray()))).resolves.toEqual(['a', 'b']);
    });

    it('refreshes nothing before it is subscribed, and each subscription anew', async () => {
      const { password, rotate, state, query, vault } = await database();
      const call = password.refreshOnError(() => defer(() => from(query())));
      rotate('p2');
      const observable = call();
      await settle();
      expect([state.calls, vault.count()]).toEqual([0, 0]);

      await expect(firstValueFrom(observable)).resolves.toBe('rows by p2');
      await expect(firstValueFrom(observable)).resolves.toBe('rows by p2');
    });

    it('throws the original error when all repeats fail, or when the error does not match', async () => {
      const { password, runtime } = await database();
      let calls = 0;
      const failing = () =>
        defer(() => {
          calls += 1;
          return throwError(() => new LoginError(`call ${calls}`));
        });
      const call = track(firstValueFrom(password.refreshOnError(failing, { retries: 2 })()));
      await runtime.advance(10);
      expect(call.error?.message).toBe('call 3');

      const other = firstValueFrom(password.refreshOnError(failing, { on: OtherError })());
      expect((await rejection(other)).message).toBe('call 4');
    });

    it('makes nothing again after it was unsubscribed', async () => {
      const { password, runtime } = await database();
      let calls = 0;
      const call = password.refreshOnError(
        () =>
          defer(() => {
            calls += 1;
            return throwError(() => new LoginError());
          }),
        { delay: 5 },
      );
      const subscription = call().subscribe();
      await settle();
      subscription.unsubscribe();
      await runtime.advance(60);

      expect(calls).toBe(1);
    });
  });
});

describe('A call that fails', () => {
  it('is not repeated with what it had where the refresh fails, although there were changes before it', async () => {
    const { cache, ssm, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    await handle.get();
    const login = jest.fn(async () => Promise.reject(new Error('login')));
    const call = handle.refreshOnError(login);
    parameters.put('/x', '2');
    await handle.refresh();
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    const error = await rejection(call());

    expect(error.message).toBe('login');
    expect(login).toHaveBeenCalledTimes(1);
  });
});

describe('A call that fails later', () => {
  it('refreshes for a call that began after the value had last been replaced', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    await handle.get();
    const refreshed: string[] = [];
    let valid = '1';
    const call = handle.refreshOnError(
      async () => {
        if (handle.value !== valid) throw new Error('login');
        return handle.value;
      },
      { onRefresh: () => void refreshed.push(handle.value) },
    );
    parameters.put('/x', '2');
    await handle.refresh();
    await runtime.advance(10);
    parameters.put('/x', '3');
    valid = '3';
    await expect(call()).resolves.toBe('3');
    expect(refreshed).toEqual(['3']);
  });

  it('refreshes for the first failure though the value was loaded after the function was made', async () => {
    const { cache, parameters, runtime } = makeCache();
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    let valid = '1';
    const call = handle.refreshOnError(
      async () => {
        if ((await handle.get()) !== valid) throw new Error('login');
        return handle.value;
      },
      { onRefresh: () => {} },
    );
    await expect(call()).resolves.toBe('1');
    await runtime.advance(10);
    parameters.put('/x', '3');
    valid = '3';
    await expect(call()).resolves.toBe('3');
  });
});
