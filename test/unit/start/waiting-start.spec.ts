import { describe, expect, it } from '@jest/globals';
import { InvalidClientError, SsmCache, type SsmHandle } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { FakeRuntime } from '../../support/fake-runtime.js';
import { awsError, makeCache, track } from '../../support/make-cache.js';
import { preload, type PreloadTarget } from '../../../lib/cache/preload.js';

type Made = ReturnType<typeof makeCache>;

type Handles = readonly { readonly [INTERNALS]: any }[];

const startWith = (cache: SsmCache, handles: Handles, timeout = 30_000) =>
  track(
    cache[INTERNALS].preload(
      handles.map((handle, index) => ({ declaration: `A.p${index}`, view: handle[INTERNALS] })),
      timeout,
    ),
  );

const parametersOf = ({ cache, parameters }: Made, count: number) =>
  Array.from({ length: count }, (_, index) => {
    parameters.put(`/p/${index}`, 'v');
    return cache.parameter(`/p/${index}`);
  });

const secretsOf = ({ cache, secrets }: Made, count: number) =>
  Array.from({ length: count }, (_, index) => {
    secrets.put(`s/${index}`, 'v');
    return cache.secret(`s/${index}`);
  });

const warningsOf = ({ messages }: FakeRuntime): string[] =>
  messages.filter((message) => message.startsWith('warn')).map((message) => message.slice(5));

describe('A start that waits', () => {
  it('says within two seconds, and then every few seconds, for what, why and for how much longer', async () => {
    const made = makeCache();
    made.runtime.chance = 0.5;
    const handles = [...parametersOf(made, 3), ...secretsOf(made, 1)];
    made.ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    const start = startWith(made.cache, handles);
    await made.runtime.advance(2);
    expect(warningsOf(made.runtime)).toEqual([
      'The start waits for 3 of 4 declared values, for up to 29 s more. "/p/0" could not be read from AWS (ThrottlingException): HTTP 400. If it lasts, read less often, or ask AWS for a higher limit.',
    ]);
    await made.runtime.advance(27);

    expect(warningsOf(made.runtime)).toHaveLength(6);
    expect(warningsOf(made.runtime).at(-1)).toContain('for up to 4 s more');
    await made.runtime.advance(1);
    expect(start.value?.map(({ name }) => name)).toEqual(['/p/0', '/p/1', '/p/2']);
    expect(made.runtime.timers).toBe(0);
  });

  it('says so when AWS does not answer at all', async () => {
    const made = makeCache();
    made.ssm.isHolding = true;
    startWith(made.cache, parametersOf(made, 1));
    await made.runtime.advance(2);

    expect(warningsOf(made.runtime)).toEqual([
      'The start waits for 1 of 1 declared values, for up to 29 s more. AWS has not answered yet.',
    ]);
    made.cache.close();
  });

  it('tells each different reason', async () => {
    const made = makeCache();
    made.ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    made.vault.instead = () => {
      throw awsError('InternalServiceError', 'no', 500);
    };
    startWith(made.cache, [...parametersOf(made, 2), ...secretsOf(made, 2)]);
    await made.runtime.advance(2);
    const [warning] = warningsOf(made.runtime);

    expect(warning).toContain('"/p/0" could not be read from AWS (ThrottlingException)');
    expect(warning).toContain('"s/0" could not be read from AWS (InternalServiceError)');
    expect(warning).not.toContain('/p/1');
    made.cache.close();
  });

  it('tells no more than three reasons, and counts a value once that is declared twice', async () => {
    const made = makeCache({ batchSecrets: false });
    const [handle] = parametersOf(made, 1) as [SsmHandle<string, number>];
    const secrets = secretsOf(made, 4);
    const reasons = ['InternalFailure', 'ServiceUnavailable', 'InternalServiceError', 'InternalException'];
    made.ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    made.vault.instead = (_operation, { SecretId }) => {
      throw awsError(reasons[Number(String(SecretId).at(-1))] as string, '', 500);
    };
    startWith(made.cache, [handle, handle, ...secrets]);
    await made.runtime.advance(20);
    const warning = warningsOf(made.runtime).at(-1) ?? '';

    expect(warning).toContain('The start waits for 5 of 5 declared values');
    expect(warning.match(/could not be read from AWS/g)).toHaveLength(3);
    made.cache.close();
  });

  it('says nothing if it does not wait', async () => {
    const made = makeCache();
    const start = startWith(made.cache, parametersOf(made, 30));
    await made.runtime.advance(10);

    expect([start.value, warningsOf(made.runtime)]).toEqual([[], []]);
  });

  it('does not wait for what no time changes, and says that it is not tried again', async () => {
    const made = makeCache();
    made.ssm.instead = () => {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      });
    };
    const start = startWith(made.cache, parametersOf(made, 2));
    await made.runtime.advance(0.1);

    expect(start.value?.[0]?.error.message).toContain('Could not load credentials from any providers');
    expect(start.value?.[0]?.error.message).not.toContain('again');
    expect(made.ssm.count()).toBe(1);
  });

  it('uses up no time while the process stands still', async () => {
    const made = makeCache();
    made.ssm.isHolding = true;
    const start = startWith(made.cache, parametersOf(made, 1), 10_000);
    await made.runtime.advance(2);
    made.runtime.block(3_600);
    await made.runtime.advance(2);
    expect(start.state).toBe('pending');
    made.ssm.letGo();
    await made.runtime.advance(1);

    expect(start).toMatchObject({ state: 'fulfilled', value: [] });
  });
});

describe('A start with a role that has no permission', () => {
  const denyAll = (made: Made, message: (name: string) => string): void => {
    made.ssm.instead = (_operation, input) => {
      throw awsError('AccessDeniedException', message(input.Names[0]));
    };
  };
  const named = (name: string): string =>
    `User: arn:aws:sts::111122223333:assumed-role/r/s is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:111122223333:parameter${name} because no identity-based policy allows the ssm:GetParameters action`;

  it.each<[string, (name: string) => string, number]>([
    ['that AWS names', named, 10],
    ['that AWS does not name', () => 'UnknownError', 30],
  ])('takes few calls for names %s, and tells of all of them', async (_which, message, most) => {
    const made = makeCache();
    denyAll(made, message);
    const start = startWith(made.cache, parametersOf(made, 50));
    await made.runtime.advance(1);

    expect(start.value).toHaveLength(50);
    expect(start.value?.every(({ error }) => error.name === 'ParameterAccessDeniedError')).toBe(true);
    expect(made.ssm.count()).toBeLessThanOrEqual(most);
    expect(start.value?.at(-1)?.error.message).toBe(
      '"/p/49" was not asked for, since AWS denied all 5 names before it (AccessDeniedException). It counts as denied too.',
    );
  });

  it('takes few calls for secrets, whether the role may batch or not', async () => {
    const made = makeCache();
    made.vault.instead = () => {
      throw awsError('AccessDeniedException');
    };
    const start = startWith(made.cache, secretsOf(made, 50));
    await made.runtime.advance(1);

    expect(start.value).toHaveLength(50);
    expect(made.vault.count()).toBeLessThanOrEqual(18);
    expect(start.value?.at(-1)?.error.message).toContain('was not asked for');
  });

  it('is told of the denial, not of the throttling of its account', async () => {
    const made = makeCache();
    made.runtime.chance = 0.5;
    let calls = 0;
    made.ssm.instead = (_operation, input) => {
      calls += 1;
      throw calls % 2 === 1
        ? awsError('ThrottlingException')
        : awsError('AccessDeniedException', named(input.Names[0]));
    };
    const start = startWith(made.cache, parametersOf(made, 50));
    await made.runtime.advance(29);

    expect(new Set(start.value?.map(({ error }) => error.name))).toEqual(
      new Set(['ParameterAccessDeniedError']),
    );
  });

  it('asks for each name once another has been answered', async () => {
    const made = makeCache();
    const handles = parametersOf(made, 60);
    for (let index = 10; index < 22; index += 1) made.parameters.deny(`/p/${index}`);
    const start = startWith(made.cache, handles);
    await made.runtime.advance(1);

    expect(start.value?.map(({ name }) => name)).toEqual(
      Array.from({ length: 12 }, (_, index) => `/p/${index + 10}`),
    );
    expect(start.value?.map(({ error }) => error.message).join()).not.toContain('was not asked for');
  });

  it('finds the name that AWS denies a batch for, though it does not say which, in few calls', async () => {
    const made = makeCache();
    const handles = parametersOf(made, 8);
    made.ssm.instead = (_operation, { Names }) => {
      if (Names.includes('/p/6')) throw awsError('AccessDeniedException');
      return made.parameters.getParameters({ Names });
    };
    const start = startWith(made.cache, handles);
    await made.runtime.advance(1);

    expect(start.value?.map(({ name }) => name)).toEqual(['/p/6']);
    expect(made.ssm.asked.map(({ length }) => length).slice(0, 3)).toEqual([8, 1, 4]);
    expect(made.ssm.count()).toBe(7);
  });

  it('is asked for every name after the start, since values are in use then', async () => {
    const made = makeCache();
    const handles = parametersOf(made, 20);
    denyAll(made, named);
    const outcomes = await Promise.allSettled(handles.map((handle) => handle.get()));

    expect(outcomes.map((outcome) => String((outcome as PromiseRejectedResult).reason)).join()).not.toContain(
      'was not asked for',
    );
  });
});

describe('A start with a client that is wrong', () => {
  const wrong: [string, () => unknown, string][] = [
    [
      'throws',
      () => {
        throw new TypeError('Cannot read properties of c4n4ry');
      },
      'threw an error (TypeError) when getParameters() was called',
    ],
    ['returns nothing', () => undefined, 'returned undefined when getParameters() was called'],
    ['returns text', () => 'c4n4ry', 'returned a string when getParameters() was called'],
  ];

  it.each(wrong)('fails at once, and says what the client did: %s', async (_what, getParameters, said) => {
    const runtime = new FakeRuntime();
    const { clock, scheduler, logger, random } = runtime;
    const cache = new SsmCache(
      { ssmClient: { getParameters } as never },
      { clock, scheduler, logger, random },
    );
    const start = startWith(cache, [cache.parameter('/a')]);
    await runtime.advance(0.1);
    const error = start.value?.[0]?.error;

    expect(error).toBeInstanceOf(InvalidClientError);
    expect(error?.message).toContain(`The client behind "SSM_CLIENT" ${said}`);
    expect(error?.message).not.toContain('c4n4ry');
  });

  it('takes an answer that is there at once, and an error of AWS that is thrown at once', async () => {
    const runtime = new FakeRuntime();
    const { clock, scheduler, logger, random } = runtime;
    let isThrottling = true;
    const ssmClient = {
      getParameters: () => {
        if (!isThrottling) return { Parameters: [{ Name: '/a', Value: 'v', Type: 'String', Version: 1 }] };
        isThrottling = false;
        throw awsError('ThrottlingException');
      },
    };
    const cache = new SsmCache({ ssmClient: ssmClient as never }, { clock, scheduler, logger, random });
    const handle = cache.parameter('/a');
    const start = startWith(cache, [handle]);
    await runtime.advance(2);

    expect([start.value, handle.value]).toEqual([[], 'v']);
  });
});

const declared = (...handles: readonly SsmHandle<unknown, number | string>[]) =>
  handles.map((handle, index) => ({ declaration: `Class${index}.property`, view: handle[INTERNALS] }));

const makeWorld = (options: Parameters<typeof makeCache>[0] = {}) => {
  const made = makeCache({ maxAge: 60, jitter: 0, ...options });
  made.runtime.chance = 0.5;
  const begin = made.runtime.clock.now().monotonic;
  const calls: number[] = [];
  const asked: string[][] = [];
  const outage = { isOn: true };
  made.ssm.instead = (_operation, input) => {
    calls.push(made.runtime.clock.now().monotonic - begin);
    asked.push(input.Names);
    if (outage.isOn) throw awsError('ServiceUnavailable', 'UnknownError', 503);
    return made.parameters.getParameters(input);
  };
  const start = (values: readonly PreloadTarget[], timeout: number) =>
    preload(values, timeout, made.cache[INTERNALS].runtime);
  return { ...made, calls, asked, outage, start };
};

describe('A start while AWS fails', () => {
  it('asks again after waits that double up to two seconds, whatever the back-off of a refresh', async () => {
    const { cache, start, parameters, runtime, calls, outage } = makeWorld();
    parameters.put('/x', 'v');
    const starting = track(start(declared(cache.parameter('/x')), 30_000));
    await runtime.advance(3.9);
    expect(calls).toEqual([0, 125, 375, 875, 1_875, 2_875, 3_875]);
    outage.isOn = false;
    await runtime.advance(1);

    expect(starting).toMatchObject({ state: 'fulfilled', value: [] });
    expect(calls.at(-1)).toBe(4_875);
  });

  it('asks sooner again once something has come', async () => {
    const { cache, start, parameters, runtime, calls, outage, asked, ssm } = makeWorld();
    const handles = Array.from({ length: 25 }, (_, index) => {
      parameters.put(`/p/${index}`, 'v');
      return cache.parameter(`/p/${index}`);
    });
    const starting = track(start(declared(...handles), 30_000));
    await runtime.advance(0.8);
    expect(calls).toEqual([0, 0, 0, 125, 375]);
    outage.isOn = false;
    await runtime.advance(0.1);
    expect(calls.slice(5)).toEqual([875]);
    expect(asked.at(-1)).toHaveLength(10);
    await runtime.advance(0.125);
    expect(calls.slice(5)).toEqual([875, 1_000]);
    await runtime.advance(0.125);

    expect(calls.slice(5)).toEqual([875, 1_000, 1_125]);
    expect(starting).toMatchObject({ state: 'fulfilled', value: [] });
    expect(ssm.count()).toBe(8);
  });

  it('asks no more for what does not exist', async () => {
    const { cache, start, runtime, parameters, outage, asked, vault } = makeWorld();
    outage.isOn = false;
    parameters.put('/x', 'v');
    vault.instead = () => {
      throw awsError('ServiceUnavailable', 'UnknownError', 503);
    };
    const values = declared(cache.parameter('/gone'), cache.parameter('/x'), cache.secret('db'));
    const starting = track(start(values, 5_000));
    await runtime.advance(5);

    expect(asked).toEqual([['/gone', '/x']]);
    expect(vault.count()).toBeGreaterThan(3);
    expect(starting.state).toBe('fulfilled');
    expect(starting.value?.map(({ name, error }) => [name, error.code])).toEqual([
      ['/gone', 'SSM_CACHE_INVALID_PARAMETER'],
      ['db', 'SSM_CACHE_REFRESH'],
    ]);
  });

  it('does not wait for what is there already, however old', async () => {
    const { cache, start, runtime, parameters, outage, calls } = makeWorld();
    outage.isOn = false;
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    await runtime.advance(61);
    outage.isOn = true;
    const starting = track(start(declared(handle), 30_000));
    await runtime.advance(0);

    expect(starting).toMatchObject({ state: 'fulfilled', value: [] });
    expect(calls).toHaveLength(2);
  });
});

describe('A start that fails', () => {
  it('names a member that was declared though another is at fault that was not', async () => {
    const { cache, start, parameters, outage, runtime } = makeWorld();
    outage.isOn = false;
    parameters.put('/x', 'v');
    const group = cache.createGroup();
    const good = group.parameter('/x');
    const bad = group.parameter('/gone');
    const alone = await start(declared(good), 0);
    await runtime.advance(10);
    const both = await start(declared(good, bad), 0);

    expect(alone.map(({ name, error }) => [name, error.names])).toEqual([['/x', ['/gone']]]);
    expect(both.map(({ name }) => name)).toEqual(['/gone']);
  });

  it('names what AWS did not answer for in time', async () => {
    const { cache, start, runtime, ssm } = makeWorld({ refreshTimeout: 60 });
    ssm.isHolding = true;
    const starting = track(start(declared(cache.parameter('/x')), 2_000));
    await runtime.advance(2);

    expect(starting.value).toHaveLength(1);
    expect(starting.value?.[0]).toMatchObject({
      name: '/x',
      error: { code: 'SSM_CACHE_REFRESH', names: ['/x'] },
    });
    expect(starting.value?.[0]?.error.message).toContain(
      '"/x" was not answered within preloadTimeout (2 s). Check',
    );
  });
});
