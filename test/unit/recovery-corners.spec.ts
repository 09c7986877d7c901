import { describe, expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { inspect } from 'node:util';
import { FakeRuntime } from '../support/fake-runtime.js';
import { awsError, makeCache, rejection, thrown, track } from '../support/make-cache.js';

describe('A callback that makes a call of its own', () => {
  it('gets the error of that call, instead of waiting for itself', async () => {
    const { cache, secrets, runtime } = makeCache();
    secrets.put('db', 'old');
    const password = cache.secret('db');
    await password.get();
    let isUp = false;
    let pool = 'none';
    const query: () => Promise<string> = password.refreshOnError(
      async () => {
        if (!isUp || pool === 'none') throw new Error('28P01');
        return 'rows';
      },
      {
        onRefresh: async () => {
          pool = password.value;
          await query();
        },
      },
    );
    const first = track(query());
    await runtime.advance(30);
    expect(first).toMatchObject({ state: 'rejected', error: { message: '28P01' } });

    isUp = true;
    pool = 'none';
    const later = track(query());
    await runtime.advance(600);
    expect(later).toMatchObject({ state: 'fulfilled', value: 'rows' });
  });
});

describe('A refresh', () => {
  it('ends although the log cannot be written', async () => {
    const runtime = new FakeRuntime();
    const broken = (): never => {
      throw new Error('The log stream is closed.');
    };
    let isUp = true;
    const cache = new SsmCache(
      {
        maxAge: 10,
        ssmClient: {
          getParameters: async ({ Names }) => {
            if (!isUp) throw awsError('ThrottlingException');
            return { Parameters: Names.map((Name) => ({ Name, Value: 'v', Type: 'String', Version: 1 })) };
          },
        },
      },
      {
        clock: runtime.clock,
        scheduler: runtime.scheduler,
        random: runtime.random,
        logger: { log: broken, warn: broken, error: broken },
      },
    );
    const handle = cache.parameter('/x');
    await handle.get();
    isUp = false;
    await runtime.advance(11);
    await expect(handle.get()).resolves.toBe('v');
    isUp = true;
    await runtime.advance(100);
    await expect(handle.get()).resolves.toBe('v');
    cache.close();
  });

  it('ends although what a transform made cannot be read', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 10 });
    parameters.put('/x', '1');
    const handle = cache.parameter<object>('/x', {
      transform: (text) => ({
        text,
        get url(): string {
          throw new Error('It is not configured.');
        },
      }),
    });
    await handle.get().catch(() => undefined);
    parameters.put('/x', '2');
    await runtime.advance(11);
    const read = track(handle.get());
    await runtime.advance(60);
    expect(read.state).not.toBe('pending');
  });

  it('of the cache includes what nobody holds a handle of', async () => {
    const { cache, parameters, ssm } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', '1');
    await cache.parameter('/x', { transform: (text) => text }).get();
    parameters.put('/x', '2');
    await cache.refresh();
    expect(ssm.count()).toBe(2);
    expect(cache.parameter('/x').value).toBe('2');
    expect(cache.inspect().filter(({ name }) => name === '/x')).toMatchObject([
      { state: 'fresh', version: 2 },
    ]);
  });
});

describe('A revoked value', () => {
  it('is not served to a handle that is made afterwards', async () => {
    const { cache, secrets, runtime } = makeCache({ maxAge: 10 });
    secrets.put('a', '1');
    secrets.put('b', 'revoked');
    const group = cache.createGroup();
    const members = [group.secret('a'), group.secret('b')];
    await group.refresh();
    secrets.deny('a');
    secrets.deny('b');
    await runtime.advance(11);
    await Promise.allSettled(members.map((member) => member.get()));

    const late = group.secret('b', { transform: (text) => `late ${String(text)}` });
    expect(thrown(() => late.value).code).toBe('SSM_CACHE_ACCESS_DENIED');
    expect((await rejection(late.get())).code).toBe('SSM_CACHE_ACCESS_DENIED');
  });

  it('stays revoked while AWS says nothing else', async () => {
    const { cache, parameters, runtime, ssm } = makeCache({ maxAge: 10 });
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    parameters.deny('/x');
    await runtime.advance(11);
    await rejection(handle.get());
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    await runtime.advance(120);
    expect((await rejection(handle.get())).code).toBe('SSM_CACHE_ACCESS_DENIED');
    expect(cache.inspect()).toMatchObject([{ state: 'refused' }]);
  });
});

describe('A handle', () => {
  it('shows its name, version and state when it is printed, getters and all', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'canary');
    const handle = cache.parameter('/x');
    await handle.get();
    const text = inspect(handle, { showHidden: true, depth: Infinity, getters: true });
    expect(text).toBe('SsmParameter { /x, version 1, fresh }');
  });
});

describe('An option that cannot work is refused where it is given', () => {
  const { cache } = makeCache({ groups: { one: {}, two: {} } });

  it.each<[string, () => unknown, RegExp]>([
    [
      'a misspelt one',
      () => cache.parameter('/x', { maxage: 5 } as never),
      /there is no option "maxage".*"maxAge"/,
    ],
    [
      'a text for a flag',
      () => cache.parameter('/x', { withDecryption: 'false' as never }),
      /must be true or false/,
    ],
    [
      'a text for optional',
      () => cache.parameter('/x', { optional: 'no' as never }),
      /must be true or false/,
    ],
    ['a number for a key', () => cache.secret('s', { key: 5 as never }), /"key" must be a text/],
    ['an empty version', () => cache.secret('s', { versionId: '' }), /"versionId" must be a text/],
    [
      'another group',
      () => cache.group('one').parameter('/x', { group: 'two' }),
      /of one group with the option "group"/,
    ],
    ['no name', () => cache.parameter(undefined as never), /needs a name/],
    ['no id', () => cache.secret(undefined as never), /needs a name/],
    ['no path', () => cache.parameters(undefined as never), /needs a name/],
    ['no options', () => cache.parameter('/x', null as never), /must be an object/],
    ['no group', () => makeCache({ groups: { a: null as never } }), /must be an object/],
    ['batchSecrets: true', () => makeCache({ batchSecrets: true as never }), /must be 'auto' or false/],
    ['nothing to repeat', () => cache.parameter('/x').refreshOnError(undefined as never), /takes a function/],
  ])('%s', (_title, give, message) => {
    expect(thrown(give).message).toMatch(message);
  });
});

describe('A value that cannot be used', () => {
  it('is logged once for each version of it, and when it is over', async () => {
    const { cache, parameters, runtime } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/port', '1');
    const port = cache.parameter('/port', { transform: 'number' });
    await port.get();
    for (const value of ['a', undefined, 'b', '2']) {
      if (value !== undefined) parameters.put('/port', value);
      await port.refresh().catch(() => undefined);
    }
    expect(runtime.messages).toEqual([
      expect.stringMatching(/^error "\/port" in version 2 cannot be used/),
      expect.stringMatching(/^error "\/port" in version 3 cannot be used/),
      'log "/port" can be refreshed again.',
    ]);
    expect(port.value).toBe(2);
  });

  it('that does not exist is replaced by the default, which is left as it is', async () => {
    const { cache } = makeCache();
    const byDefault = { names: ['a'] };
    const list = cache.parameter<{ names: string[] }>('/list', { transform: 'json', default: byDefault });

    expect(await list.get()).toBe(byDefault);
    expect(Object.isFrozen(byDefault)).toBe(false);
  });
});
