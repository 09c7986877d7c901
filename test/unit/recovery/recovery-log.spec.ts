import { describe, expect, it } from '@jest/globals';
import { defer, lastValueFrom, of, throwError } from 'rxjs';
import { makeCache, rejection } from '../../support/make-cache.js';

/** A password that a database accepts, or not, and a login with it. */
const logins = async () => {
  const made = makeCache({ minRefreshInterval: 0 });
  made.secrets.put('db', 'p1');
  const password = made.cache.secret('db');
  await password.get();
  const database = { accepts: 'p1' };
  const login = async (): Promise<string> => {
    if (password.value !== database.accepts) throw new Error(`28P01 ${password.value}`);
    return 'in';
  };
  const rotate = (): void => {
    made.secrets.rotate('db', 'p2');
    database.accepts = 'p2';
  };
  const { messages } = made.runtime;
  return { ...made, password, database, login, rotate, messages };
};

describe('The log of a call that is repeated', () => {
  it('says once for each rotation that it was healed, however many calls were', async () => {
    const { password, login, rotate, messages } = await logins();
    const call = password.refreshOnError(login);
    rotate();
    await Promise.all(Array.from({ length: 100 }, () => call()));
    await call();

    expect(messages).toEqual(['log login failed, and succeeded after a refresh.']);
  });

  it('warns once for each version that no refresh helps, and says where to look', async () => {
    const { password, login, database, messages, secrets, runtime } = await logins();
    const call = password.refreshOnError(login, { retries: 2, delay: 1 });
    database.accepts = 'something else';
    const failures = Promise.all(Array.from({ length: 100 }, () => rejection(call())));
    await runtime.advance(10);
    await failures;
    expect(messages).toEqual([
      expect.stringMatching(/^warn login still fails after 2 refreshes\..*"on".*delay/),
    ]);

    secrets.rotate('db', 'p2');
    const later = rejection(call());
    await runtime.advance(10);
    await later;
    expect(messages).toHaveLength(2);
  });

  it('warns once that a refresh failed, beside what the refresh itself logs', async () => {
    const { password, login, database, messages, secrets } = await logins();
    const call = password.refreshOnError(login);
    database.accepts = 'p2';
    secrets.failNext('AccessDeniedException', 2);
    await rejection(call());
    await rejection(call());

    expect(messages.filter((message) => message.includes('login'))).toEqual([
      expect.stringMatching(/^warn login failed, and the refresh.*"refreshError"/),
    ]);
  });

  it('warns once of a predicate that throws, since it matches nothing', async () => {
    const { password, login, database, messages } = await logins();
    const call = password.refreshOnError(login, { on: (error: any) => error.response.status === 401 });
    database.accepts = 'p2';
    await rejection(call());
    await rejection(call());

    expect(messages).toEqual([
      expect.stringMatching(/^warn A predicate of login, "on" or "onResult", threw/),
    ]);
  });

  it('says the same of an Observable', async () => {
    const { password, rotate, database, messages } = await logins();
    const call = password.refreshOnError(
      () =>
        defer(() => (password.value === database.accepts ? of('in', 'side') : throwError(() => new Error()))),
      {},
    );
    rotate();
    await lastValueFrom(call());
    database.accepts = 'p3';
    await rejection(lastValueFrom(call()));

    expect(messages).toEqual([
      expect.stringMatching(/^log .* succeeded after a refresh\.$/),
      expect.stringMatching(/^warn .* still fails after 1 refresh\./),
    ]);
  });

  it('says nothing of calls that succeed, of errors that do not match, and where there are no retries', async () => {
    const { password, login, database, messages } = await logins();
    await password.refreshOnError(login)();
    database.accepts = 'p2';
    await rejection(password.refreshOnError(login, { on: TypeError })());
    await rejection(password.refreshOnError(login, { retries: 0 })());
    await lastValueFrom(password.refreshOnError(() => of('rows'))());

    expect(messages).toEqual([]);
  });
});
