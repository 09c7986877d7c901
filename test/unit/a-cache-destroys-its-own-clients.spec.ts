import { describe, expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { settle } from '../support/fake-runtime.js';
import { awsError, rejection } from '../support/make-cache.js';

/** What the SDK sends requests with, which it destroys with its client. */
const connection = () => {
  const state = { isDestroyed: false };
  const requestHandler = {
    handle: () => Promise.reject(awsError('AccessDeniedException')),
    destroy: () => void (state.isDestroyed = true),
  };
  return { state, requestHandler };
};
const credentials = { accessKeyId: 'id', secretAccessKey: 'key' };
const region = 'eu-west-1';

describe('A cache that is closed', () => {
  it('destroys the clients that it has made', async () => {
    const forParameters = connection();
    const forSecrets = connection();
    const cache = new SsmCache({
      region,
      ssm: { credentials, requestHandler: forParameters.requestHandler },
      secretsManager: { credentials, requestHandler: forSecrets.requestHandler },
    });
    await rejection(cache.parameter('/x').get());
    await rejection(cache.secret('s').get());
    expect([forParameters.state, forSecrets.state]).toEqual([{ isDestroyed: false }, { isDestroyed: false }]);
    cache.close();
    await settle();

    expect([forParameters.state, forSecrets.state]).toEqual([{ isDestroyed: true }, { isDestroyed: true }]);
  });

  it('leaves alone the clients that it was given', () => {
    const destroyed: string[] = [];
    const ssmClient = {
      getParameters: () => Promise.resolve({}),
      destroy: () => void destroyed.push('ssm'),
    };
    const secretsManagerClient = {
      getSecretValue: () => Promise.resolve({}),
      destroy: () => void destroyed.push('secretsManager'),
    };
    new SsmCache({ ssmClient, secretsManagerClient }).close();

    expect(destroyed).toEqual([]);
  });
});
