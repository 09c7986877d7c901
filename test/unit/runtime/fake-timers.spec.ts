import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';

const make = () => {
  const parameters = new InMemoryParameterStore({ '/x': 'one', '/t/a': 'one' });
  const secrets = new InMemorySecretsManager({ s: 'one' });
  const cache = new SsmCache({
    ssmClient: parameters,
    secretsManagerClient: secrets,
    maxAge: 60,
    jitter: 0,
    minRefreshInterval: 0,
  });
  return { parameters, secrets, cache };
};

describe('A test with fake timers', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('loses no refresh: what is read under them is there, and later tests fetch again', async () => {
    const { cache, parameters } = make();
    const handle = cache.parameter('/x');
    jest.useFakeTimers();
    await expect(handle.get()).resolves.toBe('one');
    parameters.put('/x', 'two');
    jest.setSystemTime(Date.now() + 61_000);
    await expect(handle.get()).resolves.toBe('two');
    jest.useRealTimers();
    parameters.put('/x', 'three');
    await handle.refresh();

    expect(handle.value).toBe('three');
    cache.close();
  });

  it('sees a background refresh land, though no timer is advanced', async () => {
    const { cache, secrets, parameters } = make();
    const [secret, tree] = [cache.secret('s'), cache.parameters<{ a: string }>('/t')];
    await Promise.all([secret.get(), tree.get()]);
    jest.useFakeTimers({ now: Date.now() + 61_000 });
    secrets.put('s', 'two');
    parameters.put('/t/a', 'two');
    expect([secret.value, tree.value.a]).toEqual(['one', 'one']);
    jest.useRealTimers();
    await Promise.all([secret.refresh(), tree.refresh()]);

    expect([secret.value, tree.value.a]).toEqual(['two', 'two']);
    cache.close();
  });
});
