import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';

const rejection = (promise: Promise<unknown>): Promise<Error & { code?: string }> =>
  promise.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: Error) => error,
  );

/** Throws at once as the clients of SDK 3.922 and before do when they are given a command of 3.930 and after. */
const refuseCommand = (): never => {
  throw new Error('serializerMiddleware is not found when adding endpointV2Middleware');
};

const ofAnotherCopy = { middlewareStack: {}, config: {}, send: refuseCommand };

describe('A client of another copy of the SDK, which cannot send our commands', () => {
  const cache = new SsmCache({ ssmClient: ofAnotherCopy, secretsManagerClient: ofAnotherCopy });

  it.each([
    ['SSM_CLIENT', '@aws-sdk/client-ssm', 'new SSM()', () => cache.parameter('/host').get()],
    ['SSM_CLIENT', '@aws-sdk/client-ssm', 'new SSM()', () => cache.parameters('/db').get()],
    [
      'SECRETS_MANAGER_CLIENT',
      '@aws-sdk/client-secrets-manager',
      'new SecretsManager()',
      () => cache.secret('db').get(),
    ],
  ])('is an error that names %s, %s and what to do', async (token, packageName, instead, read) => {
    const error = await rejection(read());

    expect(error).toMatchObject({ name: 'InvalidClientError', code: 'SSM_CACHE_INVALID_CLIENT' });
    expect(error.message).toContain(`"${token}"`);
    expect(error.message).toContain(`npm ls ${packageName}`);
    expect(error.message).toContain(instead);
  });
});

describe('A client that throws at once for another reason', () => {
  const mocked = <Client extends object>(client: Client): Client =>
    Object.assign(client, { send: refuseCommand });

  it.each([
    ['a client of the same copy', mocked(new SSMClient({})), mocked(new SecretsManagerClient({}))],
    ['a fake', { send: refuseCommand }, { send: refuseCommand }],
  ])('is tried again, as after any other error (%s)', async (_title, ssmClient, secretsManagerClient) => {
    const cache = new SsmCache({ ssmClient, secretsManagerClient });

    expect((await rejection(cache.parameter('/host').get())).name).toBe('RefreshError');
    expect((await rejection(cache.secret('db').get())).name).toBe('RefreshError');
  });
});
