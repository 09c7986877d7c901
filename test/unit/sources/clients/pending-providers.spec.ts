import { describe, expect, it } from '@jest/globals';
import { PendingProviders } from '../../../../lib/sources/clients/pending-providers.js';
import { settle } from '../../../support/fake-runtime.js';
import { rejection, track } from '../../../support/make-cache.js';

const never = (): Promise<never> => new Promise(() => undefined);

/** A client that shares one answer among its calls for as long as it is not there, as that of the SDK does. */
const providing = (provide: () => unknown) => {
  const providers = new PendingProviders();
  let asked = 0;
  const { credentials } = providers.watch({
    credentials: () => {
      asked += 1;
      return provide();
    },
  });
  let shared: Promise<unknown> | undefined;
  const share = (): Promise<unknown> => {
    shared ??= Promise.resolve(credentials()).finally(() => {
      shared = undefined;
    });
    return shared;
  };
  const controllers = new Map<string, AbortController>();
  const call = (name: string) => {
    const controller = new AbortController();
    controllers.set(name, controller);
    return track(providers.during(controller.signal, share));
  };
  const abort = (name: string): void => controllers.get(name)?.abort(new Error(`${name} is too late`));
  return { call, abort, asked: () => asked };
};

describe('What a function provides for a client of the SDK', () => {
  it('is what it answers, asked for as the SDK asks', async () => {
    const asked: unknown[] = [];
    const options = {
      name: 'kept',
      region: (): unknown => 'eu-west-1',
      credentials(this: unknown, hint: unknown) {
        asked.push([this === watched, hint]);
        return Promise.resolve('key');
      },
    };
    const watched = new PendingProviders().watch(options);

    await expect(watched.credentials('hint')).resolves.toBe('key');
    expect(await watched.region()).toBe('eu-west-1');
    expect(asked).toEqual([[true, 'hint']]);
    expect(watched.name).toBe('kept');
  });

  it('fails as it fails, even if it throws at once', async () => {
    const failure = new Error('no role');
    const { credentials, region } = new PendingProviders().watch({
      credentials: (): Promise<never> => {
        throw failure;
      },
      region: () => Promise.reject(failure),
    });

    expect(await rejection(credentials())).toBe(failure);
    expect(await rejection(region())).toBe(failure);
  });

  it('is given up for the next call once nobody waits for it, and asked for anew', async () => {
    const answers: (() => Promise<string>)[] = [never, () => Promise.resolve('key')];
    const { call, abort, asked } = providing(() => answers.shift()?.());
    const first = call('first');
    await settle();
    expect(first.state).toBe('pending');
    abort('first');
    await settle();
    expect(first).toMatchObject({ state: 'rejected', error: { message: 'first is too late' } });
    const second = call('second');
    await settle();

    expect([second.value, asked()]).toEqual(['key', 2]);
  });

  it('serves the next call when it comes too late for one', async () => {
    let answer = (_key: string): void => undefined;
    const { call, abort, asked } = providing(() => new Promise((resolve) => (answer = resolve)));
    call('first');
    await settle();
    const answerFirst = answer;
    abort('first');
    await settle();
    const second = call('second');
    await settle();
    expect([second.state, asked()]).toEqual(['pending', 2]);
    answerFirst('key');
    await settle();

    expect(second).toMatchObject({ state: 'fulfilled', value: 'key' });
  });

  it('fails as it fails the next time, whatever becomes of the question that was given up', async () => {
    const failures: ((error: Error) => void)[] = [];
    const { call, abort } = providing(() => new Promise((_resolve, reject) => failures.push(reject)));
    call('first');
    await settle();
    abort('first');
    await settle();
    const second = call('second');
    await settle();
    failures[0]?.(new Error('an old story'));
    await settle();
    expect(second.state).toBe('pending');
    failures[1]?.(new Error('no role'));
    await settle();

    expect(second).toMatchObject({ state: 'rejected', error: { message: 'no role' } });
  });

  it('is not given up for calls that still wait for it with one that was aborted', async () => {
    let answer = (_key: string): void => undefined;
    const { call, abort, asked } = providing(() => new Promise((resolve) => (answer = resolve)));
    call('hasty');
    const patient = call('patient');
    await settle();
    abort('hasty');
    await settle();
    const later = call('later');
    await settle();
    expect([patient.state, later.state, asked()]).toEqual(['pending', 'pending', 1]);
    answer('key');
    await settle();

    expect([patient.value, later.value]).toEqual(['key', 'key']);
  });

  it('is given up when the last of them has ended too, and not before a call needs it', async () => {
    const { call, abort, asked } = providing(never);
    call('hasty');
    const patient = call('patient');
    await settle();
    abort('hasty');
    await settle();
    abort('patient');
    await settle();
    expect([patient.state, asked()]).toEqual(['rejected', 1]);
    call('later');
    await settle();

    expect(asked()).toBe(2);
  });

  it('is given up once for all the calls that begin together then', async () => {
    const answers: (() => Promise<string>)[] = [never, () => Promise.resolve('key')];
    const { call, abort, asked } = providing(() => answers.shift()?.());
    call('first');
    await settle();
    abort('first');
    await settle();
    const calls = ['second', 'third', 'fourth'].map(call);
    await settle();

    expect(calls.map(({ value }) => value)).toEqual(['key', 'key', 'key']);
    expect(asked()).toBe(2);
  });

  it('stays what it is once it has been answered, whoever gives up', async () => {
    const { call, abort, asked } = providing(() => Promise.resolve('key'));
    const first = call('first');
    await settle();
    abort('first');
    await settle();

    expect([first.value, asked()]).toEqual(['key', 1]);
  });

  it('is asked through a function that still shows the marks of the SDK', () => {
    const credentials = Object.assign(never, { memoized: true });

    expect(new PendingProviders().watch({ credentials }).credentials).toHaveProperty('memoized', true);
  });
});

describe('What is given to a client of the SDK as it is', () => {
  it('reaches it unchanged', () => {
    const credentials = { accessKeyId: 'id', secretAccessKey: 'key' };
    const watched = new PendingProviders().watch({ credentials, region: 'eu-west-1' });

    expect(watched).toStrictEqual({ credentials, region: 'eu-west-1' });
    expect(watched.credentials).toBe(credentials);
    expect(new PendingProviders().watch({})).toStrictEqual({});
  });
});
