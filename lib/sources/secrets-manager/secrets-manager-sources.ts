import type { ClientCalls } from '../calls/client-calls.js';
import type { SecretsClient } from '../clients/aws-clients.interface.js';
import type { SourceOf } from '../source-router.js';
import { SecretSource } from './secret-source.js';
import { isSecretVersionsReference } from './secret-versions-reference.js';
import { SecretVersionsSource } from './secret-versions-source.js';

/** Secrets Manager, by one client: secrets in one version, and in several. */
export const secretsManagerSources = (
  client: SecretsClient,
  batchSecrets: 'auto' | false,
  calls: ClientCalls,
): SourceOf => {
  const secrets = new SecretSource(client, batchSecrets, calls);
  let versions: SecretVersionsSource | undefined;
  return (reference) =>
    isSecretVersionsReference(reference) ? (versions ??= new SecretVersionsSource(client, calls)) : secrets;
};
