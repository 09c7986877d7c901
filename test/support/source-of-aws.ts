import { AwsClients } from '../../lib/sources/clients/aws-clients.js';
import type { Answer, Reference } from '../../lib/sources/source.interface.js';
import { FakeRuntime } from './fake-runtime.js';
import { HeldParameterStore, HeldSecretsManager } from './held-clients.js';

/** The source that reads from services in memory, with the answers in the hands of the test. */
export const sourceOfAws = () => {
  const ssm = new HeldParameterStore();
  const vault = new HeldSecretsManager();
  const { source } = new AwsClients({ ssmClient: ssm, secretsManagerClient: vault }, new FakeRuntime());
  const fetch = (...references: Reference[]): Promise<Answer[]> => {
    const { signal } = new AbortController();
    return Promise.all(
      source.fetch(references.map((reference) => ({ reference, signal, maxAge: 0, callTimeout: 1 }))),
    );
  };
  return { ssm, vault, parameters: ssm.store, secrets: vault.store, fetch };
};
