import { randomUUID } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { ForbiddenException, Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SAMPLE_ENVIRONMENT } from '../environment/environment.module.js';
import { DATABASE_SECRET } from '../environment/names.js';
import type { DatabaseCredentials, SampleEnvironment } from '../environment/sample-environment.interface.js';

interface SecretVersion {
  readonly versionId: string;
  readonly credentials: DatabaseCredentials;
}

/**
 * The database secret as the rotation sees it. It has a client of its own, past the cache: in AWS this is a Lambda
 * function, which shares nothing with the service.
 */
@Injectable()
export class RotatedSecret implements OnApplicationShutdown {
  private readonly client: SecretsManagerClient;

  constructor(@Inject(SAMPLE_ENVIRONMENT) private readonly environment: SampleEnvironment) {
    this.client = new SecretsManagerClient(environment.aws);
  }

  async current(): Promise<SecretVersion> {
    const { localFile } = this.environment;
    if (localFile !== undefined)
      throw new ForbiddenException(`The password is in ${localFile}: there is no AWS that could rotate it`);
    const { VersionId = '', SecretString = '' } = await this.client.send(
      new GetSecretValueCommand({ SecretId: DATABASE_SECRET }),
    );
    const credentials: DatabaseCredentials = JSON.parse(SecretString);
    return { versionId: VersionId, credentials };
  }

  async createPending(credentials: DatabaseCredentials): Promise<SecretVersion> {
    const versionId = randomUUID();
    await this.client.send(
      new PutSecretValueCommand({
        SecretId: DATABASE_SECRET,
        ClientRequestToken: versionId,
        SecretString: JSON.stringify(credentials),
        VersionStages: ['AWSPENDING'],
      }),
    );
    return { versionId, credentials };
  }

  async makeCurrent(pending: SecretVersion, current: SecretVersion): Promise<void> {
    await this.client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: DATABASE_SECRET,
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
