import { randomUUID } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { ForbiddenException, Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SAMPLE_ENVIRONMENT } from '../environment/environment.module.js';
import type { SampleEnvironment } from '../environment/sample-environment.interface.js';

export interface SecretVersion {
  readonly secretId: string;
  readonly versionId: string;
  readonly text: string;
}

/**
 * Secrets as their rotation sees them. It has a client of its own, past the cache: in AWS this is a Lambda function, which
 * shares nothing with the service.
 */
@Injectable()
export class RotatedSecrets implements OnApplicationShutdown {
  private readonly client: SecretsManagerClient;

  constructor(@Inject(SAMPLE_ENVIRONMENT) private readonly environment: SampleEnvironment) {
    this.client = new SecretsManagerClient(environment.aws);
  }

  async current(secretId: string): Promise<SecretVersion> {
    const { localFile } = this.environment;
    if (localFile !== undefined)
      throw new ForbiddenException(`The secrets are in ${localFile}: there is no AWS that could rotate them`);
    const { VersionId = '', SecretString = '' } = await this.client.send(
      new GetSecretValueCommand({ SecretId: secretId }),
    );
    return { secretId, versionId: VersionId, text: SecretString };
  }

  async createPending(secretId: string, text: string): Promise<SecretVersion> {
    const versionId = randomUUID();
    await this.client.send(
      new PutSecretValueCommand({
        SecretId: secretId,
        ClientRequestToken: versionId,
        SecretString: text,
        VersionStages: ['AWSPENDING'],
      }),
    );
    return { secretId, versionId, text };
  }

  async makeCurrent(pending: SecretVersion, current: SecretVersion): Promise<void> {
    await this.client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: pending.secretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: pending.versionId,
        RemoveFromVersionId: current.versionId,
      }),
    );
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }
}
