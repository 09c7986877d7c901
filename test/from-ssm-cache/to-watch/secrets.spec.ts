import { describe, expect, it } from '@jest/globals';
import { operations, startWorld } from '../support/world.js';

const PARTITIONS = [
  ['aws', 'eu-west-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
] as const;
const REFERENCE = '/aws/reference/secretsmanager/shop/db';

describe('A secret', () => {
  it('is read from Secrets Manager, and no role for Parameter Store is needed', async () => {
    const { aws, cache } = await startWorld({ secrets: { 'shop/db': 'p1' } });

    await expect(cache.secret('shop/db').get()).resolves.toBe('p1');
    expect(operations(aws)).toEqual(['GetSecretValue']);
  });

  it('may have a name that begins with a slash', async () => {
    const { cache } = await startWorld({ secrets: { '/shop/db': 'p1' } });

    await expect(cache.secret('/shop/db').get()).resolves.toBe('p1');
  });

  it('may be binary, alone and in a batch', async () => {
    const { aws, cache } = await startWorld({
      secrets: { bytes: Uint8Array.of(0, 255, 128), more: Uint8Array.of(1) },
    });
    const bytes = cache.secret<Uint8Array>('bytes');
    expect([...(await bytes.get())]).toEqual([0, 255, 128]);
    aws.secretsManager.rotate('bytes', Uint8Array.of(7));
    const group = cache.createGroup();
    const members = ['bytes', 'more'].map((id) => group.secret<Uint8Array>(id));
    await members[0]?.get();

    expect(members.map(({ value }) => Array.from(value))).toEqual([[7], [1]]);
    expect(operations(aws)).toEqual(['GetSecretValue', 'BatchGetSecretValue']);
  });

  it.each(PARTITIONS)('is found by a full and by a partial ARN, in %s', async (partition, region) => {
    const { aws, cache } = await startWorld({ partition, region, secrets: { 'shop/db': 'p1', other: 'o1' } });
    const { ARN = '' } = await aws.secretsManager.describeSecret({ SecretId: 'shop/db' });
    const partial = ARN.slice(0, -'-xxxxxx'.length);
    expect(partial).toBe(`arn:${partition}:secretsmanager:${region}:123456789012:secret:shop/db`);

    await expect(cache.secret(ARN).get()).resolves.toBe('p1');
    await expect(cache.secret(partial).get()).resolves.toBe('p1');
    const group = cache.createGroup();
    const members = [ARN, partial, 'shop/db', 'other'].map((id) => group.secret(id));
    await members[0]?.get();
    expect(members.map(({ value }) => value)).toEqual(['p1', 'p1', 'p1', 'o1']);
    expect(members.map(({ name }) => name)).toEqual([ARN, partial, 'shop/db', 'other']);
  });

  it('has its VersionId as its version, and stays at one that is asked for', async () => {
    const { aws, cache } = await startWorld({ secrets: { 'shop/db': 'p1' } });
    const { VersionId: first = '' } = await aws.secretsManager.getSecretValue({ SecretId: 'shop/db' });
    const second = aws.secretsManager.rotate('shop/db', 'p2');
    const group = cache.createGroup();
    const current = group.secret('shop/db');
    const previous = group.secret('shop/db', { versionStage: 'AWSPREVIOUS' });
    const pinned = group.secret('shop/db', { versionId: first });
    await current.get();

    expect([current.value, previous.value, pinned.value]).toEqual(['p2', 'p1', 'p1']);
    expect([current.version, previous.version, pinned.version]).toEqual([second, first, first]);
    const third = aws.secretsManager.rotate('shop/db', 'p3');
    await group.refresh();
    expect([current.value, previous.value, pinned.value]).toEqual(['p3', 'p2', 'p1']);
    expect([current.version, previous.version, pinned.version]).toEqual([third, second, first]);
  });

  it('or a version of it that does not exist is an error that names it', async () => {
    const { cache } = await startWorld({ secrets: { 'shop/db': 'p1' } });
    const versionId = '00000000-0000-4000-8000-000000000000';

    await expect(cache.secret('missing').get()).rejects.toMatchObject({
      name: 'InvalidParameterError',
      names: ['missing'],
    });
    await expect(cache.secret('shop/db', { versionId }).get()).rejects.toMatchObject({
      name: 'InvalidParameterError',
      names: [`shop/db:${versionId}`],
    });
  });
});

describe('A reference to a secret', () => {
  it('is always decrypted, whatever it or its group says', async () => {
    const { aws, cache } = await startWorld({ secrets: { 'shop/db': 'p1' } });
    const group = cache.createGroup({ withDecryption: false });

    await expect(group.parameter(REFERENCE).get()).resolves.toBe('p1');
    await expect(cache.parameter(REFERENCE, { withDecryption: false }).get()).resolves.toBe('p1');
    expect(aws.calls.map(({ input }) => input)).toEqual(
      Array.from({ length: 2 }, () => ({ Names: [REFERENCE], WithDecryption: true })),
    );
    expect(cache.parameter(REFERENCE)).toBe(cache.parameter(REFERENCE, { withDecryption: false }));
  });

  it('goes beside parameters that are not decrypted, in a group', async () => {
    const { cache } = await startWorld({
      parameters: { token: { value: 't0ken', type: 'SecureString' } },
      secrets: { 'shop/db': 'p1' },
    });
    const group = cache.createGroup({ withDecryption: false });
    const [reference, token] = [group.parameter(REFERENCE), group.parameter('token')];
    await token.get();

    expect(reference.value).toBe('p1');
    expect(token.value).not.toContain('t0ken');
  });

  it('has the VersionId of the secret as its version, and takes a stage or a VersionId', async () => {
    const { aws, cache } = await startWorld({ secrets: { 'shop/db': 'p1' } });
    const { VersionId: first = '' } = await aws.secretsManager.getSecretValue({ SecretId: 'shop/db' });
    const second = aws.secretsManager.rotate('shop/db', 'p2');
    const names = ['', ':AWSCURRENT', ':AWSPREVIOUS', `:${first}`].map((selector) => REFERENCE + selector);
    const references = names.map((name) => cache.parameter(name));

    await expect(Promise.all(references.map((reference) => reference.get()))).resolves.toEqual([
      'p2',
      'p2',
      'p1',
      'p1',
    ]);
    expect(references.map(({ version }) => version)).toEqual([second, second, first, first]);
    expect(references.map(({ fullName }) => fullName)).toEqual(names);
    expect(operations(aws)).toEqual(['GetParameters']);
  });

  it('that does not exist is an error that names it', async () => {
    const { cache } = await startWorld();

    await expect(cache.parameter(REFERENCE).get()).rejects.toMatchObject({
      name: 'InvalidParameterError',
      names: [REFERENCE],
    });
  });
});
