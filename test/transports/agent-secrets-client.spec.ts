import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { agentSecretsClient, type AgentSecretsClientOptions } from 'nestjs-ssm-cache/transports';
import { FakeRuntime } from '../support/fake-runtime.js';
import { rejection, thrown } from '../support/make-cache.js';
import { SecretsManagerAgent } from './support/secrets-manager-agent.js';

const ROLE = 'arn:aws:iam::222222222222:role/reader';

let agent: SecretsManagerAgent;
let endpoint: string;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 1);
  agent = new SecretsManagerAgent({ 'prod/db': 'first', 'prod/key': Uint8Array.of(1, 2, 255) }, () => now);
  endpoint = await agent.start();
});
afterEach(() => agent.stop());

const client = (options: AgentSecretsClientOptions = {}) =>
  agentSecretsClient({ endpoint, token: agent.token, ...options });

const queries = () => agent.requests.map(({ searchParams }) => Object.fromEntries(searchParams));

const cacheOf = (options: AgentSecretsClientOptions = {}, cacheOptions: object = {}) => {
  const cache = new SsmCache({ secretsManagerClient: client(options), ...cacheOptions }, new FakeRuntime());
  return { cache, secret: cache.secret('prod/db') };
};

describe('a secret that the agent reads', () => {
  it('comes with what Secrets Manager says of it', async () => {
    expect(await client().getSecretValue({ SecretId: 'prod/db' })).toMatchObject({
      Name: 'prod/db',
      SecretString: 'first',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: now / 1_000,
    });
  });

  it('may be bytes', async () => {
    const cache = new SsmCache({ secretsManagerClient: client() });
    const key = cache.secret('prod/key');
    await expect(key.get()).resolves.toEqual(Uint8Array.of(1, 2, 255));
    cache.close();
  });

  it('may be of another version or stage', async () => {
    const version = agent.aws.rotate('prod/db', 'second');
    const options = { versionStage: 'AWSPREVIOUS' };
    const { cache } = cacheOf();
    await expect(cache.secret('prod/db', options).get()).resolves.toBe('first');
    await expect(cache.secret('prod/db', { versionId: version }).get()).resolves.toBe('second');
    cache.close();
  });

  it('is named as it is, however it is spelt', async () => {
    agent.aws.put('prod/a+b=c@d.e', 'odd');
    const cache = new SsmCache({ secretsManagerClient: client() });
    await expect(cache.secret('prod/a+b=c@d.e').get()).resolves.toBe('odd');
    cache.close();
  });

  it('is read by the role that is named', async () => {
    await client({ roleArn: ROLE }).getSecretValue({ SecretId: 'prod/db' });
    expect(queries()).toEqual([{ secretId: 'prod/db', roleArn: ROLE }]);
  });

  it('is no parameter: those are read from Parameter Store', async () => {
    const ssmClient = new InMemoryParameterStore({ '/host': 'db.local' });
    const { cache } = cacheOf({}, { ssmClient });
    await expect(cache.parameter('/host').get()).resolves.toBe('db.local');
    expect(agent.requests).toEqual([]);
    cache.close();
  });

  it('is asked for at the usual address of the agent where none is given', async () => {
    const asked: string[] = [];
    const own: typeof fetch = async (input) => {
      asked.push(new Request(input).url);
      return Response.json({ Name: 'prod/db', SecretString: 'first' });
    };
    await agentSecretsClient({ token: 'any', fetch: own }).getSecretValue({ SecretId: 'prod/db' });
    expect(asked).toEqual(['http://localhost:2773/secretsmanager/get?secretId=prod%2Fdb']);
  });

  it('is read by a fetch of your own', async () => {
    const asked: unknown[] = [];
    const own: typeof fetch = (input, init) => {
      asked.push(init?.redirect);
      return fetch(input, init);
    };
    await expect(client({ fetch: own }).getSecretValue({ SecretId: 'prod/db' })).resolves.toMatchObject({
      SecretString: 'first',
    });
    expect(asked).toEqual(['manual']);
  });
});

describe('the age of what the agent answers', () => {
  it('counts as the longest that the agent may have kept it', async () => {
    const before = Date.now();
    const { fetchedAt } = (await client({ ttl: 60 }).getSecretValue(
      { SecretId: 'prod/db' },
      { maxAge: 90_000 },
    )) as {
      fetchedAt: number;
    };
    expect(fetchedAt).toBeGreaterThanOrEqual(before - 60_000);
    expect(fetchedAt).toBeLessThanOrEqual(Date.now() - 60_000);
  });

  it.each([
    [0, 60, true],
    [60_000, 60, true],
    [60_001, 60, false],
    [undefined, 60, false],
    [0, 0, false],
  ])('of at most %s ms with a ttl of %s s asks for a refresh: %s', async (maxAge, ttl, isAsked) => {
    const options = maxAge === undefined ? {} : { maxAge };
    const output = await client({ ttl }).getSecretValue({ SecretId: 'prod/db' }, options);
    expect(queries()).toEqual([{ secretId: 'prod/db', ...(isAsked && { refreshNow: 'true' }) }]);
    expect(Object.keys(output as object).includes('fetchedAt')).toBe(!isAsked && maxAge !== 0);
  });

  it('is no more than maxAge, although the agent keeps secrets for longer', async () => {
    const { cache, secret } = cacheOf({ ttl: 300 }, { maxAge: 60 });
    await secret.get();
    expect(queries()).toEqual([{ secretId: 'prod/db', refreshNow: 'true' }]);
    cache.close();
  });

  it('is asked of AWS where it is one of several versions, which the agent holds from different times', async () => {
    const { cache } = cacheOf();
    agent.aws.rotate('prod/db', 'second');
    const versions = ['AWSCURRENT', 'AWSPREVIOUS'] as const;
    const { current, previous } = await cache.secret('prod/db', { versions }).get();
    expect([current, previous]).toEqual(['second', 'first']);
    expect(queries().map(({ versionStage, refreshNow }) => [versionStage, refreshNow])).toEqual([
      ['AWSCURRENT', 'true'],
      ['AWSPREVIOUS', 'true'],
      ['AWSCURRENT', 'true'],
    ]);
    cache.close();
  });

  it('is part of maxAge: a value of the agent is refreshed that much earlier', async () => {
    const runtime = new FakeRuntime();
    const wallClock = jest.spyOn(Date, 'now').mockImplementation(() => runtime.clock.now().wall);
    try {
      const cache = new SsmCache({ secretsManagerClient: client({ ttl: 60 }), maxAge: 90 }, runtime);
      const secret = cache.secret('prod/db');
      await secret.get();
      await runtime.advance(29);
      await secret.get();
      expect(queries()).toHaveLength(1);
      await runtime.advance(1);
      await secret.get();
      expect(queries()).toHaveLength(2);
      cache.close();
    } finally {
      wallClock.mockRestore();
    }
  });

  it('is passed by with a forced refresh', async () => {
    const { cache, secret } = cacheOf();
    await secret.get();
    agent.aws.rotate('prod/db', 'second');
    await secret.refresh();
    expect(secret.value).toBe('second');
    expect(queries()).toEqual([{ secretId: 'prod/db' }, { secretId: 'prod/db', refreshNow: 'true' }]);
    cache.close();
  });
});

describe('the token', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agent-token-'));
    file = join(folder, 'awssmatoken');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read again from its file when the agent has started anew', async () => {
    await writeFile(file, `${agent.token}\n`);
    const reading = client({ token: pathToFileURL(file).href });
    await reading.getSecretValue({ SecretId: 'prod/db' });
    agent.token = 'another-token';
    await writeFile(file, agent.token);
    await expect(reading.getSecretValue({ SecretId: 'prod/db' })).resolves.toMatchObject({
      SecretString: 'first',
    });
    expect(agent.requests).toHaveLength(3);
  });

  it('is read again once, however many requests were refused', async () => {
    let reads = 0;
    const reading = client({ token: () => `token-${++reads}` });
    agent.token = 'token-2';
    await Promise.all(
      ['prod/db', 'prod/key', 'prod/db'].map((SecretId) => reading.getSecretValue({ SecretId })),
    );
    expect(reads).toBe(2);
  });

  it('is that of the environment where none is given', async () => {
    const before = process.env['AWS_TOKEN'];
    process.env['AWS_TOKEN'] = agent.token;
    try {
      const reading = agentSecretsClient({ endpoint });
      await expect(reading.getSecretValue({ SecretId: 'prod/db' })).resolves.toMatchObject({
        Name: 'prod/db',
      });
    } finally {
      if (before === undefined) delete process.env['AWS_TOKEN'];
      else process.env['AWS_TOKEN'] = before;
    }
  });

  it('that the agent refuses twice is told of, and may be right later', async () => {
    const { cache, secret } = cacheOf({ token: 'wrong' });
    const error = await rejection(secret.get());
    expect(error).toMatchObject({ code: 'SSM_CACHE_REFRESH', retryable: true });
    expect(error.message).toBe(
      `"prod/db" could not be read: the agent at ${endpoint} refuses the token. Give this process the token with which the agent was started.`,
    );
    expect(agent.requests).toHaveLength(1);
    cache.close();
  });

  it('whose file is missing is told of, and read as soon as it is there', async () => {
    const reading = client({ token: pathToFileURL(file).href });
    const error = await rejection(reading.getSecretValue({ SecretId: 'prod/db' }));
    expect(error).toMatchObject({ code: 'SSM_CACHE_REFRESH', retryable: true });
    expect(error.message).toContain('cannot be read (ENOENT)');
    await writeFile(file, agent.token);
    await expect(reading.getSecretValue({ SecretId: 'prod/db' })).resolves.toMatchObject({
      SecretString: 'first',
    });
  });

  it('is in no error of a function that throws it, and not in what is printed', async () => {
    const throwing = client({
      token: () => {
        throw new Error('t0k3n');
      },
    });
    const error = await rejection(throwing.getSecretValue({ SecretId: 'prod/db' }));
    expect(inspect(error, { depth: 9 })).not.toContain('t0k3n');
    expect(inspect(client({ token: 't0k3n' }), { depth: 9, showHidden: true })).not.toContain('t0k3n');
  });
});

describe('what the agent refuses', () => {
  it.each([
    ['prod/absent', 'SSM_CACHE_INVALID_PARAMETER', '"prod/absent" does not exist'],
    ['prod/denied', 'SSM_CACHE_ACCESS_DENIED', 'AWS denies access to "prod/denied"'],
  ])('because AWS refuses it reads as without the agent (%s)', async (id, code, message) => {
    agent.aws.put('prod/denied', 'x');
    agent.aws.deny('prod/denied');
    const cache = new SsmCache({ secretsManagerClient: client() });
    const error = await rejection(cache.secret(id).get());
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(message);
    cache.close();
  });

  it('because it may not assume the role is an access that is denied', async () => {
    agent.deniedRoles.add(ROLE);
    const { cache, secret } = cacheOf({ roleArn: ROLE });
    expect(await rejection(secret.get())).toMatchObject({ code: 'SSM_CACHE_ACCESS_DENIED' });
    cache.close();
  });

  it('because it has assumed too many roles says so', async () => {
    agent.maxRoles = 0;
    const { cache, secret } = cacheOf({ roleArn: ROLE });
    expect((await rejection(secret.get())).message).toContain('as many roles as its "max_roles" allows');
    cache.close();
  });

  it('because it is too old for a role says what it does not know', async () => {
    agent.parameters = agent.parameters.filter((name) => name !== 'roleArn');
    const { cache, secret } = cacheOf({ roleArn: ROLE });
    const error = await rejection(secret.get());
    expect(error).toMatchObject({ code: 'SSM_CACHE_INVALID_CLIENT' });
    expect(error.message).toContain('does not know "roleArn". Update the agent.');
    cache.close();
  });

  it('because a proxy forwarded it says so', async () => {
    const forwarding: typeof fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('X-Forwarded-For', '10.0.0.1');
      return fetch(input, { ...init, headers });
    };
    const error = await rejection(client({ fetch: forwarding }).getSecretValue({ SecretId: 'prod/db' }));
    expect(error).toMatchObject({ code: 'SSM_CACHE_INVALID_CLIENT' });
    expect(error.message).toContain('refuses forwarded requests');
  });

  it.each([429, 500, 502, 504])('with status %i may pass', async (status) => {
    agent.instead.push({
      status,
      body: status === 429 ? 'Connection limit exceeded' : '{"__type":"InternalFailure"}',
    });
    const error = await rejection(client().getSecretValue({ SecretId: 'prod/db' }));
    expect(error).toMatchObject({ $metadata: { httpStatusCode: status } });
    const { cache, secret } = cacheOf();
    await expect(secret.get()).resolves.toBe('first');
    cache.close();
  });
});

describe('what is not the agent', () => {
  it.each([
    [302, 'SSM_CACHE_INVALID_CLIENT'],
    [404, 'SSM_CACHE_INVALID_CLIENT'],
    [200, 'SSM_CACHE_INVALID_CLIENT'],
    [503, 'SSM_CACHE_REFRESH'],
  ])('is told by its answer with status %i, which is in no error', async (status, code) => {
    agent.instead.push({
      status,
      body: '<html>s3cret</html>',
      location: 'http://localhost:1/secretsmanager/get',
    });
    const error = await rejection(client().getSecretValue({ SecretId: 'prod/db' }));
    expect(error).toMatchObject({ code, names: ['prod/db'] });
    expect(error.message).toContain(`is not the Secrets Manager agent (HTTP ${status})`);
    expect(inspect(error, { depth: 9 })).not.toContain('s3cret');
    expect(agent.requests).toHaveLength(1);
  });

  it('follows no redirect of a fetch of your own either', async () => {
    agent.instead.push({ status: 307, location: `${endpoint}/elsewhere` });
    await rejection(client({ fetch }).getSecretValue({ SecretId: 'prod/db' }));
    expect(agent.requests).toHaveLength(1);
  });

  it.each(['own', 'given'])(
    'does not answer at all: the refresh fails, and AWS is not asked (%s)',
    async (by) => {
      const gone = new SecretsManagerAgent();
      const address = await gone.start();
      await gone.stop();
      const { cache, secret } = cacheOf({ endpoint: address, ...(by === 'given' && { fetch }) });
      const error = await rejection(secret.get());
      expect(error).toMatchObject({ code: 'SSM_CACHE_REFRESH', retryable: true });
      expect(error.message).toContain('ECONNREFUSED');
      cache.close();
    },
  );

  it('is not waited for once the call is given up', async () => {
    agent.instead.push('silence');
    const controller = new AbortController();
    const asked = client().getSecretValue({ SecretId: 'prod/db' }, { abortSignal: controller.signal });
    controller.abort();
    expect(await rejection(asked)).toMatchObject({ name: 'AbortError' });
  });
});

describe('options of agentSecretsClient()', () => {
  it.each([
    'http://localhost:2773',
    'http://127.0.0.1:2773/',
    'http://127.1.2.3:80',
    'http://[::1]:2773',
    'http://agent.localhost:2773',
  ])('accept %s, which is this machine', (address) => {
    expect(() => agentSecretsClient({ endpoint: address })).not.toThrow();
  });

  it.each([
    'http://10.0.0.5:2773',
    'http://agent.internal:2773',
    'http://localhost.evil.example:2773',
    'http://127.0.0.1.nip.io:2773',
    'http://[::ffff:10.0.0.5]:2773',
    'https://localhost:2773',
    'http://user:pass@localhost:2773',
    'http://localhost:2773/prefix',
    'localhost:2773',
    '',
  ])('refuse "%s" at once, since the token and the secrets would leave', (address) => {
    const error = thrown(() => agentSecretsClient({ endpoint: address }));
    expect(error).toMatchObject({ code: 'SSM_CACHE_INVALID_CLIENT' });
    expect(error.message).not.toContain('user:pass');
  });

  it.each<[string, unknown, string]>([
    ['no object', 'http://localhost:2773', 'the options must be an object'],
    ['nothing', null, 'the options must be an object'],
    ['an option that there is not', { endpoit: 'http://localhost:2773' }, 'unknown option "endpoit"'],
    ['an endpoint that is no text', { endpoint: 7 }, '"endpoint" must be a text'],
    ['an empty token', { token: '' }, '"token" must be a text that is not empty, or a function'],
    ['a token of another type', { token: { text: 'c4n4ry' } }, '"token" must be a text'],
    ['a role that is no text', { roleArn: 7 }, '"roleArn" must be the ARN of a role'],
    ['a ttl that is no number', { ttl: '60' }, '"ttl" must be a number of seconds'],
    ['a fetch that is no function', { fetch: {} }, '"fetch" must be a function'],
  ])('refuse %s at once', (_what, options, reason) => {
    const error = thrown(() => agentSecretsClient(options as AgentSecretsClientOptions));

    expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
    expect(error.message).toContain(`agentSecretsClient(): ${reason}`);
    expect(error.message).not.toContain('c4n4ry');
  });

  it.each([-1, 3_601, NaN])('refuse a ttl of %s', (ttl) => {
    expect(thrown(() => agentSecretsClient({ ttl }))).toMatchObject({ code: 'SSM_CACHE_OPTION_RANGE' });
  });

  it.each(['reader', 'arn:aws:iam::222222222222:user/reader', 'arn:aws:iam::2:role/reader'])(
    'refuse "%s" as a role',
    (roleArn) => {
      expect(thrown(() => agentSecretsClient({ roleArn }))).toMatchObject({
        code: 'SSM_CACHE_INVALID_CLIENT',
      });
    },
  );
});
