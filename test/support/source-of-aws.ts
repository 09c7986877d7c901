import { AwsClients } from '../../lib/sources/clients/aws-clients.js';
import { SourceRouter } from '../../lib/sources/source-router.js';
import type { Answer, Reference, Source } from '../../lib/sources/source.interface.js';
import { FakeRuntime } from './fake-runtime.js';
import { HeldParameterStore, HeldSecretsManager } from './held-clients.js';

export const routerOf = ({ sources }: AwsClients): SourceRouter =>
  new SourceRouter(new Map(sources.map((source) => [source.name, source])));

/** The source that reads from services in memory, with the answers in the hands of the test. */
export const sourceOfAws = () => {
  const ssm = new HeldParameterStore();
  const vault = new HeldSecretsManager();
  const clients = new AwsClients({ ssmClient: ssm, secretsManagerClient: vault }, new FakeRuntime());
  const source = routerOf(clients);
  const fetch = (...references: Reference[]): Promise<Answer[]> => {
    const { signal } = new AbortController();
    return Promise.all(
      source.fetch(references.map((reference) => ({ reference, signal, maxAge: 0, callTimeout: 1 }))),
    );
  };
  const [parameterStore, secretsManager] = clients.sources as [Source, Source];
  const sources = { ssm: parameterStore, secretsmanager: secretsManager };
  return { sources, ssm, vault, parameters: ssm.store, secrets: vault.store, fetch };
};
