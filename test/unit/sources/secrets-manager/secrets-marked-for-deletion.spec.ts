import { describe, expect, it } from '@jest/globals';
import { InvalidParameterError } from 'nestjs-ssm-cache';
import { awsError, makeCache, rejection } from '../../../support/make-cache.js';

const ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf';

const withDeletedSecrets = () => {
  const world = makeCache({ maxAge: 60, jitter: 0 });
  for (const name of ['prod/db', 'prod/mail']) {
    world.secrets.put(name, 'one');
    world.secrets.put(name, 'two');
    world.secrets.delete(name);
  }
  return world;
};

describe('A secret that is marked for deletion', () => {
  it('counts as missing, alone and in a batch: its default is read, or undefined', async () => {
    const { cache, vault } = withDeletedSecrets();
    const together = await Promise.all([
      cache.secret('prod/db', { optional: true }).get(),
      cache.secret('prod/mail', { default: 'fallback' }).get(),
    ]);
    expect(vault.calls.map(({ operation }) => operation)).toEqual(['BatchGetSecretValue']);

    const { cache: another, vault: emptied } = withDeletedSecrets();
    const alone = await another.secret('prod/db', { default: 'fallback' }).get();

    expect(emptied.calls.map(({ operation }) => operation)).toEqual(['GetSecretValue']);
    expect([...together, alone]).toEqual([undefined, 'fallback', 'fallback']);
  });

  it.each([
    ['a stage', { versionStage: 'AWSPREVIOUS' }],
    ['the current stage by its name', { versionStage: 'AWSCURRENT' }],
  ])('counts as missing in %s too', async (_, version) => {
    const { cache } = withDeletedSecrets();

    await expect(cache.secret('prod/db', { ...version, optional: true }).get()).resolves.toBeUndefined();
  });

  it('counts as missing by its version id, and by its ARN, partial or not', async () => {
    const { cache, secrets } = withDeletedSecrets();
    secrets.restore('prod/db');
    const current = cache.secret('prod/db');
    await current.get();
    secrets.delete('prod/db');
    const versionId = current.version as string;
    const { ARN: arn } = await secrets.describeSecret({ SecretId: 'prod/db' });
    const handles = [
      cache.secret('prod/db', { versionId, default: 'none' }),
      cache.secret(`${arn}`, { default: 'none' }),
      cache.secret(`${arn}`.slice(0, -7), { default: 'none' }),
    ];

    expect(await Promise.all(handles.map((handle) => handle.get()))).toEqual(['none', 'none', 'none']);
  });

  it('counts as missing as a member of a group', async () => {
    const { cache, parameters } = withDeletedSecrets();
    parameters.put('/host', 'localhost');
    const group = cache.createGroup();
    const [host, password] = [group.parameter('/host'), group.secret('prod/db', { default: 'none' })];

    expect([await host.get(), await password.get()]).toEqual(['localhost', 'none']);
  });

  it('counts as missing through Parameter Store', async () => {
    const { cache, ssm } = makeCache();
    ssm.instead = (_, { Names }) => ({ InvalidParameters: Names });
    const handle = cache.parameter('/aws/reference/secretsmanager/prod/db', { default: 'none' });

    await expect(handle.get()).resolves.toBe('none');
  });

  it('fails without default, and the error says so', async () => {
    const { cache } = withDeletedSecrets();
    const errors = [
      await rejection(cache.secret('prod/db', { versionStage: 'AWSPREVIOUS' }).get()),
      ...(await Promise.all(['prod/db', 'prod/mail'].map((id) => rejection(cache.secret(id).get())))),
    ];

    for (const error of errors) {
      expect(error).toBeInstanceOf(InvalidParameterError);
      expect(error.message).toContain('is marked for deletion in Secrets Manager');
    }
  });

  it('is read again once it is restored', async () => {
    const { cache, secrets, runtime } = withDeletedSecrets();
    const password = cache.secret('prod/db', { default: 'none' });
    const mail = cache.secret('prod/mail', { optional: true });
    await Promise.all([password.get(), mail.get()]);
    secrets.restore('prod/db');
    await runtime.advance(61);

    expect([await password.get(), await mail.get()]).toEqual(['two', undefined]);
    secrets.restore('prod/mail');
    await runtime.advance(61);
    expect([await password.get(), await mail.get()]).toEqual(['two', 'two']);
  });

  it.each([
    'You can’t perform this operation on the secret because it was marked for deletion.',
    'An error occurred (InvalidRequestException) when calling the GetSecretValue operation: You tried to perform the operation on a secret that’s currently marked deleted.',
    'The secret is scheduled for deletion.',
  ])('is recognised by what AWS and its emulators say of it: %s', async (text) => {
    const { cache, vault } = makeCache();
    vault.instead = (operation, { SecretIdList }) => {
      if (operation === 'GetSecretValue') throw awsError('InvalidRequestException', text);
      return {
        Errors: SecretIdList.map((SecretId: string) => ({
          SecretId,
          ErrorCode: 'InvalidRequestException',
          Message: text,
        })),
      };
    };
    const secrets = ['a', 'b', ARN].map((id) => cache.secret(id, { default: 'none' }));

    expect(await secrets[0]?.get()).toBe('none');
    expect(await Promise.all(secrets.map((secret) => secret.get()))).toEqual(['none', 'none', 'none']);
  });

  it.each([
    [
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    ],
    [
      'InvalidRequestException',
      "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
    ],
    ['InvalidRequestException', 'UnknownError'],
    ['AccessDeniedException', 'arn:aws:secretsmanager:::secret:marked for deletion'],
    ['InternalServiceError', 'It was marked for deletion.'],
  ])('is not what any other %s says (%s): no default stands in', async (name, text) => {
    const { cache, vault } = makeCache();
    vault.instead = (operation, { SecretIdList }) => {
      if (operation === 'GetSecretValue') throw awsError(name, text);
      return {
        Errors: SecretIdList.map((SecretId: string) => ({ SecretId, ErrorCode: name, Message: text })),
      };
    };
    const alone = await rejection(cache.secret('a', { default: 'none' }).get());
    const together = await Promise.all(
      ['b', 'c'].map((id) => rejection(cache.secret(id, { optional: true }).get())),
    );

    for (const error of [alone, ...together])
      expect(error.message).not.toContain('deletion in Secrets Manager');
  });
});
