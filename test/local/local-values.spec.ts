import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SsmCache, type SsmLocalOptions, type StandaloneSsmCacheOptions } from '../../lib/index.js';
import { InMemoryParameterStore, InMemorySecretsManager } from '../../lib/testing/index.js';

let folder: string;
let file: string;
let environment: NodeJS.ProcessEnv;
const caches: SsmCache[] = [];

const cacheWith = (local: string | SsmLocalOptions, options: StandaloneSsmCacheOptions = {}): SsmCache => {
  const cache = new SsmCache({ local, ...options });
  caches.push(cache);
  return cache;
};

const save = (content: unknown): Promise<void> =>
  writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-'));
  file = join(folder, 'aws.local.json');
  environment = { ...process.env };
});
afterEach(async () => {
  for (const cache of caches.splice(0)) cache.close();
  process.env = environment;
  await rm(folder, { recursive: true });
});

describe('Values of a local file', () => {
  it('are read where AWS is asked otherwise, by the same declarations', async () => {
    await save({
      parameters: {
        '/dev/host': 'localhost',
        '/dev/port': 5432,
        '/dev/origins': ['a', 'b'],
        '/dev/on': true,
      },
      secrets: { 'dev/db': { password: 'x' }, 'dev/key': 'text' },
    });
    const cache = cacheWith(file, { basePath: '/dev' });

    expect(await cache.parameter('/host').get()).toBe('localhost');
    expect(await cache.parameter('/port', { transform: 'number' }).get()).toBe(5432);
    expect(await cache.parameter('/origins', { transform: 'list' }).get()).toEqual(['a', 'b']);
    expect(await cache.parameter('/on', { transform: 'boolean' }).get()).toBe(true);
    expect(await cache.parameters('/').get()).toMatchObject({ host: 'localhost', origins: ['a', 'b'] });
    expect(await cache.secret('dev/db', { key: 'password' }).get()).toBe('x');
    expect(await cache.secret('dev/key').get()).toBe('text');
  });

  it('may begin with a byte order mark, and be longer than a standard parameter', async () => {
    await save(`\uFEFF${JSON.stringify({ parameters: { '/long': 'x'.repeat(5_000) } })}`);

    expect(await cacheWith(file).parameter('/long').get()).toHaveLength(5_000);
  });

  it('are read by the name in an ARN, also in one of an ECS task definition, and by a parameter that is a secret', async () => {
    await save({ secrets: { 'dev/db': { password: 'x' }, 'dev/db-backup': 'of the backup' } });
    const cache = cacheWith(file);
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:dev/db';

    expect(await cache.secret(`${arn}-AbCdEf`, { key: 'password' }).get()).toBe('x');
    expect(await cache.secret(arn, { key: 'password' }).get()).toBe('x');
    expect(await cache.secret(`${arn}-AbCdEf:password::`).get()).toBe('x');
    expect(await cache.secret(`${arn}-backup`).get()).toBe('of the backup');
    expect(await cache.secret(`${arn}-backup-AbCdEf`).get()).toBe('of the backup');
    expect(await cache.parameter('/aws/reference/secretsmanager/dev/db').get()).toBe('{"password":"x"}');
  });

  it('may be none: what is declared with a default has that', async () => {
    await save('{}');

    expect(await cacheWith(file).parameter('/greeting', { default: 'Hello' }).get()).toBe('Hello');
    await expect(cacheWith(file).parameter('/greeting').get()).rejects.toThrow('/greeting');
  });

  it('are overridden by those of the options', async () => {
    await save({ parameters: { '/a': 'file', '/b': 'file' }, secrets: { s: 'file' } });
    const cache = cacheWith({ file, parameters: { '/b': 'options' }, secrets: { s: 'options' } });

    expect(await cache.parameter('/a').get()).toBe('file');
    expect(await cache.parameter('/b').get()).toBe('options');
    expect(await cache.secret('s').get()).toBe('options');
  });
});

describe('Variables of the environment', () => {
  it('override the file, without the base path in their name', async () => {
    await save({ parameters: { '/dev/db/host': 'file', '/dev/origins': ['a'] } });
    Object.assign(process.env, { SSM_DB_HOST: 'environment', SSM_DB_PORT: '1', SSM_ORIGINS: 'b,c' });
    const cache = cacheWith(file, { basePath: '/dev' });

    expect(await cache.parameter('/db/host').get()).toBe('environment');
    expect(await cache.parameter('/db/port').get()).toBe('1');
    expect(await cache.parameter('/origins', { transform: 'list' }).get()).toEqual(['b', 'c']);
    expect(await cache.parameters('/db').get()).toMatchObject({ host: 'environment' });
  });

  it('are lists only where the file has a list', async () => {
    await save({ parameters: { '/dev/origins': ['a'], '/dev/text': 'a' } });
    Object.assign(process.env, { SSM_ORIGINS: 'b,c', SSM_TEXT: 'b,c', SSM_NEW: 'b,c' });
    const cache = cacheWith(file, { basePath: '/dev' });

    expect(await cache.parameter('/origins').get()).toEqual(['b', 'c']);
    expect(await cache.parameter('/text').get()).toBe('b,c');
    expect(await cache.parameter('/new').get()).toBe('b,c');
  });

  it('override one field of a secret, in its spelling, or make a secret that is nowhere else', async () => {
    await save({ secrets: { 'dev/db': { userName: 'shop', password: 'file' } } });
    Object.assign(process.env, {
      SSM_DEV_DB_USERNAME: 'me',
      SSM_DEV_DB_PASSWORD: 'environment',
      SSM_DEV_KEY: 'whole',
      SSM_DEV_MAIL_API_KEY: 'k',
    });
    const cache = cacheWith(file);

    expect(await cache.secret('dev/db', { transform: 'json' }).get()).toEqual({
      userName: 'me',
      password: 'environment',
    });
    expect(await cache.secret('dev/key').get()).toBe('whole');
    expect(await cache.secret('dev/mail', { key: 'api_key' }).get()).toBe('k');
  });

  it('keep the whole name of a parameter whose path only begins as the base path does', async () => {
    await save({ parameters: { '/dev/shop/host': 'file', '/dev/shopping/host': 'file' } });
    Object.assign(process.env, {
      SSM_HOST: 'shop',
      SSM_DEV_SHOPPING_HOST: 'shopping',
      SSM_PING_HOST: 'wrong',
    });
    const cache = cacheWith(file, { basePath: '/dev/shop' });

    expect(await cache.parameter('/host').get()).toBe('shop');
    expect(await cache.parameter('/dev/shopping/host', { basePath: false }).get()).toBe('shopping');
  });

  it('can have another prefix, or be left alone', async () => {
    Object.assign(process.env, { SSM_A: 'ssm', LOCAL_A: 'local' });
    const parameters = { '/a': 'options' };

    expect(
      await cacheWith({ parameters, env: { prefix: 'LOCAL_' } })
        .parameter('/a')
        .get(),
    ).toBe('local');
    expect(await cacheWith({ parameters, env: false }).parameter('/a').get()).toBe('options');
  });

  it('are refused where one stands for two names', async () => {
    const cache = cacheWith({ parameters: { '/a-b': 'x', '/a_b': 'y' } });
    await cache.parameter('/a-b').get();

    await expect(cache.parameter('/a_b').get()).rejects.toMatchObject({
      code: 'SSM_CACHE_INVALID_DECLARATION',
      message: expect.stringContaining('SSM_A_B'),
    });
  });
});

describe('A variable that would stand for two things', () => {
  const both = (cache: SsmCache) => ({
    parameter: () => cache.parameter('/db/password', { basePath: false }).get(),
    secret: () => cache.secret('db', { transform: 'json' }).get(),
  });
  const ambiguous = {
    code: 'SSM_CACHE_INVALID_DECLARATION',
    message: expect.stringMatching(
      /variable SSM_DB_PASSWORD would stand for .*parameter "\/db\/password".* Rename one of them/,
    ),
  };

  it.each(['parameter', 'secret'] as const)(
    'is refused where it is a field of a secret and a parameter, of which the %s is read first',
    async (first) => {
      process.env.SSM_DB_PASSWORD = 'environment';
      const read = both(
        cacheWith({ parameters: { '/db/password': 'x' }, secrets: { db: { password: 'y' } } }),
      );
      const second = first === 'parameter' ? 'secret' : 'parameter';
      await read[first]();

      await expect(read[second]()).rejects.toMatchObject(ambiguous);
    },
  );

  it('is refused where the secret is in variables alone', async () => {
    Object.assign(process.env, { SSM_DB_PASSWORD: 'environment', SSM_DB_USER: 'shop' });
    const read = both(cacheWith({}));
    await read.parameter();

    await expect(read.secret()).rejects.toMatchObject(ambiguous);
  });

  it('stands for none where it is not set', async () => {
    const read = both(cacheWith({ parameters: { '/db/password': 'x' }, secrets: { db: { password: 'y' } } }));

    expect([await read.parameter(), await read.secret()]).toEqual(['x', { password: 'y' }]);
  });

  it.each([
    ['db', 'db/replica'],
    ['db/replica', 'db'],
  ])('is a secret, and no field of one that does not have it: %s is read first', async (...ids) => {
    Object.assign(process.env, { SSM_DB_REPLICA: 'whole', SSM_DB_PASSWORD: 'environment' });
    const cache = cacheWith({ secrets: { db: { password: 'y' } } });
    for (const id of ids) await cache.secret(id).get();

    expect(cache.secret('db/replica').value).toBe('whole');
    expect(JSON.parse(cache.secret('db').value)).toMatchObject({ password: 'environment' });
  });

  it('is refused where it is a secret, and a field that another secret has in the file', async () => {
    process.env.SSM_DB_REPLICA = 'environment';
    const cache = cacheWith({ secrets: { db: { replica: 'y' }, 'db/replica': 'z' } });
    await cache.secret('db').get();

    await expect(cache.secret('db/replica').get()).rejects.toMatchObject({
      message: expect.stringContaining('the field "replica" of secret "db" and for secret "db/replica"'),
    });
  });

  it('is one error of a start, and none of the names beside it', async () => {
    const cache = cacheWith({ parameters: { '/a-b': 'x', '/a_b': 'y', '/c': 'z', '/a b': 'refused' } });
    for (const name of ['/a-b', '/c', '/a_b']) cache.parameter(name);

    await expect(cache.ready()).rejects.toMatchObject({
      code: 'SSM_CACHE_INVALID_DECLARATION',
      message: expect.stringMatching(/^"local": the variable SSM_A_B would stand for .*\.$/),
    });
    expect([cache.parameter('/a-b').value, cache.parameter('/c').value]).toEqual(['x', 'z']);
  });
});

describe('The option "local"', () => {
  it.each<[string, unknown, string]>([
    ['an empty text', '', '"local" must be the path of a file, or an object of options'],
    ['a flag', true, '"local" must be the path of a file'],
    ['a list', ['aws.local.json'], '"local" must be the path of a file'],
    ['a URL', new URL('file:///aws.local.json'), '"local" must be the path of a file'],
    ['a map', new Map(), '"local" must be the path of a file'],
    ['a misspelt option', { fil: 'aws.local.json' }, 'local: unknown option "fil"'],
    ['an empty file name', { file: '' }, '"file" must be a text that is not empty'],
    ['an empty prefix', { env: { prefix: '' } }, `"env" must be true, false or { prefix: 'SSM_' }`],
    ['a prefix that no variable has', { env: { prefix: 'my-' } }, '"env" must be'],
    ['a misspelt prefix', { env: { prefix: 'A_', prefx: 'B_' } }, '"env" must be'],
    ['values that are no object', { parameters: 'x' }, '"parameters" must be an object'],
    [
      'a value that is not set',
      { parameters: { '/a': undefined } },
      'the parameter "/a" of the option "local"',
    ],
  ])('is refused at once as %s', (_what, local, reason) => {
    expect(() => cacheWith(local as string)).toThrow(
      expect.objectContaining({
        code: 'SSM_CACHE_INVALID_DECLARATION',
        message: expect.stringContaining(reason),
      }),
    );
  });
});

describe('A name that is not here', () => {
  it('is reported with the file and the variable where it can be put', async () => {
    await save({ parameters: {} });
    const cache = cacheWith(file, { basePath: '/dev' });

    await expect(cache.parameter('/db/host').get()).rejects.toMatchObject({
      code: 'SSM_CACHE_INVALID_PARAMETER',
      message: expect.stringMatching(/"\/dev\/db\/host".*aws\.local\.json.*SSM_DB_HOST/s),
    });
    await expect(cache.secret('dev/db').get()).rejects.toMatchObject({
      code: 'SSM_CACHE_INVALID_PARAMETER',
      message: expect.stringMatching(/"dev\/db".*aws\.local\.json.*SSM_DEV_DB/s),
    });
  });

  it.each([
    [
      'an ARN',
      (cache: SsmCache) =>
        cache.secret('arn:aws:secretsmanager:eu-west-1:123456789012:secret:dev/key-AbCdEf'),
    ],
    ['a parameter', (cache: SsmCache) => cache.parameter('/aws/reference/secretsmanager/dev/key')],
  ])('is reported by its name where a secret is read by %s', async (_what, handleIn) => {
    const cache = cacheWith({ secrets: { other: 'x' } });

    await expect(handleIn(cache).get()).rejects.toThrow(
      'Put "dev/key" into "secrets" of the option "local", or into the variable SSM_DEV_KEY.',
    );
  });

  it('is asked for at AWS with "fallThrough"', async () => {
    const ssmClient = new InMemoryParameterStore({ '/dev/a': 'aws', '/dev/b': 'aws', '/dev/c': 'aws' });
    const secretsManagerClient = new InMemorySecretsManager({ s: 'aws', t: 'aws' });
    const cache = cacheWith(
      { parameters: { '/dev/a': 'here' }, secrets: { s: 'here' }, fallThrough: true },
      { ssmClient, secretsManagerClient, basePath: '/dev' },
    );

    expect(await cache.parameter('/a').get()).toBe('here');
    expect(await cache.parameter('/b').get()).toBe('aws');
    expect(await cache.secret('s').get()).toBe('here');
    expect(await cache.secret('t').get()).toBe('aws');
    expect(await cache.parameters('/').get()).toEqual({ a: 'here', b: 'aws', c: 'aws' });
    await expect(cache.parameter('/none').get()).rejects.toThrow(/SSM_NONE/);
    expect(ssmClient.calls.flatMap(({ input }) => (input as { Names?: string[] }).Names ?? [])).toEqual([
      '/dev/b',
      '/dev/none',
    ]);
  });
});

describe('A local file that cannot be used', () => {
  const SECRET = 'pa55word-of-the-file';

  it.each([
    ['is missing', undefined, /cannot be read \(ENOENT\)/],
    ['is no JSON', `{"secrets":{"a":"${SECRET}",}}`, /is not valid JSON/],
    ['ends too early', `{"secrets":{"a":"${SECRET}"`, /is not valid JSON/],
    [
      'is malformed in its third line',
      `{\n"secrets":{\n"a":"${SECRET}" "b":1}}`,
      /is not valid JSON, in line 3/,
    ],
    ['is a list', [SECRET], /has to hold "parameters" and "secrets"/],
    [
      'has another section',
      { params: { '/a': SECRET } },
      /has the section "params"\. Did you mean "parameters"\?/,
    ],
    ['has a list of numbers', { parameters: { '/a': [1, SECRET] } }, /parameter "\/a" of .* a list of texts/],
    ['has a list that a comma would split', { parameters: { '/a': ['x', `y,${SECRET}`] } }, /without commas/],
    ['has an empty value', { parameters: { '/a': '' } }, /parameter "\/a"/],
    ['has a number as a secret', { secrets: { s: 7 } }, /secret "s"/],
  ])('is one clear error at once, without a value: %s', async (_, content, message) => {
    if (content !== undefined) await save(content);
    const error = await Promise.resolve()
      .then(() => cacheWith(file))
      .catch((thrown: unknown) => thrown as Error);

    expect(error).toMatchObject({
      code: 'SSM_CACHE_INVALID_DECLARATION',
      message: expect.stringMatching(message),
    });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(SECRET);
  });

  it('has a name that AWS would refuse', async () => {
    await save({ parameters: { '/a b': SECRET } });

    await expect(cacheWith(file).parameter('/a b').get()).rejects.toMatchObject({
      code: 'SSM_CACHE_INVALID_DECLARATION',
      message: expect.not.stringContaining(SECRET),
    });
  });
});

describe('Local values of the options', () => {
  const circle: Record<string, unknown> = { password: 'pa55word' };
  circle.itself = circle;

  it.each([
    ['a circle', circle],
    ['a bigint', { password: 'pa55word', count: 1n }],
  ])('are refused where JSON cannot hold them, such as %s', (_what, value) => {
    for (const local of [{ parameters: { '/a': value } }, { secrets: { s: value } }]) {
      expect(() => cacheWith(local)).toThrow(
        expect.objectContaining({
          code: 'SSM_CACHE_INVALID_DECLARATION',
          message: expect.not.stringContaining('pa55word'),
        }),
      );
    }
  });
});

describe('A local number', () => {
  it.each([Number.NaN, Infinity])('is refused where JSON has none for it: %s', (value) => {
    expect(() => cacheWith({ parameters: { '/a': value } })).toThrow(/parameter "\/a" of the option "local"/);
  });
});

describe('Local values in production', () => {
  it('are refused', () => {
    process.env.NODE_ENV = 'production';

    expect(() => cacheWith({ parameters: { '/a': 'x' } })).toThrow(/refused where NODE_ENV is "production"/);
  });
});
