import { SsmCache, type SsmCacheOptions } from 'nestjs-ssm-cache';
import { InMemoryFleetStore, InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { FakeRuntime } from '../../support/fake-runtime.js';
import { HeldParameterStore, HeldSecretsManager } from '../../support/held-clients.js';

/** Caches of one fleet in this process, on the time of a test, with one AWS. */
export const makeFleet = (size: number, options: SsmCacheOptions = {}, fleet: object = {}) => {
  const runtime = new FakeRuntime();
  const clock = (): number => runtime.clock.now().wall;
  const store = new InMemoryFleetStore({ clock });
  const ssm = new HeldParameterStore(new InMemoryParameterStore({}, { clock }));
  const vault = new HeldSecretsManager(new InMemorySecretsManager({}, { clock }));
  const clients = { ssmClient: ssm, secretsManagerClient: vault };
  const caches = Array.from(
    { length: size },
    () =>
      new SsmCache(
        {
          ...clients,
          maxAge: 300,
          jitter: 0,
          ...options,
          ...('fleet' in options ? {} : { fleet: { client: store, namespace: 'test', ...fleet } }),
        },
        runtime,
      ),
  );
  return { runtime, store, ssm, vault, parameters: ssm.store, secrets: vault.store, caches };
};
