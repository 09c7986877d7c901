import type { GetSecretValueInput, SecretsClient } from '../sources/clients/aws-clients.interface.js';
import { isArn } from '../sources/parameter-store/parameter-name.js';
import type { LocalServices } from './local-services.js';

/** A client for Secrets Manager that has the local values. */
export class LocalSecrets implements SecretsClient {
  constructor(private readonly services: LocalServices) {}

  async getSecretValue(input: GetSecretValueInput): Promise<unknown> {
    const SecretId = this.services.secretNamed(input.SecretId);
    const manager = await this.services.secretsManager(SecretId);
    const answer = await manager.getSecretValue({ ...input, SecretId });
    return isArn(input.SecretId) ? { ...answer, ARN: input.SecretId } : answer;
  }
}
