import { describe, expect, it } from '@jest/globals';
import { concat, defer, lastValueFrom, of, toArray } from 'rxjs';
import type { RefreshOnErrorFunctionOptions } from 'nestjs-ssm-cache';
import { awsError, makeCache, thrown } from '../../support/make-cache.js';

interface Response {
  readonly status: number;
  readonly body: string;
}

const isUnauthorized: RefreshOnErrorFunctionOptions = { onResult: ({ status }) => status === 401 };

/** A token, and a server that answers 401 to any but the current one. */
const server = async () => {
  const made = makeCache({ minRefreshInterval: 0 });
  made.secrets.put('token', 't1');
  const token = made.cache.secret('token');
  await token.get();
  await made.runtime.advance(10);
  made.vault.calls.length = 0;
  const state = { accepted: 't1', calls: 0 };
  const answer = (): Response => {
    state.calls += 1;
    const isAccepted = token.value === state.accepted;
    return { status: isAccepted ? 200 : 401, body: `to ${token.value}` };
  };
  const rotate = (value: string): void => {
    state.accepted = value;
    made.secrets.rotate('token', value);
  };
  const wrapped = (options = isUnauthorized) => token.refreshOnError(async () => answer(), options);
  return { ...made, token, state, answer, rotate, wrapped };
};

describe('A result that counts as an error', () => {
  it('has the call made again after a refresh', async () => {
    const { rotate, wrapped, state, vault } = await server();
    rotate('t2');

    expect(await wrapped()()).toEqual({ status: 200, body: 'to t2' });
    expect(state.calls).toBe(2);
    expect(vault.count()).toBe(1);
  });

  it('shares its refresh with calls that end like it, and with calls that throw', async () => {
    const { token, rotate, state, answer, vault } = await server();
    const call = token.refreshOnError(async (isThrown: boolean) => {
      const { status, body } = answer();
      if (isThrown && status === 401) throw new Error('unauthorized');
      return { status, body };
    }, isUnauthorized);
    rotate('t2');

    const responses = await Promise.all([call(true), call(false), call(true), call(false)]);

    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
    expect(state.calls).toBe(8);
    expect(vault.count()).toBe(1);
  });

  it('is returned when no refresh helps, after as many repeats as there may be', async () => {
    const { state, wrapped, runtime } = await server();
    state.accepted = 'never';

    expect(await wrapped({ ...isUnauthorized, retries: 3 })()).toEqual({ status: 401, body: 'to t1' });
    expect(state.calls).toBe(4);
    expect(runtime.messages.join()).toContain('still fails');
  });

  it('is returned when the refresh fails', async () => {
    const { rotate, wrapped, state, secrets } = await server();
    rotate('t2');
    secrets.failAlways(awsError('ServiceUnavailable', 'away', 503));

    expect(await wrapped()()).toEqual({ status: 401, body: 'to t1' });
    expect(state.calls).toBe(1);
  });

  it('is looked for in what an Observable emits, which is then subscribed to again', async () => {
    const { token, rotate, answer } = await server();
    const call = token.refreshOnError(
      () => defer(() => of(answer(), { status: 200, body: 'end' })),
      isUnauthorized,
    );
    rotate('t2');

    expect(await lastValueFrom(call().pipe(toArray()))).toEqual([
      { status: 200, body: 'to t2' },
      { status: 200, body: 'end' },
    ]);
  });

  it('ends an Observable when no refresh helps', async () => {
    const { token, state, answer } = await server();
    const source = concat(
      defer(() => of(answer())),
      of({ status: 200, body: 'next' }),
    );
    const call = token.refreshOnError(() => source, isUnauthorized);
    state.accepted = 'never';

    expect(await lastValueFrom(call().pipe(toArray()))).toEqual([{ status: 401, body: 'to t1' }]);
  });

  it('is looked for in the Observable that a promise brings', async () => {
    const { token, rotate, answer } = await server();
    const call = token.refreshOnError(async () => defer(() => of(answer())), isUnauthorized);
    rotate('t2');

    expect(await lastValueFrom(await call())).toEqual({ status: 200, body: 'to t2' });
  });
});

describe('A predicate onResult', () => {
  it('that throws takes no result for an error, and the log says so', async () => {
    const { wrapped, state, runtime } = await server();
    state.accepted = 'never';
    const onResult = (): boolean => {
      throw new Error('t1 is the token');
    };

    expect((await wrapped({ onResult })()).status).toBe(401);
    expect(runtime.messages).toHaveLength(1);
    expect(runtime.messages[0]).toContain('"onResult"');
    expect(runtime.messages[0]).not.toContain('t1');
  });

  it('that is asynchronous takes no result for an error, whatever it is fulfilled with, and the log says so', async () => {
    const { wrapped, runtime, rotate } = await server();
    rotate('t2');
    const onResult = (async () => true) as never;
    const rejecting = (async () => Promise.reject(new Error('t1'))) as never;

    expect((await wrapped({ onResult })()).status).toBe(401);
    expect((await wrapped({ onResult: rejecting })()).status).toBe(401);
    expect(runtime.messages[0]).toContain('returned a promise');
  });

  it('has to be a function', async () => {
    const { wrapped } = await server();

    const error = thrown(() => wrapped({ onResult: 401 } as unknown as RefreshOnErrorFunctionOptions));

    expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
    expect(error.message).toContain('"onResult" must be a predicate');
  });

  it('keeps the results out of the log', async () => {
    const { rotate, wrapped, state, secrets, runtime } = await server();
    const call = wrapped();
    rotate('t2');
    await call();
    state.accepted = 'never';
    await call();
    secrets.failAlways(awsError('ServiceUnavailable', 'away', 503));
    await call();

    expect(runtime.messages).toHaveLength(4);
    expect(runtime.messages.join()).not.toMatch(/t\d/);
  });
});
