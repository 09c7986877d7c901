import { describe, expect, it } from '@jest/globals';
import type { RefreshOnErrorFunctionOptions } from 'nestjs-ssm-cache';
import {
  defer,
  firstValueFrom,
  from,
  isObservable,
  lastValueFrom,
  map,
  merge,
  type Observable,
  of,
  toArray,
} from 'rxjs';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection, track } from '../../support/make-cache.js';

class LoginError extends Error {}

/** A database that throws, before it returns anything, until the `good`th call. */
const database = async (good: number) => {
  const made = makeCache({ minRefreshInterval: 0 });
  made.secrets.put('db', 'p1');
  const password = made.cache.secret('db');
  await password.get();
  made.vault.calls.length = 0;
  const state = { calls: 0 };
  const login = (): string => {
    state.calls += 1;
    if (state.calls < good) throw new LoginError(`call ${state.calls}`);
    return `rows of call ${state.calls}`;
  };
  const wrapped = <Result>(make: (rows: string) => Result, options?: RefreshOnErrorFunctionOptions) =>
    password.refreshOnError(() => make(login()), options);
  return { ...made, password, state, wrapped };
};

describe('A function that throws before it returns a promise', () => {
  it('is called again after a refresh', async () => {
    const { wrapped, vault } = await database(2);
    const call = wrapped(async (rows) => rows);

    await expect(call()).resolves.toBe('rows of call 2');
    expect(vault.count()).toBe(1);
  });

  it('is called again as often as retries says, also where it throws each time', async () => {
    const { wrapped, vault } = await database(4);

    await expect(wrapped(async (rows) => rows, { retries: 3 })()).resolves.toBe('rows of call 4');
    expect(vault.count()).toBe(3);
  });

  it('is an Observable of what the promise brings, for who takes it for one', async () => {
    const { wrapped } = await database(2);
    const result: unknown = wrapped(async (rows) => rows)();

    await expect(firstValueFrom(from(result as Observable<string>))).resolves.toBe('rows of call 2');
    await expect(
      lastValueFrom((result as Observable<string>).pipe(map((rows) => rows.length))),
    ).resolves.toBe('rows of call 2'.length);
  });

  it('is called again where it throws only when it is repeated', async () => {
    const { password } = await database(1);
    const reasons = [Promise.reject.bind(Promise), thrower, thrower];
    const call = password.refreshOnError(
      (): Promise<string> => reasons.shift()?.(new LoginError()) ?? Promise.resolve('rows'),
      { retries: 3 },
    );

    await expect(call()).resolves.toBe('rows');
  });

  it('rejects with its error once the repeats are over, or where the error does not match', async () => {
    const { wrapped, vault } = await database(9);

    expect((await rejection(wrapped(async (rows) => rows, { retries: 2 })())).message).toBe('call 3');
    expect((await rejection(wrapped(async (rows) => rows, { on: TypeError })())).message).toBe('call 4');
    expect(vault.count()).toBe(2);
  });

  it('rejects with its error where the refresh fails', async () => {
    const { wrapped, vault } = await database(2);
    vault.instead = () => {
      throw awsError('ThrottlingException');
    };

    expect(await rejection(wrapped(async (rows) => rows)())).toMatchObject({
      message: 'call 1',
      refreshError: { code: 'SSM_CACHE_REFRESH' },
    });
  });

  it('gives a promise in every respect', async () => {
    const { wrapped } = await database(2);
    const promise = wrapped(async (rows) => rows)();

    expect(promise).toBeInstanceOf(Promise);
    await expect(promise.catch(() => 'no rows').finally(() => undefined)).resolves.toBe('rows of call 2');
  });

  it('recovers inside of another that recovers', async () => {
    const { wrapped, password } = await database(3);
    const inner = wrapped(async (rows) => rows);
    const outer = password.refreshOnError(() => inner());

    await expect(outer()).resolves.toBe('rows of call 3');
  });
});

describe('A function that throws before it returns an Observable', () => {
  it('is called again after a refresh', async () => {
    const { wrapped, vault } = await database(2);
    const result = wrapped((rows) => of(rows, 'end'))();

    expect(isObservable(result)).toBe(true);
    await expect(lastValueFrom(result.pipe(toArray()))).resolves.toEqual(['rows of call 2', 'end']);
    expect(vault.count()).toBe(1);
  });

  it('is called again as often as retries says, also where it throws each time', async () => {
    const { wrapped, vault } = await database(4);
    const result = wrapped((rows) => of(rows), { retries: 3 })();

    await expect(firstValueFrom(result)).resolves.toBe('rows of call 4');
    expect(vault.count()).toBe(3);
  });

  it('is called again where it throws only when it is repeated', async () => {
    const { password } = await database(1);
    const failing = defer(() => Promise.reject(new LoginError()));
    const results = [() => failing, thrower, () => failing, () => of('rows')];
    const call = password.refreshOnError((): Observable<string> => results.shift()?.() ?? failing, {
      retries: 3,
    });

    await expect(firstValueFrom(call())).resolves.toBe('rows');
  });

  it.each<[string, (result: Observable<string>) => Observable<unknown>]>([
    ['subscribed', (result) => result],
    ['piped', (result) => result.pipe(map((rows) => rows))],
    ['converted', (result) => from(result)],
    ['merged', (result) => merge(result)],
  ])('gives its error to whom has it %s, once the repeats are over', async (_title, take) => {
    const { wrapped } = await database(9);
    const error = track(lastValueFrom(take(wrapped((rows) => of(rows), { retries: 2 })())));
    await settle(20);

    expect(error).toMatchObject({ state: 'rejected', error: { message: 'call 3' } });
  });

  it('may be subscribed to long after it has failed', async () => {
    const { wrapped } = await database(9);
    const result = wrapped((rows) => of(rows))().pipe(map((rows) => rows));
    await settle(20);

    expect((await rejection(lastValueFrom(result))).message).toBe('call 2');
  });
});

const thrower = (): never => {
  throw new LoginError();
};
