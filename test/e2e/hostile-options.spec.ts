import { describe, expect, it } from '@jest/globals';
import { RefreshOnError, SsmCache, SsmParam, SsmParams, SsmSecret } from 'nestjs-ssm-cache';

describe('Options that throw when they are looked at', () => {
  const throwing = (): never => {
    throw new Error('A trap.');
  };
  const trap = (): any => new Proxy({}, { get: throwing, has: throwing, ownKeys: throwing });
  const revoked = (): any => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  class Holder {
    async run(): Promise<void> {}
  }
  const decorate = (decorator: any): void =>
    decorator(Holder.prototype, 'run', Object.getOwnPropertyDescriptor(Holder.prototype, 'run'));

  it.each([
    ['@RefreshOnError()', () => decorate(RefreshOnError(trap()))],
    ['@SsmParam()', () => decorate(SsmParam('/x', revoked()))],
    ['@SsmSecret()', () => decorate(SsmSecret('s', trap()))],
    ['@SsmParams()', () => decorate(SsmParams('/x', revoked()))],
    ['the filters of a path', () => new SsmCache().parameters('/x', { filters: revoked() })],
    ['a client', () => new SsmCache({ ssmClient: revoked() })],
    ['no client', () => new SsmCache({ secretsManagerClient: null as never })],
  ])('are refused as options, not as a failure of ours: %s', (_what, give) => {
    expect(give).toThrow(expect.objectContaining({ code: expect.stringMatching(/^SSM_CACHE_/) }));
  });
});
