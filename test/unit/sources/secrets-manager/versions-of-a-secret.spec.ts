import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { SecretVersions, type SecretStage } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../../lib/runtime/internals.js';
import { awsError, makeCache, rejection, thrown } from '../../../support/make-cache.js';
import { settle } from '../../../support/fake-runtime.js';

const ALL: readonly SecretStage[] = ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'];

const makeWorld = (options: Parameters<typeof makeCache>[0] = {}) => {
  const world = makeCache({ maxAge: 60, jitter: 0, minRefreshInterval: 0, ...options });
  const { secrets, vault } = world;
  /** The `VersionId` of a stage. */
  const idOf = async (stage: SecretStage): Promise<string> => {
    const { VersionIdsToStages = {} } = await secrets.describeSecret({ SecretId: 'prod/jwt' });
    return Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes(stage))?.[0] ?? 'none';
  };
  const stagesAsked = (): unknown[] => vault.calls.map(({ input }) => input.VersionStage);
  return { ...world, idOf, stagesAsked };
};

const valuesIn = ({ current, previous, pending }: SecretVersions<unknown>): unknown[] => [
  current,
  previous,
  pending,
];

describe('Several versions of a secret', () => {
  it('are read as one, each once with its VersionId', async () => {
    const { cache, secrets, idOf } = makeWorld();
    secrets.put('prod/jwt', { AWSCURRENT: 'second', AWSPREVIOUS: 'first', AWSPENDING: 'third' });
    const handle = cache.secret('prod/jwt', { versions: ALL });
    const keys = await handle.get();

    expect(valuesIn(keys)).toEqual(['second', 'first', 'third']);
    const ids = await Promise.all(ALL.map(idOf));
    expect([...keys]).toEqual([
      { stage: 'AWSCURRENT', versionId: ids[0], value: 'second' },
      { stage: 'AWSPREVIOUS', versionId: ids[1], value: 'first' },
      { stage: 'AWSPENDING', versionId: ids[2], value: 'third' },
    ]);
    expect(ids.map((id) => keys.byId(id))).toEqual(['second', 'first', 'third']);
    expect([keys.byId('another'), keys.byId(undefined)]).toEqual([undefined, undefined]);
    expect([keys.currentId, handle.version]).toEqual([ids[0], ids[0]]);
  });

  it('leave a stage undefined that AWS does not have, or that was not asked for', async () => {
    const { cache, secrets } = makeWorld();
    secrets.put('prod/jwt', 'only');
    secrets.put('prod/other', { AWSCURRENT: 'second', AWSPREVIOUS: 'first', AWSPENDING: 'third' });
    const alone = await cache.secret('prod/jwt', { versions: ALL }).get();
    const current = await cache.secret('prod/other', { versions: ['AWSCURRENT'] }).get();
    const two = await cache.secret('prod/other', { versions: ['AWSPREVIOUS', 'AWSCURRENT'] }).get();

    expect(valuesIn(alone)).toEqual(['only', undefined, undefined]);
    expect(valuesIn(current)).toEqual(['second', undefined, undefined]);
    expect(valuesIn(two)).toEqual(['second', 'first', undefined]);
  });

  it('tell a version once that has two stages', async () => {
    const { cache, secrets, idOf } = makeWorld();
    secrets.put('prod/jwt', 'only');
    const id = await idOf('AWSCURRENT');
    await secrets.updateSecretVersionStage({
      SecretId: 'prod/jwt',
      VersionStage: 'AWSPENDING',
      MoveToVersionId: id,
    });
    const keys = await cache.secret('prod/jwt', { versions: ALL }).get();

    expect(valuesIn(keys)).toEqual(['only', undefined, 'only']);
    expect([...keys]).toEqual([{ stage: 'AWSCURRENT', versionId: id, value: 'only' }]);
  });

  it('are one entry, whatever the order of the stages, apart from the secret itself', async () => {
    const { cache, secrets, vault } = makeWorld();
    secrets.put('prod/jwt', 'only');
    const one = cache.secret('prod/jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] });
    const other = cache.secret('prod/jwt', { versions: ['AWSPREVIOUS', 'AWSCURRENT'] });
    const single = cache.secret('prod/jwt');

    expect([other === one, Object.is(single, one)]).toEqual([true, false]);
    await Promise.all([one.get(), other.get(), single.get()]);
    expect(vault.count()).toBe(4);
    expect(cache.inspect().map(({ name, type }) => [name, type])).toEqual([
      ['prod/jwt:AWSCURRENT,AWSPREVIOUS', 'SecretVersions'],
      ['prod/jwt', 'SecretString'],
    ]);
  });
});

describe('What several versions need', () => {
  it('is the permission to read the secret, and no other', () => {
    const { cache } = makeWorld();
    const { reference } = cache.secret('prod/jwt', { versions: ALL })[INTERNALS];
    const source = cache[INTERNALS].sources.get('secretsmanager');

    expect(source?.permissions?.(reference)).toEqual([
      { action: 'secretsmanager:GetSecretValue', resource: 'secret:prod/jwt-??????' },
    ]);
  });
});

describe('A rotation between the calls', () => {
  it('has the others read again, so that all are of one moment', async () => {
    const { cache, secrets, vault, stagesAsked } = makeWorld();
    secrets.put('prod/jwt', { AWSCURRENT: 'second', AWSPREVIOUS: 'first' });
    vault.isHolding = true;
    const reading = cache.secret('prod/jwt', { versions: ALL }).get();
    await settle();
    vault.releaseAll();
    await settle();
    secrets.rotate('prod/jwt', 'third');
    vault.letGo();

    expect(valuesIn(await reading)).toEqual(['third', 'second', undefined]);
    expect(stagesAsked()).toEqual([...ALL, ...ALL.slice(0, 1), ...ALL.slice(1), 'AWSCURRENT']);
  });

  it('is waited for in a bounded number of readings, and then the last versions stay', async () => {
    const { cache, secrets, vault, runtime } = makeWorld();
    secrets.put('prod/jwt', 'version 0');
    const handle = cache.secret('prod/jwt', { versions: ALL });
    await handle.get();
    const before = vault.count();
    let rotations = 0;
    vault.instead = (_operation, input) => {
      if (input.VersionStage === 'AWSCURRENT') secrets.rotate('prod/jwt', `version ${(rotations += 1)}`);
      return secrets.getSecretValue(input);
    };
    await runtime.advance(61);
    const keys = await handle.get();

    expect(valuesIn(keys)).toEqual(['version 0', undefined, undefined]);
    expect(vault.count() - before).toBe(16);
    expect(cache.inspect()[0]?.lastError?.message).toBe(
      '"prod/jwt:AWSCURRENT,AWSPREVIOUS,AWSPENDING" changed each time while it was read together with what belongs to it. It will be tried again.',
    );
  });

  it('is seen in the labels of the answers where the current version is the previous one too', async () => {
    const { cache, secrets, vault, stagesAsked } = makeWorld();
    secrets.put('prod/jwt', 'only');
    vault.instead = (_operation, { SecretId }) => secrets.getSecretValue({ SecretId });
    const keys = await cache.secret('prod/jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] }).get();

    expect([keys.current, keys.previous]).toEqual(['only', 'only']);
    expect(stagesAsked()).toEqual(['AWSCURRENT', 'AWSPREVIOUS', 'AWSCURRENT']);
  });

  it('is looked for once more where a client without labels says that the previous version is the current one', async () => {
    const { cache, secrets, vault, stagesAsked } = makeWorld();
    secrets.put('prod/jwt', 'only');
    vault.instead = async (_operation, { SecretId }) => ({
      ...(await secrets.getSecretValue({ SecretId })),
      VersionStages: undefined,
    });
    const keys = await cache.secret('prod/jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] }).get();

    expect([keys.current, keys.previous]).toEqual(['only', 'only']);
    expect(stagesAsked()).toEqual(['AWSCURRENT', 'AWSPREVIOUS', 'AWSCURRENT', 'AWSPREVIOUS', 'AWSCURRENT']);
  });

  it('is not looked for where only the current version is asked for', async () => {
    const { cache, secrets, stagesAsked } = makeWorld();
    secrets.put('prod/jwt', 'only');
    await cache.secret('prod/jwt', { versions: ['AWSCURRENT'] }).get();

    expect(stagesAsked()).toEqual(['AWSCURRENT']);
  });
});

describe('A refresh of several versions', () => {
  it('replaces all of them, and tells of it once', async () => {
    const { cache, secrets, runtime } = makeWorld();
    secrets.put('prod/jwt', 'first');
    const handle = cache.secret('prod/jwt', { versions: ALL });
    const before = await handle.get();
    const told: unknown[] = [];
    cache.changes$.subscribe((change) => told.push(change));
    let calls = 0;
    handle.onChange(() => (calls += 1));
    secrets.rotate('prod/jwt', 'second');
    await runtime.advance(61);
    const after = await handle.get();

    expect(valuesIn(before)).toEqual(['first', undefined, undefined]);
    expect(valuesIn(after)).toEqual(['second', 'first', undefined]);
    expect(calls).toBe(1);
    expect(told).toEqual([
      {
        name: 'prod/jwt:AWSCURRENT,AWSPREVIOUS,AWSPENDING',
        previousVersion: before.currentId,
        version: after.currentId,
        parameters: [
          {
            name: 'prod/jwt:AWSCURRENT',
            previousVersion: before.currentId,
            version: after.currentId,
          },
          { name: 'prod/jwt:AWSPREVIOUS', previousVersion: undefined, version: before.currentId },
        ],
      },
    ]);
  });

  it('sees a pending version, and one that got another VersionId with the same content', async () => {
    const { cache, secrets } = makeWorld();
    secrets.put('prod/jwt', { AWSCURRENT: 'current', AWSPREVIOUS: 'previous' });
    const handle = cache.secret('prod/jwt', { versions: ALL });
    const before = await handle.get();
    const pend = async (SecretString: string): Promise<SecretVersions> => {
      await secrets.putSecretValue({
        SecretId: 'prod/jwt',
        SecretString,
        VersionStages: ['AWSPENDING'],
        ClientRequestToken: crypto.randomUUID(),
      });
      await handle.refresh();
      return handle.value;
    };
    const first = await pend('pending');
    const second = await pend('pending');

    expect(valuesIn(first)).toEqual(['current', 'previous', 'pending']);
    const idOfPending = (keys: SecretVersions): string | undefined =>
      [...keys].find(({ stage }) => stage === 'AWSPENDING')?.versionId;
    expect(idOfPending(second)).not.toBe(idOfPending(first));
    expect(first).not.toBe(before);
  });

  it('that brings the same gives the same object', async () => {
    const { cache, secrets } = makeWorld();
    secrets.put('prod/jwt', { AWSCURRENT: 'second', AWSPREVIOUS: 'first' });
    const handle = cache.secret('prod/jwt', { versions: ALL });
    const before = await handle.get();
    await handle.refresh();

    expect(handle.value).toBe(before);
  });

  it('is one with the other members of a group', async () => {
    const { cache, secrets, parameters } = makeWorld();
    secrets.put('prod/jwt', 'first');
    parameters.put('/issuer', 'one');
    const group = cache.createGroup({ maxAge: 60 });
    const keys = group.secret('prod/jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] });
    const issuer = group.parameter('/issuer');
    await keys.get();
    secrets.rotate('prod/jwt', 'second');
    parameters.put('/issuer', 'two');
    await group.refresh();

    expect([issuer.value, ...valuesIn(keys.value)]).toEqual(['two', 'second', 'first', undefined]);
  });
});

describe('What is made of each version', () => {
  it('is made by key, transform and schema', async () => {
    const { cache, secrets } = makeWorld();
    secrets.put('prod/jwt', { AWSCURRENT: { key: { size: 2 } }, AWSPREVIOUS: { key: { size: 1 } } });
    const text = await cache.secret('prod/jwt', { versions: ALL, key: 'key.size' }).get();
    const json = await cache.secret('prod/jwt', { versions: ALL, key: 'key', transform: 'json' }).get();
    const names: string[] = [];
    const own = cache.secret('prod/jwt', {
      versions: ALL,
      transform: async (stored, { name, version }) => {
        names.push(name);
        return { stored, version };
      },
    });
    const { current, previous, currentId } = await own.get();

    expect(valuesIn(text)).toEqual(['2', '1', undefined]);
    expect(valuesIn(json)).toEqual([{ size: 2 }, { size: 1 }, undefined]);
    expect(Object.isFrozen(json.current)).toBe(true);
    expect([current, previous?.stored]).toEqual([
      { stored: '{"key":{"size":2}}', version: currentId },
      '{"key":{"size":1}}',
    ]);
    expect(names).toEqual(['prod/jwt:AWSCURRENT', 'prod/jwt:AWSPREVIOUS']);
  });

  it('is bytes of their own for each reader', async () => {
    const { cache, secrets } = makeWorld();
    secrets.put('prod/jwt', { AWSCURRENT: Uint8Array.of(2), AWSPREVIOUS: Uint8Array.of(1) });
    const keys = await cache.secret<SecretVersions<Uint8Array>>('prod/jwt', { versions: ALL }).get();
    keys.current.fill(0);
    keys.previous?.fill(0);
    for (const { value } of keys) value.fill(0);

    expect([[...keys.current], [...(keys.previous ?? [])]]).toEqual([[2], [1]]);
  });

  it('keeps the last versions if one of them cannot be used, and says which', async () => {
    const { cache, secrets, idOf } = makeWorld();
    secrets.put('prod/jwt', '1');
    const handle = cache.secret('prod/jwt', { versions: ALL, transform: 'number' });
    await handle.get();
    const kept = handle.version;
    secrets.rotate('prod/jwt', 'no number');
    const error = await rejection(handle.refresh());

    expect(valuesIn(handle.value)).toEqual([1, undefined, undefined]);
    expect(error.message).toBe(
      `"prod/jwt:AWSCURRENT" in version ${await idOf('AWSCURRENT')} cannot be used: it is not a number. Store a value that fits, or change the declaration.`,
    );
    expect(error.code).toBe('SSM_CACHE_TRANSFORM');
    expect(cache.inspect()[0]?.rejections).toEqual([
      { name: 'prod/jwt:AWSCURRENT', rejected: await idOf('AWSCURRENT'), kept },
      { name: 'prod/jwt:AWSPREVIOUS', rejected: kept, kept: undefined },
    ]);
  });

  it.each([
    ['at once', 'number' as const],
    [
      'later',
      async (text: unknown) => (text === 'no number' ? Promise.reject(new Error('no')) : Number(text)),
    ],
  ])('leaves out a pending version that cannot be used, told %s', async (_, transform) => {
    const { cache, secrets } = makeWorld();
    secrets.put('prod/jwt', { AWSCURRENT: '2', AWSPREVIOUS: '1', AWSPENDING: 'no number' });
    const keys = await cache.secret<SecretVersions<number>>('prod/jwt', { versions: ALL, transform }).get();

    expect(valuesIn(keys)).toEqual([2, 1, undefined]);
  });
});

describe('A failure of several versions', () => {
  it('is that the secret does not exist, or is marked for deletion: its default is read', async () => {
    const { cache, secrets } = makeWorld();
    secrets.put('prod/deleted', { AWSCURRENT: 'second', AWSPREVIOUS: 'first' });
    secrets.delete('prod/deleted');
    const options = { versions: ALL, optional: true } as const;
    const values = await Promise.all([
      cache.secret('prod/none', options).get(),
      cache.secret('prod/deleted', options).get(),
    ]);
    const errors = await Promise.all([
      rejection(cache.secret('prod/none', { versions: ALL }).get()),
      rejection(cache.secret('prod/deleted', { versions: ALL }).get()),
    ]);

    expect(values).toEqual([undefined, undefined]);
    expect(errors.map(({ code }) => code)).toEqual([
      'SSM_CACHE_INVALID_PARAMETER',
      'SSM_CACHE_INVALID_PARAMETER',
    ]);
    expect(errors[1]?.message).toContain('marked for deletion');
  });

  it('is that it was deleted between two of the calls', async () => {
    const { cache, secrets, vault } = makeWorld();
    secrets.put('prod/jwt', 'only');
    vault.instead = (_operation, input) => {
      const answer = secrets.getSecretValue(input);
      if (input.VersionStage === 'AWSPREVIOUS') secrets.delete('prod/jwt', { force: true });
      return answer;
    };
    const error = await rejection(cache.secret('prod/jwt', { versions: ALL }).get());

    expect(error.code).toBe('SSM_CACHE_INVALID_PARAMETER');
  });

  it('is that a role may not read one of them: none is read, and the error names it', async () => {
    const { cache, secrets, vault } = makeWorld();
    secrets.put('prod/jwt', { AWSCURRENT: 'second', AWSPREVIOUS: 'first' });
    const handle = cache.secret('prod/jwt', { versions: ALL });
    await handle.get();
    vault.instead = (_operation, input) => {
      if (input.VersionStage === 'AWSPENDING') throw awsError('AccessDeniedException');
      return secrets.getSecretValue(input);
    };
    const error = await rejection(handle.refresh());

    expect(error.code).toBe('SSM_CACHE_ACCESS_DENIED');
    expect(error.message).toContain('"prod/jwt:AWSPENDING"');
    expect(thrown(() => handle.value).code).toBe('SSM_CACHE_ACCESS_DENIED');
  });

  it('that may pass keeps the last versions', async () => {
    const { cache, secrets, runtime, vault } = makeWorld();
    secrets.put('prod/jwt', { AWSCURRENT: 'second', AWSPREVIOUS: 'first' });
    const handle = cache.secret('prod/jwt', { versions: ALL });
    await handle.get();
    vault.instead = (_operation, input) => {
      if (input.VersionStage === 'AWSPREVIOUS') throw awsError('InternalServiceError', 'away', 500);
      return secrets.getSecretValue(input);
    };
    await runtime.advance(61);

    expect(valuesIn(await handle.get())).toEqual(['second', 'first', undefined]);
  });

  it('is that a client gives no VersionId, or answers for another secret', async () => {
    const { cache, vault } = makeWorld();
    vault.instead = () => ({ SecretString: 'value' });
    const unnamed = await rejection(cache.secret('prod/jwt', { versions: ALL }).get());
    vault.instead = () => ({ Name: 'prod/other', SecretString: 'value', VersionId: 'one' });
    const other = await rejection(cache.secret('prod/mail', { versions: ALL }).get());

    expect(unnamed.message).toContain('it has no VersionId');
    expect(other.message).toContain('it is for another secret');
  });
});

describe('Options of several versions', () => {
  const { cache } = makeWorld();
  const refused = (options: object, name = 'prod/jwt') =>
    thrown(() => cache.secret(name, options as never)).message;

  it.each([
    ['an empty list', []],
    ['an unknown stage', ['AWSCURRENT', 'AWSPREVIUS']],
    ['no current stage', ['AWSPREVIOUS']],
    ['no list', 'AWSCURRENT'],
  ])('are refused with %s', (_, versions) => {
    expect(refused({ versions })).toBe(
      `secret "prod/jwt": "versions" must be a list of 'AWSCURRENT' and of any of 'AWSPREVIOUS' and 'AWSPENDING'.`,
    );
  });

  it.each([
    ['versionStage', 'AWSCURRENT'],
    ['versionId', 'one'],
  ])('are refused together with %s', (option, value) => {
    expect(refused({ versions: ALL, [option]: value })).toBe(
      `secret "prod/jwt": "versions" reads several versions, and "${option}" one. Leave one of the two options out.`,
    );
  });

  it('are refused with an ARN that names one version, not with one that names a key', async () => {
    const arn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/jwt-AbCdEf';
    const { cache: another, vault } = makeWorld();
    vault.instead = () => ({ ARN: arn, SecretString: '{"key":"value"}', VersionId: 'one' });
    const keys = await another.secret(`${arn}:key::`, { versions: ['AWSCURRENT'] }).get();

    expect(keys.current).toBe('value');
    for (const part of [':key:AWSPREVIOUS:', '::AWSCURRENT:', ':::one']) {
      expect(refused({ versions: ALL }, `${arn}${part}`)).toBe(
        `"${arn}${part}" names one version, and the option "versions" several. Leave the stage and the version out of the ARN.`,
      );
    }
  });
});

describe('What holds several versions', () => {
  const keys = new SecretVersions([
    { stage: 'AWSPREVIOUS', versionId: 'one', value: 'first poison' },
    { stage: 'AWSCURRENT', versionId: 'two', value: 'second poison' },
  ]);

  it('shows its stages and versions, and no value', async () => {
    const { cache, secrets } = makeWorld();
    secrets.put('prod/jwt', { AWSCURRENT: 'second poison', AWSPREVIOUS: 'first poison' });
    const handle = cache.secret('prod/jwt', { versions: ALL });
    await handle.get();

    expect(inspect(keys)).toBe('SecretVersions { AWSCURRENT two, AWSPREVIOUS one }');
    expect(JSON.stringify({ keys })).toBe('{"keys":{"AWSCURRENT":"two","AWSPREVIOUS":"one"}}');
    const shown = [handle, keys, handle.value, cache.inspect()];
    const texts = shown.flatMap((one) => [
      inspect(one, { depth: Infinity, showHidden: true }),
      JSON.stringify(one),
    ]);
    expect(texts.join()).not.toContain('poison');
  });

  it('cannot be changed', () => {
    expect(() => Object.assign(keys, { current: 'other' })).toThrow(TypeError);
    expect(() => Object.assign(keys, { other: 'other' })).toThrow(TypeError);
    for (const version of keys) Object.assign(version, { value: 'other' });
    expect(keys.current).toBe('second poison');
  });

  it('is refused without a current version', () => {
    const error = thrown(() => new SecretVersions([{ stage: 'AWSPREVIOUS', versionId: 'one', value: 'v' }]));

    expect(error.code).toBe('SSM_CACHE_INVALID_VERSION');
    expect(error.message).toContain('AWSCURRENT');
  });
});

describe('What a client keeps of a secret', () => {
  const kept = (seconds: number | string | undefined, stage: string) => (now: number) => ({
    Name: 'prod/jwt',
    VersionId: `v ${stage}`,
    SecretString: stage,
    fetchedAt: typeof seconds === 'number' ? now - seconds * 1_000 : seconds,
  });

  it.each([
    [30, 30],
    [undefined, 0],
    [NaN, 0],
    ['long ago', 0],
  ])('is as old as it says: %p', async (seconds, age) => {
    const { cache, vault, runtime } = makeWorld();
    vault.instead = () => kept(seconds, 'AWSCURRENT')(runtime.clock.now().wall);
    await cache.secret('prod/jwt').get();

    expect(cache.inspect()[0]?.age).toBe(age);
  });

  it.each([
    [{ AWSCURRENT: 10, AWSPREVIOUS: 30 }, 30],
    [{ AWSCURRENT: 30, AWSPREVIOUS: 10 }, 30],
    [{ AWSCURRENT: undefined, AWSPREVIOUS: 20 }, 20],
    [{ AWSCURRENT: undefined, AWSPREVIOUS: undefined }, 0],
  ])('in several versions is as old as the oldest of them: %j', async (ages, age) => {
    const { cache, vault, runtime } = makeWorld();
    vault.instead = (_operation, { VersionStage }) =>
      kept(ages[VersionStage as 'AWSCURRENT'], VersionStage as string)(runtime.clock.now().wall);
    await cache.secret('prod/jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] }).get();

    expect(cache.inspect()[0]?.age).toBe(age);
  });
});

describe('A change of some stages of a secret', () => {
  it.each<[string[] | undefined, string[]]>([
    [undefined, ['db', 'db:AWSPREVIOUS', 'db:AWSPENDING', 'db:blue']],
    [['AWSCURRENT'], ['db', 'db:AWSPREVIOUS', 'db:AWSPENDING']],
    [['AWSPENDING'], ['db:AWSPENDING']],
    [['AWSPREVIOUS'], ['db:AWSPREVIOUS']],
    [['blue'], ['db:blue']],
    [['green'], []],
  ])('%j touches what moves with them', async (stages, touched) => {
    const { cache } = makeWorld();
    cache.secret('db');
    for (const versionStage of ['AWSPREVIOUS', 'AWSPENDING', 'blue']) cache.secret('db', { versionStage });
    cache.secret('db', { versionId: '4d383ea9-084a-49c9-8722-cbfb0f25c456' });
    const change = { source: 'secretsmanager', name: 'db', ...(stages && { stages }) };

    expect(cache[INTERNALS].expire(change)).toEqual(touched);
    expect(cache[INTERNALS].expire({ ...change, source: 'ssm' })).toEqual([]);
    expect(cache[INTERNALS].expire({ ...change, name: 'other' })).toEqual([]);
  });
});

describe('Several versions of which one cannot be used', () => {
  it('tell which one it is, and what is used instead', async () => {
    const { cache, vault } = makeWorld();
    let current = 'one';
    vault.instead = (_operation, { VersionStage }) => {
      const isCurrent = VersionStage === 'AWSCURRENT';
      const SecretString = isCurrent && current === 'two' ? 'c4n4ry' : '1';
      return { Name: 'prod/jwt', VersionId: isCurrent ? current : 'zero', SecretString };
    };
    const handle = cache.secret('prod/jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'], transform: 'number' });
    await handle.get();
    current = 'two';
    await rejection(handle.refresh());

    expect(cache.inspect()[0]?.rejections).toEqual([
      { name: 'prod/jwt:AWSCURRENT', rejected: 'two', kept: 'one' },
    ]);
  });
});
