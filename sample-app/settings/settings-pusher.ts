import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ForbiddenException, Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { SAMPLE_ENVIRONMENT } from '../environment/environment.module.js';
import type { SampleEnvironment } from '../environment/sample-environment.interface.js';
import type { PushSettingDto } from './dto/push-setting.dto.js';
import { SettingsService } from './settings.service.js';

/** What became of a push: which version the parameter has, and whether the service uses it. */
export interface Push {
  readonly name: string;
  readonly version: number | undefined;
  readonly isUsed: boolean;
}

/** Changes a setting past the cache, as a person at the AWS console does, and lets the service look at once. */
@Injectable()
export class SettingsPusher implements OnApplicationShutdown {
  private readonly logger = new Logger(SettingsPusher.name);
  private readonly client: SSMClient;

  constructor(
    @Inject(SAMPLE_ENVIRONMENT) private readonly environment: SampleEnvironment,
    private readonly settings: SettingsService,
  ) {
    this.client = new SSMClient(environment.aws);
  }

  async push({ name: setting, value }: PushSettingDto): Promise<Push> {
    const { isAwsLocal, localFile } = this.environment;
    if (localFile !== undefined)
      throw new ForbiddenException(`Change the setting in ${localFile}, and save it`);
    if (!isAwsLocal)
      throw new ForbiddenException('Settings are pushed to the local AWS only, never to a real account');
    const name = `${this.settings.tree.name}/${setting}`;
    const { Version: version } = await this.client.send(
      new PutParameterCommand({ Name: name, Value: value, Overwrite: true }),
    );
    this.logger.log(`Pushed "${name}" in version ${version}`);
    return { name, version, isUsed: await this.refresh() };
  }

  /** Why settings cannot be used is logged by the cache. The last good ones stay in use. */
  private async refresh(): Promise<boolean> {
    try {
      await this.settings.tree.refresh();
      return true;
    } catch {
      return false;
    }
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }
}
