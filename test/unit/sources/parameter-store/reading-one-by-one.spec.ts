import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ParameterAccessDeniedError, SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { awsError, makeCache, rejection } from '../../../support/make-cache.js';

const caches: SsmCache[] = [];

afterEach(() => {
  for (const cache of caches.splice(0)) cache.close();
});

const names = Array.from({ length: 12 }, (_, index) => `/n${index}`);

/** A role that lacks `denied`, and a cache that reads with it. */
const withoutAction = (denied: string) => {
  const secretsManager = new InMemorySecretsManager({ 'prod/db': 's3cret' });
  const store = new InMemoryParameterStore(
    { ...Object.fromEntries(names.map((name) => [name, `v ${name}`])), '/list': ['a', 'b'] },
    { secretsManager },
  );
  store.put('/n0', 'second');
  store.label('/n0', 'live', 1);
  store.deny({ action: denied });
  const cache = new SsmCache({ ssmClient: store, minRefreshInterval: 0 });
  caches.push(cache);
  const count = (operation: string): number =>
    store.calls.filter((call) => call.operation === operation).length;
  return { cache, store, count };
};

describe('A role that may only use ssm:GetParameter', () => {
  it('reads one name, in every spelling and version', async () => {
    const { cache } = withoutAction('GetParameters');
    const arn = 'arn:aws:ssm:us-east-1:123456789012:parameter/n1';
    const spellings = ['/n0', '/n0:1', '/n0:live', arn, '/list', '/aws/reference/secretsmanager/prod/db'];

    expect(await Promise.all(spellings.map((name) => cache.parameter<unknown>(name).get()))).toEqual([
      'second',
      'v /n0',
      'v /n0',
      'v /n1',
      ['a', 'b'],
      's3cret',
    ]);
  });

  it('reads many, and asks for each by itself from then on', async () => {
    const { cache, count } = withoutAction('GetParameters');
    const handles = names.map((name) => cache.parameter(name));
    const values = await Promise.all(handles.map((handle) => handle.get()));

    expect(values).toEqual(['second', ...names.slice(1).map((name) => `v ${name}`)]);
    const denied = count('GetParameters');
    await cache.refresh();
    expect(count('GetParameters')).toBe(denied);
    expect(count('GetParameter')).toBeGreaterThanOrEqual(2 * names.length);
  });

  it('is told of a name or a version that does not exist', async () => {
    const { cache } = withoutAction('GetParameters');
    const missing = ['/missing', '/n0:99'].map((name) => cache.parameter(name, { default: 'none' }));

    expect(await Promise.all(missing.map((handle) => handle.get()))).toEqual(['none', 'none']);
    expect((await rejection(cache.parameter('/missing').get())).name).toBe('InvalidParameterError');
  });

  it('is told which permission it lacks for one name', async () => {
    const { cache, store } = withoutAction('GetParameters');
    store.deny('/n3');
    const handles = ['/n1', '/n2', '/n3', '/n4'].map((name) => cache.parameter(name));
    const outcomes = await Promise.allSettled(handles.map((handle) => handle.get()));

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    const error = await rejection(cache.parameter('/n3').get());
    expect(error).toBeInstanceOf(ParameterAccessDeniedError);
    expect(error.message).toMatch(/ssm:GetParameter\b/);
  });

  it('reads through a client that takes commands', async () => {
    const { store } = withoutAction('GetParameters');
    const sent: unknown[] = [];
    const send = (command: { constructor: unknown }, options: object): Promise<unknown> => {
      sent.push(command.constructor);
      return store.send(command as never, options);
    };
    const cache = new SsmCache({ ssmClient: { send } as never });
    caches.push(cache);

    await expect(cache.parameter('/n1').get()).resolves.toBe('v /n1');
    expect(sent).toContain(GetParameterCommand);
  });
});

describe('A role that may use ssm:GetParameters', () => {
  it('goes on by tens, whatever else it may use, when one name of the first batch is denied', async () => {
    const { cache, store, count } = withoutAction('Nothing');
    store.deny('/n3');
    const handles = names.map((name) => cache.parameter(name));
    const outcomes = await Promise.allSettled(handles.map((handle) => handle.get()));

    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    const before = count('GetParameter');
    expect(before).toBeLessThanOrEqual(1);
    await Promise.allSettled([cache.refresh()]);
    expect(count('GetParameter')).toBe(before);
  });

  it('goes on by tens after a denial of everything that was lifted', async () => {
    const { cache, store, count } = withoutAction('Get*');
    const handles = names.map((name) => cache.parameter(name));
    await Promise.allSettled(handles.map((handle) => handle.get()));
    expect(count('GetParameter')).toBeLessThanOrEqual(3);
    store.allow();
    const before = count('GetParameter');
    await Promise.all(handles.map((handle) => handle.refresh()));
    await Promise.all(handles.map((handle) => handle.refresh()));

    expect(count('GetParameter')).toBe(before);
  });
});

describe('A client without getParameter()', () => {
  it('is told the denial', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = () => {
      throw awsError('AccessDeniedException');
    };
    const error = await rejection(cache.parameter('/x').get());

    expect(error).toBeInstanceOf(ParameterAccessDeniedError);
    expect(error.message).toContain('ssm:GetParameters');
  });
});

describe('An endpoint without GetParameters', () => {
  const emulator = (getParameter: (input: { Name: string }) => Promise<unknown>) => {
    let asked = 0;
    const cache = new SsmCache({
      ssmClient: {
        getParameters: async () => {
          asked += 1;
          throw awsError('UnknownOperationException');
        },
        getParameter,
      },
      minRefreshInterval: 0,
    });
    caches.push(cache);
    return { cache, asked: () => asked };
  };

  it('is asked by GetParameter, for good', async () => {
    const { cache, asked } = emulator(async ({ Name }) => ({
      Parameter: { Name, Value: `v ${Name}`, Type: 'String' },
    }));
    const handles = ['/a', '/b', '/c'].map((name) => cache.parameter(name));

    expect(await Promise.all(handles.map((handle) => handle.get()))).toEqual(['v /a', 'v /b', 'v /c']);
    await cache.refresh();
    expect(asked()).toBe(1);
  });

  it.each([
    ['no parameter', {}],
    ['nothing', undefined],
    ['another parameter', { Parameter: { Name: '/b', Value: 'v', Type: 'String' } }],
  ])('cannot be used when it answers %s, and the error says so', async (_, answer) => {
    const { cache } = emulator(async () => answer);
    const error = await rejection(cache.parameter('/a').get());

    expect(error.name).toBe('RefreshError');
    expect(error.message).toContain('it is not among the answers');
  });
});

describe('A client that may read one by one', () => {
  const parameter = (Name: string) => ({ Name, Type: 'String', Value: `v ${Name}`, Version: 1 });
  const denied = (): Error => awsError('AccessDeniedException');
  const all = Array.from({ length: 20 }, (_, index) => `/p/${String(index).padStart(2, '0')}`);

  it('does so also for a batch that is denied later', async () => {
    const asked: string[] = [];
    let denyLater = (): void => undefined;
    const { cache, runtime } = makeCache({
      ssmClient: {
        getParameters: ({ Names }) =>
          Names.includes('/p/19')
            ? new Promise((_resolve, reject) => (denyLater = () => reject(denied())))
            : Promise.reject(denied()),
        getParameter: async ({ Name }) => {
          asked.push(Name);
          return { Parameter: parameter(Name) };
        },
      },
    });
    const values = Promise.all(all.map((name) => cache.parameter(name).get()));
    await runtime.drain();
    expect(asked).toHaveLength(10);
    denyLater();

    expect(await values).toEqual(all.map((name) => `v ${name}`));
    expect(asked).toHaveLength(20);
  });

  it.each([
    ['is not known', 'UnknownOperationException', 'SSM_CACHE_ACCESS_DENIED', 'ssm:GetParameters'],
    ['is denied too', 'AccessDeniedException', 'SSM_CACHE_ACCESS_DENIED', 'ssm:GetParameters'],
    ['is throttled', 'ThrottlingException', 'SSM_CACHE_REFRESH', 'ThrottlingException'],
  ])('tells what AWS said of several where one %s', async (_what, name, code, told) => {
    const { cache } = makeCache({
      ssmClient: {
        getParameters: () => Promise.reject(denied()),
        getParameter: () => Promise.reject(awsError(name)),
      },
    });
    const error = await rejection(cache.parameter('/x').get());

    expect(error.code).toBe(code);
    expect(error.message).toContain(told);
  });
});
