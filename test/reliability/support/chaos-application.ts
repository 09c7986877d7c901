import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { Injectable, type INestApplicationContext, type Type } from '@nestjs/common';
import { RefreshOnError, SsmCache, SsmParam, SsmParams, SsmSecret } from 'nestjs-ssm-cache';
import type { LocalAws } from 'nestjs-ssm-cache/testing';
import { RecordingLogger, startApplication } from '../../support/application.js';
import { GROUPS, SINGLE, TREE, isParameter } from './chaos-values.js';

/** A service whose properties are named as what they hold. */
export type ChaosService = Record<string, unknown> & {
  use(check: (secret: string) => boolean): Promise<void>;
};

/** Which secret the calls of `ChaosService.use` are made with. */
export const CREDENTIAL = 'group/one/0';

const declareService = (): Type<ChaosService> => {
  @Injectable()
  class Service {
    readonly [CREDENTIAL]!: string;

    /** Fails as a login does, when `check` refuses the secret. */
    @RefreshOnError({ refresh: { group: 'one' } })
    async use(check: (secret: string) => boolean): Promise<void> {
      if (!check(this[CREDENTIAL])) throw new Error('login failed');
    }
  }
  const declare = (name: string, options: { group?: string }): void => {
    const decorate = isParameter(name)
      ? SsmParam(name, { type: Object, ...options })
      : SsmSecret(name, { type: Object, ...options });
    decorate(Service.prototype, name);
  };
  for (const name of SINGLE) declare(name, {});
  for (const { group, names } of GROUPS) for (const name of names) declare(name, { group });
  SsmParams(TREE, { shape: 'record', type: Object })(Service.prototype, TREE);
  return Service as unknown as Type<ChaosService>;
};

export interface ChaosApplication {
  readonly service: ChaosService;
  readonly cache: SsmCache;
  close(): Promise<void>;
}

/** An application with clients of the SDK and values that are old after a quarter of a second. */
export const startChaosApplication = async (aws: LocalAws): Promise<ChaosApplication> => {
  const type = declareService();
  const ssm = new SSMClient(aws.clientConfig());
  const secretsManager = new SecretsManagerClient(aws.clientConfig());
  const application: INestApplicationContext = await startApplication({
    module: {
      maxAge: 0.25,
      refreshTimeout: 1,
      minRefreshInterval: 0.2,
      groups: Object.fromEntries(GROUPS.map(({ group }) => [group, {}])),
    },
    providers: [type],
    logger: new RecordingLogger(),
    ssm,
    secretsManager,
  });
  return {
    service: application.get(type),
    cache: application.get(SsmCache),
    close: async () => {
      await application.close();
      ssm.destroy();
      secretsManager.destroy();
    },
  };
};
