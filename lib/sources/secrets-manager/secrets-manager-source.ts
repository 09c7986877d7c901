import type { ClientCalls } from '../calls/client-calls.js';
import type { SecretsClient } from '../clients/aws-clients.interface.js';
import { routed } from '../source-router.js';
import type { Answer, FetchRequest, Permission, Reference, Source } from '../source.interface.js';
import { SecretSource } from './secret-source.js';
import { isSecretVersionsReference } from './secret-versions-reference.js';
import { SecretVersionsSource } from './secret-versions-source.js';

/** Secrets Manager, by one client: secrets in one version, and in several. */
export class SecretsManagerSource implements Source {
  readonly name = 'secretsmanager';
  readonly #secrets: SecretSource;
  readonly #versions: SecretVersionsSource;

  constructor(client: SecretsClient, batchSecrets: 'auto' | false, calls: ClientCalls) {
    this.#secrets = new SecretSource(client, batchSecrets, calls);
    this.#versions = new SecretVersionsSource(client, calls);
  }

  fetch(requests: readonly FetchRequest[]): readonly Promise<Answer>[] {
    return routed(requests, (reference) => this.#sourceOf(reference));
  }

  permissions(reference: Reference): readonly Permission[] {
    return this.#sourceOf(reference).permissions(reference);
  }

  #sourceOf(reference: Reference): SecretSource | SecretVersionsSource {
    return isSecretVersionsReference(reference) ? this.#versions : this.#secrets;
  }
}
