import { describe, expect, it } from '@jest/globals';
import { OptionRangeError, SsmCache } from 'nestjs-ssm-cache';
import { makeCache, rejection, thrown } from '../../support/make-cache.js';

const invalid: [string, unknown][] = [
  ['maxAge', -1],
  ['maxAge', NaN],
  ['maxAge', '60'],
  ['maxAge', null],
  ['maxStale', -0.1],
  ['maxStale', NaN],
  ['jitter', -0.1],
  ['jitter', 1.1],
  ['jitter', NaN],
  ['refreshTimeout', 0],
  ['refreshTimeout', -1],
  ['refreshTimeout', NaN],
  ['minRefreshInterval', -1],
  ['minRefreshInterval', NaN],
];

describe('An option out of range', () => {
  it.each(invalid)('(%s: %p) is a RangeError where it is given', (option, value) => {
    const { cache } = makeCache({ groups: { db: {} } });
    const options = { [option]: value };
    for (const action of [
      () => makeCache(options),
      () => makeCache({ groups: { db: options } }),
      () => cache.createGroup(options),
      () => cache.parameter('/x', options),
      () => cache.secret('s', options),
      () => cache.group('db').parameter('/x', options),
      () => cache.group('db').secret('s', options),
    ]) {
      const error = thrown(action);
      expect(error).toBeInstanceOf(RangeError);
      expect(error).toBeInstanceOf(OptionRangeError);
      expect(error).toMatchObject({ name: 'OptionRangeError', code: 'SSM_CACHE_OPTION_RANGE' });
      expect(error.message).toContain(`"${option}"`);
    }
  });

  it('names where it was given', () => {
    const { cache } = makeCache();

    expect(thrown(() => cache.parameter('/db/host', { maxAge: -1 })).message).toContain('/db/host');
    expect(thrown(() => cache.secret('prod/db', { maxAge: -1 })).message).toContain('prod/db');
  });

  it.each([
    { maxAge: 0 },
    { maxAge: Infinity },
    { maxAge: undefined },
    { jitter: 0 },
    { jitter: 1 },
    { maxStale: 0 },
    { maxStale: Infinity },
    { minRefreshInterval: 0 },
    { refreshTimeout: 0.001 },
  ])('is not one of %p', (options) => {
    expect(() => makeCache(options).cache.parameter('/x', options)).not.toThrow();
  });
});

describe('A client', () => {
  it.each([
    ['an object without methods', {}],
    ['text', 'client'],
    ['a number', 7],
    ['null', null],
    ['a class', class {}],
    ['a method of another name', { getParameter: () => {} }],
    ['no function', { getParameters: 'x', getSecretValue: 'x', send: 'x' }],
  ])('that is none (%s) is refused at once, with what it lacks', (_title, client) => {
    const ssm = thrown(() => new SsmCache({ ssmClient: client as never }));
    const secrets = thrown(() => new SsmCache({ secretsManagerClient: client as never }));

    expect(ssm).toMatchObject({ name: 'InvalidClientError', code: 'SSM_CACHE_INVALID_CLIENT' });
    expect(ssm.message).toContain('getParameters()');
    expect(ssm.message).toContain('send(command)');
    expect(secrets.name).toBe('InvalidClientError');
    expect(secrets.message).toContain('getSecretValue()');
  });

  it('may be anything that has send(command)', async () => {
    const { parameters, secrets } = makeCache();
    parameters.put('/x', 'v');
    secrets.put('a', 'w');
    secrets.put('b', 'w');
    const sent: string[] = [];
    const spy = (client: { send(command: any, options: any): Promise<unknown> }) => ({
      send: (command: { constructor: { name: string } }, options: { abortSignal: AbortSignal }) => {
        sent.push(command.constructor.name);
        expect(options.abortSignal).toBeInstanceOf(AbortSignal);
        return client.send(command, options);
      },
    });
    const { cache } = makeCache({
      ssmClient: spy(parameters) as never,
      secretsManagerClient: spy(secrets) as never,
    });
    await expect(cache.parameter('/x').get()).resolves.toBe('v');
    await expect(cache.secret('a').get()).resolves.toBe('w');
    await Promise.all([cache.secret('a').refresh(), cache.secret('b').get()]);

    expect(sent).toEqual(['GetParametersCommand', 'GetSecretValueCommand', 'BatchGetSecretValueCommand']);
  });

  it('may be a function with methods, or an instance of a class', async () => {
    const getParameters = () =>
      Promise.resolve({ Parameters: [{ Name: '/x', Type: 'String', Value: 'v', Version: 1 }] });
    class Client {
      getParameters = getParameters;
    }
    for (const ssmClient of [Object.assign(() => {}, { getParameters }), new Client()]) {
      await expect(makeCache({ ssmClient }).cache.parameter('/x').get()).resolves.toBe('v');
    }
  });

  it('that throws at once instead of rejecting is a failure that may pass', async () => {
    const ssmClient = {
      getParameters: () => {
        throw new Error('canary');
      },
    };
    const error = await rejection(makeCache({ ssmClient }).cache.parameter('/x').get());

    expect(error.name).toBe('RefreshError');
    expect(error.message).not.toContain('canary');
  });

  it('is called with itself as this', async () => {
    class Client {
      readonly #value = 'v';
      async getParameters() {
        return { Parameters: [{ Name: '/x', Type: 'String', Value: this.#value, Version: 1 }] };
      }
    }

    await expect(makeCache({ ssmClient: new Client() }).cache.parameter('/x').get()).resolves.toBe('v');
  });
});

describe('A client that the cache makes', () => {
  const withoutRegion = async (action: () => Promise<void>): Promise<void> => {
    const names = [
      'AWS_REGION',
      'AWS_DEFAULT_REGION',
      'AWS_CONFIG_FILE',
      'AWS_SHARED_CREDENTIALS_FILE',
      'AWS_PROFILE',
    ];
    const before = names.map((name) => [name, process.env[name]] as const);
    for (const name of names) delete process.env[name];
    process.env.AWS_CONFIG_FILE = '/nonexistent';
    process.env.AWS_SHARED_CREDENTIALS_FILE = '/nonexistent';
    try {
      await action();
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  };

  it('without region is an error that says what to set, for each service', () =>
    withoutRegion(async () => {
      const cache = new SsmCache();
      const [ssm, secrets] = await Promise.all([
        rejection(cache.parameter('/x').get()),
        rejection(cache.secret('s').get()),
      ]);
      cache.close();

      expect(ssm).toMatchObject({ name: 'InvalidClientError', code: 'SSM_CACHE_INVALID_CLIENT' });
      expect(ssm.message).toContain('AWS_REGION');
      expect(ssm.message).toContain('forRoot({ region');
      expect(secrets.message).toBe(ssm.message);
    }));

  it('reaches the endpoint that it is configured with, and fails transiently when nobody answers', async () => {
    const config = {
      endpoint: 'http://127.0.0.1:1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    };
    const cache = new SsmCache({ region: 'eu-west-1', ssm: config, secretsManager: config });
    const errors = await Promise.all([
      rejection(cache.parameter('/x').get()),
      rejection(cache.secret('s').get()),
    ]);
    cache.close();

    expect(errors.map(({ name }) => name)).toEqual(['RefreshError', 'RefreshError']);
  });

  it('is not made before it is needed: a cache can be made and closed without one', () => {
    const cache = new SsmCache();
    cache.parameter('/x');
    cache.close();

    expect(cache.inspect()).toEqual(expect.any(Array));
  });
});

class Options {
  get maxAge(): number {
    return -1;
  }
}

describe('An option that cannot be', () => {
  it('is refused also where it is inherited', () => {
    const { cache } = makeCache();
    const error = thrown(() => cache.parameter('/x', new Options()));

    expect(error.code).toBe('SSM_CACHE_OPTION_RANGE');
    expect(error.message).toContain('parameter "/x": "maxAge"');
  });

  it('of refreshOnError() is refused with the name of the function', () => {
    const { cache } = makeCache();
    const login = async () => {};
    const error = thrown(() => cache.parameter('/x').refreshOnError(login, { retries: -1 }));

    expect(error.code).toBe('SSM_CACHE_OPTION_RANGE');
    expect(error.message).toContain('refreshOnError(login): "retries"');
  });
});
