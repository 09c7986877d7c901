import { describe, expect, it } from '@jest/globals';
import { InvalidDeclarationError, InvalidParameterError } from 'nestjs-ssm-cache';
import { makeCache, thrown } from '../../../support/make-cache.js';

const makeVault = (options: Parameters<typeof makeCache>[0] = {}) => {
  const world = makeCache(options);
  for (const name of ['db', 'prod/db', 'staging/db']) {
    world.secrets.put(name, JSON.stringify({ user: 'app', password: `old of ${name}`, 'a.b': 'dotted' }));
    world.secrets.put(name, JSON.stringify({ user: 'app', password: `new of ${name}`, 'a.b': 'dotted' }));
  }
  return world;
};

const key = 'password';

describe('secretPrefix', () => {
  it('is prepended to the name of every secret of the cache, as it is', async () => {
    const { cache } = makeVault({ secretPrefix: 'prod/' });
    const handle = cache.secret('db', { key });

    await expect(handle.get()).resolves.toBe('new of prod/db');
    expect(handle.name).toBe('prod/db');
  });

  it('is prepended without rules about slashes', async () => {
    const { cache } = makeVault({ secretPrefix: 'pr' });

    await expect(cache.secret('od/db', { key }).get()).resolves.toBe('new of prod/db');
  });

  it('of a group counts before that of the cache, and of a secret before that of its group', async () => {
    const { cache } = makeVault({ secretPrefix: 'nowhere/', groups: { db: { secretPrefix: 'prod/' } } });
    const group = cache.createGroup({ secretPrefix: 'staging/' });

    expect([
      await cache.group('db').secret('db', { key }).get(),
      await cache.secret('db', { key, group: 'db' }).get(),
      await group.secret('db', { key }).get(),
      await group.secret('db', { key, secretPrefix: 'prod/' }).get(),
    ]).toEqual(['new of prod/db', 'new of prod/db', 'new of staging/db', 'new of prod/db']);
  });

  it('false opts out: of a group, and of a secret', async () => {
    const { cache } = makeVault({ secretPrefix: 'prod/' });
    const group = cache.createGroup({ secretPrefix: false });

    expect(await cache.secret('db', { key, secretPrefix: false }).get()).toBe('new of db');
    expect(await group.secret('db', { key }).get()).toBe('new of db');
  });

  it('is never prepended to an ARN, full or partial, nor to a parameter', async () => {
    const { cache, secrets, parameters } = makeVault({ secretPrefix: 'staging/' });
    parameters.put('/db', 'parameter');
    const { ARN: arn } = await secrets.describeSecret({ SecretId: 'prod/db' });

    expect(await cache.secret(`${arn}`, { key }).get()).toBe('new of prod/db');
    expect(await cache.secret(`${arn}`.slice(0, -7), { key }).get()).toBe('new of prod/db');
    expect(await cache.parameter('/db').get()).toBe('parameter');
  });

  it.each([7, '', true, null])('is refused when it is %j', (secretPrefix) => {
    const options = { secretPrefix: secretPrefix as string };
    const { cache } = makeCache();
    const errors = [
      () => makeCache(options),
      () => cache.createGroup(options),
      () => cache.secret('x', options),
    ];

    for (const error of errors.map(thrown)) {
      expect(error).toBeInstanceOf(InvalidDeclarationError);
      expect(error.message).toContain('"secretPrefix" must be a text that is not empty, or false');
    }
  });

  it('is no option of a parameter or a path', () => {
    const { cache } = makeCache();
    const options = { secretPrefix: 'x' } as object;

    expect(thrown(() => cache.parameter('/x', options))).toBeInstanceOf(InvalidDeclarationError);
    expect(thrown(() => cache.parameters('/x', options))).toBeInstanceOf(InvalidDeclarationError);
  });
});

describe('The ARN of an ECS task definition', () => {
  const withArn = async () => {
    const world = makeVault();
    const { ARN } = await world.secrets.describeSecret({ SecretId: 'prod/db' });
    const { VersionId } = await world.secrets.getSecretValue({
      SecretId: 'prod/db',
      VersionStage: 'AWSPREVIOUS',
    });
    return { ...world, arn: `${ARN}`, previous: `${VersionId}` };
  };

  it('picks the key, the stage and the version, each of which may be empty', async () => {
    const { cache, arn, previous } = await withArn();
    const value = (rest: string): Promise<string> => cache.secret(`${arn}${rest}`).get();
    const whole = (password: string): string =>
      JSON.stringify({ user: 'app', password: `${password} of prod/db`, 'a.b': 'dotted' });

    expect(await Promise.all(['', ':', '::', ':::'].map(value))).toEqual(
      Array.from({ length: 4 }, () => whole('new')),
    );
    expect(await Promise.all([':password', ':password:', ':password::', ':a.b::'].map(value))).toEqual([
      ...Array.from({ length: 3 }, () => 'new of prod/db'),
      'dotted',
    ]);
    expect(await value('::AWSPREVIOUS:')).toBe(whole('old'));
    expect(await value(`:::${previous}`)).toBe(whole('old'));
    expect(await value(`:password:AWSPREVIOUS:${previous}`)).toBe('old of prod/db');
    expect(await value(':password:AWSCURRENT')).toBe('new of prod/db');
  });

  it('with too many parts is refused by its name', async () => {
    const { cache, arn } = await withArn();
    const malformed = `${arn}:a:b:c:d`;

    expect(thrown(() => cache.secret(malformed))).toMatchObject({
      code: 'SSM_CACHE_INVALID_PARAMETER',
      names: [malformed],
    });
  });

  it('is the same secret as by the options, and asks AWS for the plain ARN', async () => {
    const { cache, arn, vault } = await withArn();
    const one = cache.secret(`${arn}:password:AWSPREVIOUS:`);
    await one.get();

    expect(one).toBe(cache.secret(arn, { key, versionStage: 'AWSPREVIOUS' }));
    expect(one.name).toBe(arn);
    expect(vault.last.input).toEqual({ SecretId: arn, VersionStage: 'AWSPREVIOUS' });
  });

  it('goes with options that say the same, or say what it leaves open', async () => {
    const { cache, arn } = await withArn();

    expect(await cache.secret(`${arn}:password::`, { key }).get()).toBe('new of prod/db');
    expect(await cache.secret(`${arn}:password::`, { versionStage: 'AWSPREVIOUS' }).get()).toBe(
      'old of prod/db',
    );
  });

  it.each([
    [':password::', { key: 'user' }, '"key" is "password", and the option "key" is "user"'],
    ['::AWSCURRENT:', { versionStage: 'AWSPREVIOUS' }, '"versionStage" is "AWSCURRENT"'],
    [':::v1', { versionId: 'v2' }, '"versionId" is "v1", and the option "versionId" is "v2"'],
  ])('is refused where %s and %j differ', async (rest, options, reason) => {
    const { cache, arn } = await withArn();
    const error = thrown(() => cache.secret(arn + rest, options));

    expect(error).toBeInstanceOf(InvalidDeclarationError);
    expect(error.message).toContain(reason);
  });

  it('is refused with more parts than there are', async () => {
    const { cache, arn } = await withArn();
    const error = thrown(() => cache.secret(`${arn}:a:b:c:d`));

    expect(error).toBeInstanceOf(InvalidParameterError);
    expect(error.message).toContain('has too many parts');
  });

  it('is understood in any partition, and without the six random characters', () => {
    const { cache } = makeCache();
    const arns = ['aws-cn:secretsmanager:cn-north-1', 'aws-us-gov:secretsmanager:us-gov-west-1'].map(
      (place) => `arn:${place}:123456789012:secret:prod/db`,
    );

    for (const arn of arns) expect(cache.secret(`${arn}:password::`).name).toBe(arn);
  });
});
