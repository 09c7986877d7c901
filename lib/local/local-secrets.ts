import type { GetSecretValueInput, SecretsClient } from '../sources/clients/aws-clients.interface.js';
import type { LocalServices } from './local-services.js';

/** A client for Secrets Manager that has the local values. */
export class LocalSecrets implements SecretsClient {
  constructor(private readonly services: LocalServices) {}

  async getSecretValue(input: GetSecretValueInput): Promise<unknown> {
    const manager = await this.services.secretsManager(input.SecretId);
    return manager.getSecretValue(input);
  }
}
