import { describe, expect, it } from '@jest/globals';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, rejection, thrown } from '../../support/make-cache.js';

const later = async (value: unknown): Promise<string> => {
  await settle(1);
  return `${String(value)}, later`;
};

/** A parameter that was loaded, has expired, and whose next refresh meets `failure`. */
const expired = async (
  fail: (context: ReturnType<typeof makeCache>) => void,
  options: Parameters<typeof makeCache>[0] = {},
) => {
  const context = makeCache({ maxAge: 60, jitter: 0, ...options });
  context.parameters.put('/x', '1');
  const handle = context.cache.parameter('/x', { transform: 'number' });
  await handle.get();
  await context.runtime.advance(61);
  fail(context);
  return { ...context, handle };
};

const network = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

const transient: [string, unknown][] = [
  ['throttling', awsError('ThrottlingException', 'Rate exceeded')],
  ['a server error', awsError('InternalServerError', 'oops', 500)],
  ['an unknown server error', awsError('Unknown', 'UnknownError', 503)],
  ['a refused connection', network],
  ['a time-out', awsError('TimeoutError')],
  ['expired credentials', awsError('ExpiredTokenException')],
  ['unknown credentials', awsError('UnrecognizedClientException')],
  ['missing credentials', Object.assign(new Error('no'), { name: 'CredentialsProviderError' })],
  ['an HTML page in place of JSON', new SyntaxError('Unexpected token <')],
  ['something that is no error', 'a string'],
  ['undefined', undefined],
];

const refused = ['AccessDeniedException', 'AccessDenied', 'InvalidKeyId', 'DecryptionFailure'];

describe('Failure', () => {
  describe.each(transient)('that may pass: %s', (_title, error) => {
    const failing = ({ ssm }: ReturnType<typeof makeCache>) => {
      ssm.instead = () => {
        throw error;
      };
    };

    it('leaves the last known value to strict and synchronous reads', async () => {
      const { handle } = await expired(failing);

      await expect(handle.get()).resolves.toBe(1);
      expect(handle.value).toBe(1);
    });

    it('rejects a forced refresh, and a first load, with RefreshError', async () => {
      const { handle, cache, runtime } = await expired(failing);
      const refresh = rejection(handle.refresh());
      await runtime.advance(1);

      expect(await refresh).toMatchObject({ name: 'RefreshError', code: 'SSM_CACHE_REFRESH', names: ['/x'] });
      expect(await rejection(cache.parameter('/never').get())).toMatchObject({ name: 'RefreshError' });
    });
  });

  it('that may pass ends in StaleValueError beyond maxAge + maxStale, for both kinds of read', async () => {
    const { handle, runtime } = await expired(
      ({ ssm }) => {
        ssm.instead = () => {
          throw awsError('ThrottlingException');
        };
      },
      { maxStale: 100 },
    );
    await expect(handle.get()).resolves.toBe(1);
    await runtime.advance(98);
    await expect(handle.get()).resolves.toBe(1);
    expect(handle.value).toBe(1);
    await runtime.advance(2);

    const error = await rejection(handle.get());
    expect(error).toMatchObject({ name: 'StaleValueError', code: 'SSM_CACHE_STALE_VALUE', names: ['/x'] });
    expect(error.cause).toMatchObject({ name: 'RefreshError' });
    expect(thrown(() => handle.value).name).toBe('StaleValueError');
  });

  it('that may pass with maxStale 0 is not covered by the old value at all', async () => {
    const { handle } = await expired(
      ({ ssm }) => {
        ssm.instead = () => {
          throw awsError('ThrottlingException');
        };
      },
      { maxStale: 0 },
    );

    expect((await rejection(handle.get())).name).toBe('StaleValueError');
    expect(thrown(() => handle.value).name).toBe('StaleValueError');
  });

  it('heals from StaleValueError by a later success', async () => {
    const { handle, runtime, ssm, parameters } = await expired(
      (context) => {
        context.ssm.instead = () => {
          throw awsError('ThrottlingException');
        };
      },
      { maxStale: 0 },
    );
    await rejection(handle.get());
    ssm.instead = undefined;
    parameters.put('/x', '2');
    await runtime.advance(60);

    await expect(handle.get()).resolves.toBe(2);
    expect(handle.value).toBe(2);
  });

  it('of a synchronous read beyond maxStale still asks AWS again', async () => {
    const { handle, runtime, parameters } = await expired(() => {}, { maxStale: 0 });
    parameters.put('/x', '2');
    expect(thrown(() => handle.value).name).toBe('StaleValueError');
    await runtime.advance(0);

    expect(handle.value).toBe(2);
  });

  it('never makes a value look fresh: every strict read after the back-off asks again', async () => {
    const { handle, cache, runtime, ssm } = await expired((context) => {
      context.ssm.instead = () => {
        throw awsError('ThrottlingException');
      };
    });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const before = ssm.count();
      await handle.get();
      expect(ssm.count()).toBe(before + 1);
      expect(cache.inspect()[0]?.age).toBeCloseTo(61 + attempt * 61, 5);
      expect(cache.inspect()[0]?.state).not.toBe('fresh');
      await runtime.advance(61);
    }
  });

  describe('because the name is gone', () => {
    it('rejects strict reads and leaves the last known value to synchronous ones', async () => {
      const { handle } = await expired(({ parameters }) => parameters.delete('/x'));
      const error = await rejection(handle.get());

      expect(error).toMatchObject({
        name: 'InvalidParameterError',
        code: 'SSM_CACHE_INVALID_PARAMETER',
        names: ['/x'],
      });
      expect(handle.value).toBe(1);
    });

    it.each([
      ['within its max age', 60],
      ['without a max age', undefined],
    ])('rejects strict reads of a value %s at once', async (_title, maxAge) => {
      const { cache, parameters, secrets } = makeCache({ minRefreshInterval: 0, ...(maxAge && { maxAge }) });
      parameters.put('/young', 'v');
      secrets.put('young', 'v');
      const handles = [cache.parameter('/young'), cache.secret('young')];
      await cache.ready();
      parameters.delete('/young');
      secrets.delete('young', { force: true });
      for (const handle of handles) {
        expect((await rejection(handle.refresh())).code).toBe('SSM_CACHE_INVALID_PARAMETER');
        expect((await rejection(handle.get())).code).toBe('SSM_CACHE_INVALID_PARAMETER');
        expect(handle.value).toBe('v');
      }
    });

    it('rejects strict reads of a member of a group at once, and heals', async () => {
      const { cache, parameters, runtime } = makeCache({ maxAge: 60, minRefreshInterval: 0 });
      parameters.put('/a', 'v');
      parameters.put('/b', 'v');
      const group = cache.createGroup();
      const [gone, there] = [group.parameter('/a'), group.parameter('/b')];
      await group.refresh();
      parameters.delete('/a');
      await rejection(group.refresh());
      expect((await rejection(gone.get())).code).toBe('SSM_CACHE_INVALID_PARAMETER');
      await expect(there.get()).resolves.toBe('v');
      parameters.put('/a', 'back');
      await runtime.advance(3);

      await expect(gone.get()).resolves.toBe('back');
    });

    it('ends in StaleValueError for synchronous reads beyond maxAge + maxStale', async () => {
      const { handle, runtime } = await expired(({ parameters }) => parameters.delete('/x'), {
        maxStale: 10,
      });
      await rejection(handle.get());
      expect(handle.value).toBe(1);
      await runtime.advance(10);

      expect(thrown(() => handle.value).name).toBe('StaleValueError');
      expect((await rejection(handle.get())).name).toBe('InvalidParameterError');
    });

    it('heals when the name is there again, though its version is lower', async () => {
      const { handle, parameters, runtime } = await expired(({ parameters: store }) => {
        store.put('/x', '7');
        store.delete('/x');
      });
      await rejection(handle.get());
      parameters.put('/x', '3');
      await runtime.advance(60);

      await expect(handle.get()).resolves.toBe(3);
      expect(handle.version).toBe(1);
    });

    it('is said of a first load too', async () => {
      const { cache } = makeCache();
      const handle = cache.parameter('/none');

      expect(await rejection(handle.get())).toMatchObject({
        name: 'InvalidParameterError',
        names: ['/none'],
      });
      expect(thrown(() => handle.value).name).toBe('InvalidParameterError');
    });

    it.each(['ResourceNotFoundException', 'ParameterNotFound', 'ParameterVersionNotFound'])(
      'is told by the error %s',
      async (name) => {
        const { cache, vault } = makeCache();
        vault.instead = () => {
          throw awsError(name);
        };

        expect((await rejection(cache.secret('s').get())).name).toBe('InvalidParameterError');
      },
    );

    it('is what a secret marked for deletion is', async () => {
      const { cache, secrets } = makeCache();
      secrets.put('s', 'v');
      secrets.delete('s');

      expect((await rejection(cache.secret('s').get())).name).toBe('InvalidParameterError');
    });

    it('covers an unknown version, label and stage', async () => {
      const { cache, parameters, secrets } = makeCache();
      parameters.put('/x', 'v');
      secrets.put('s', 'v');

      for (const handle of [
        cache.parameter('/x:7'),
        cache.parameter('/x:none'),
        cache.secret('s', { versionStage: 'NONE' }),
      ]) {
        expect((await rejection(handle.get())).name).toBe('InvalidParameterError');
      }
    });
  });

  describe.each(refused)('because AWS refuses (%s)', (name) => {
    const refusing = ({ ssm }: ReturnType<typeof makeCache>) => {
      ssm.instead = () => {
        throw awsError(name);
      };
    };

    it('rejects every read from then on', async () => {
      const { handle, runtime } = await expired(refusing);
      expect(await rejection(handle.get())).toMatchObject({
        name: 'ParameterAccessDeniedError',
        code: 'SSM_CACHE_ACCESS_DENIED',
        names: ['/x'],
      });
      expect(thrown(() => handle.value).name).toBe('ParameterAccessDeniedError');
      await runtime.advance(3_600);
      expect(thrown(() => handle.value).name).toBe('ParameterAccessDeniedError');
    });

    it('heals when AWS answers again', async () => {
      const { handle, runtime, ssm, parameters } = await expired(refusing);
      await handle.get().catch(() => {});
      ssm.instead = undefined;
      parameters.put('/x', '2');
      await runtime.advance(61);

      await expect(handle.get()).resolves.toBe(2);
      expect(handle.value).toBe(2);
    });
  });

  it('to refresh after a refusal does not bring the old value back', async () => {
    const { handle, runtime, ssm } = await expired((context) => context.parameters.deny('/x'));
    await rejection(handle.get());
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    await runtime.advance(61);

    await rejection(handle.get());
    expect(thrown(() => handle.value).code).toMatch(/^SSM_CACHE_/);
  });

  it('to decrypt with a disabled key is a refusal', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v', { type: 'SecureString', keyId: 'alias/shop' });
    parameters.disableKey('alias/shop');

    expect((await rejection(cache.parameter('/x').get())).name).toBe('ParameterAccessDeniedError');
  });

  describe('because the new value is unusable', () => {
    it('leaves the last good value to both kinds of read, and says so in the log', async () => {
      const { handle, cache, runtime } = await expired(({ parameters }) => parameters.put('/x', 'canary'));

      await expect(handle.get()).resolves.toBe(1);
      expect(handle.value).toBe(1);
      expect(handle.version).toBe(1);
      expect(cache.inspect()[0]?.lastError?.code).toBe('SSM_CACHE_TRANSFORM');
      expect(runtime.messages.join('\n')).toContain('/x');
      expect(runtime.messages.join('\n')).not.toContain('canary');
    });

    it('is an error of a first load and of a forced refresh', async () => {
      const { handle, runtime, parameters } = await expired((context) => context.parameters.put('/x', 'bad'));
      const refresh = rejection(handle.refresh());
      await runtime.advance(1);
      expect(await refresh).toMatchObject({ name: 'TransformError', code: 'SSM_CACHE_TRANSFORM' });

      const { cache } = makeCache({ ssmClient: parameters });
      expect((await rejection(cache.parameter('/x', { transform: 'number' }).get())).name).toBe(
        'TransformError',
      );
    });

    it('heals with the next value that is good', async () => {
      const { handle, parameters, runtime } = await expired((context) => context.parameters.put('/x', 'bad'));
      await handle.get();
      parameters.put('/x', '3');
      await runtime.advance(61);

      await expect(handle.get()).resolves.toBe(3);
    });

    it('does not hinder a handle that can use it', async () => {
      const { cache, parameters, runtime } = makeCache({ maxAge: 60, jitter: 0 });
      parameters.put('/x', '1');
      const text = cache.parameter('/x');
      const number = cache.parameter('/x', { transform: 'number' });
      await Promise.all([text.get(), number.get()]);
      parameters.put('/x', 'words');
      await runtime.advance(61);

      await expect(Promise.all([text.get(), number.get()])).resolves.toEqual(['words', 1]);
    });
  });

  it('is said in the log once, not at each attempt, and so is the recovery', async () => {
    const { handle, runtime, ssm } = await expired((context) => {
      context.ssm.instead = () => {
        throw awsError('ThrottlingException');
      };
    });
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await handle.get();
      await runtime.advance(61);
    }
    expect(runtime.messages).toHaveLength(1);
    ssm.instead = undefined;
    await handle.get();

    expect(runtime.messages).toHaveLength(2);
  });

  // The test runner fails a test that leaves an unhandled rejection.
  it('in the background never becomes an unhandled rejection', async () => {
    const { handle, cache, runtime } = await expired((context) => {
      context.ssm.instead = () => {
        throw awsError('ThrottlingException');
      };
    });
    expect(handle.value).toBe(1);
    expect(thrown(() => cache.parameter('/other').value).name).toBe('ParameterNotLoadedError');
    await settle(10);
    await runtime.advance(120);
    expect(handle.value).toBe(1);
    await settle(10);
  });
});

describe('Back-off', () => {
  const failing = async (chance: number) => {
    const context = await expired((made) => {
      made.ssm.instead = () => {
        throw awsError('ThrottlingException');
      };
    });
    context.runtime.chance = chance;
    context.ssm.calls.length = 0;
    return context;
  };

  /** How long after a failed attempt a read leads to the next one. */
  const waitBeforeNext = async ({ handle, runtime, ssm }: Awaited<ReturnType<typeof failing>>) => {
    const before = ssm.count();
    for (let waited = 0; ; waited += 0.25) {
      await handle.get();
      if (ssm.count() > before) return waited;
      if (waited > 100) return Infinity;
      await runtime.advance(0.25);
    }
  };

  it('waits up to a limit that doubles from 2 s and stays at 60 s', async () => {
    const context = await failing(0.999_999);
    await context.handle.get();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) waits.push(await waitBeforeNext(context));
    const limits = [2, 4, 8, 16, 32, 60, 60, 60];

    for (const [index, limit] of limits.entries()) {
      expect(waits[index]).toBeLessThanOrEqual(limit);
      expect(waits[index]).toBeGreaterThan(limit * 0.9);
    }
  });

  it('waits no shorter than 1 s, however often it failed', async () => {
    const shortest = await failing(0);
    await shortest.handle.get();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) waits.push(await waitBeforeNext(shortest));

    expect(waits).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('answers reads meanwhile at once, without a call', async () => {
    const { handle, ssm } = await failing(0.999_999);
    await handle.get();
    for (let read = 0; read < 50; read += 1) {
      await expect(handle.get()).resolves.toBe(1);
      expect(handle.value).toBe(1);
    }
    await settle();

    expect(ssm.count()).toBe(1);
  });

  it('is ignored by a forced refresh', async () => {
    const { handle, ssm, runtime, parameters } = await failing(0.999_999);
    await handle.get();
    await runtime.advance(0.9);
    await handle.get();
    expect(ssm.count()).toBe(1);
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const refresh = rejection(handle.refresh());
      await runtime.advance(1);
      await refresh;
    }
    expect(ssm.count()).toBe(7);
    ssm.instead = undefined;
    parameters.put('/x', '2');
    const refresh = handle.refresh();
    await runtime.advance(1);
    await refresh;

    expect(handle.value).toBe(2);
  });

  it('begins anew after a success', async () => {
    const context = await failing(0.999_999);
    const { handle, ssm, runtime } = context;
    await handle.get();
    for (let attempt = 0; attempt < 4; attempt += 1) await waitBeforeNext(context);
    const broken = ssm.instead;
    ssm.instead = undefined;
    await runtime.advance(60);
    await handle.get();
    ssm.instead = broken;
    await runtime.advance(61);
    await handle.get();

    expect(await waitBeforeNext(context)).toBeLessThanOrEqual(2);
  });

  it('of one name does not delay another', async () => {
    const { cache, ssm, parameters, runtime } = makeCache({ maxAge: 10, jitter: 0 });
    runtime.chance = 0.999_999;
    parameters.put('/good', 'v');
    await rejection(cache.parameter('/missing').get());

    await expect(cache.parameter('/good').get()).resolves.toBe('v');
    expect(ssm.count()).toBe(2);
  });

  it('also stands before the next attempt to load what never was', async () => {
    const { cache, ssm, runtime } = makeCache();
    runtime.chance = 0.999_999;
    const handle = cache.parameter('/missing');
    await rejection(handle.get());
    await rejection(handle.get());
    expect(ssm.count()).toBe(1);
    await runtime.advance(2);
    await rejection(handle.get());

    expect(ssm.count()).toBe(2);
  });

  it('is over at once when the process was frozen past it', async () => {
    const { handle, ssm, runtime, parameters } = await failing(0.999_999);
    await handle.get();
    ssm.instead = undefined;
    parameters.put('/x', '2');
    runtime.freeze(120);

    await expect(handle.get()).resolves.toBe(2);
  });
});

describe('While AWS is away', () => {
  it('a new handle reads the last known value, also through a conversion that takes time', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60 });
    parameters.put('/x', 'v');
    const held = cache.parameter('/x');
    await held.get();
    await runtime.advance(61);
    parameters.failAlways('ServiceUnavailable');
    await held.get();
    const slow = cache.parameter('/x', { transform: later });

    await expect(slow.get()).resolves.toBe('v, later');
    expect(cache.inspect().find(({ lastError }) => lastError !== undefined)?.state).toBe('backing off');
  });

  it('a name that is gone is gone for a new handle, too', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60 });
    parameters.put('/x', 'v');
    const held = cache.parameter('/x');
    await held.get();
    parameters.delete('/x');
    await rejection(held.refresh());
    const slow = cache.parameter('/x', { transform: later });
    await runtime.advance(0.1);

    expect((await rejection(slow.get())).code).toBe('SSM_CACHE_INVALID_PARAMETER');
  });

  it('a call is helped by a value that came before the callback has seen it', async () => {
    const { cache, secrets, runtime } = makeCache({ maxAge: 60, minRefreshInterval: 0 });
    secrets.put('db', 'one');
    const password = cache.secret('db');
    let connected = await password.get();
    let accepted = 'one';
    const query = password.refreshOnError(
      async () => {
        if (connected !== accepted) throw new Error('28P01');
        return 'rows';
      },
      { onRefresh: () => void (connected = password.value) },
    );
    secrets.rotate('db', 'two');
    await runtime.advance(61);
    await password.get();
    accepted = 'two';
    secrets.failAlways('ServiceUnavailable');

    await expect(query()).resolves.toBe('rows');
    accepted = 'three';
    await expect(query()).rejects.toMatchObject({ refreshError: { code: 'SSM_CACHE_REFRESH' } });
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

describe('The members of a group', () => {
  it('both of two refused members of a group are refused', async () => {
    const { cache, secrets, runtime } = makeCache({ maxAge: 60 });
    secrets.put('a', 'a1');
    secrets.put('b', 'b1');
    const group = cache.createGroup();
    const members = [group.secret('a'), group.secret('b')];
    await group.refresh();
    secrets.deny('a');
    secrets.deny('b');
    await runtime.advance(61);
    for (const member of members) {
      expect((await rejection(member.get())).name).toBe('ParameterAccessDeniedError');
      expect(() => member.value).toThrow('AWS denies access');
    }
  });

  it('a member that is gone is gone though another is refused', async () => {
    const { cache, secrets, runtime } = makeCache({ maxAge: 60 });
    secrets.put('a', 'a1');
    secrets.put('b', 'b1');
    const group = cache.createGroup();
    const [, gone] = [group.secret('a'), group.secret('b')];
    await group.refresh();
    secrets.deny('a');
    secrets.delete('b', { force: true });
    await runtime.advance(61);
    expect((await rejection(gone.get())).name).toBe('InvalidParameterError');
  });
});
