import type { INestApplicationContext, LoggerService, Provider, Type } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { SECRETS_MANAGER_CLIENT, SSM_CLIENT, SsmCacheModule } from 'nestjs-ssm-cache';

export interface ApplicationOptions {
  readonly module?: Parameters<typeof SsmCacheModule.forRoot>[0];
  readonly providers?: readonly Provider[];
  readonly controllers?: readonly Type[];
  readonly ssm?: object;
  readonly secretsManager?: object;
  readonly logger?: LoggerService;
}

/** A client that must not be called. */
export const unusedClient = { send: () => Promise.reject(new Error('This client must not be called.')) };

/** An application as a user writes one, with the clients overridden as the README says. */
export const startApplication = async ({
  module = {},
  providers = [],
  controllers = [],
  ssm = unusedClient,
  secretsManager = unusedClient,
  logger,
}: ApplicationOptions): Promise<TestingModule> => {
  @Module({
    imports: [SsmCacheModule.forRoot(module)],
    providers: [...providers],
    controllers: [...controllers],
  })
  class AppModule {}
  const builder = Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(SSM_CLIENT)
    .useValue(ssm)
    .overrideProvider(SECRETS_MANAGER_CLIENT)
    .useValue(secretsManager);
  if (logger !== undefined) builder.setLogger(logger);
  const application = await builder.compile();
  await application.init();
  return application;
};

/** Collects whatever Nest and the package log. */
export class RecordingLogger implements LoggerService {
  readonly entries: unknown[][] = [];
  readonly log = (...entry: unknown[]): void => void this.entries.push(entry);
  readonly error = this.log;
  readonly warn = this.log;
  readonly debug = this.log;
  readonly verbose = this.log;
  readonly fatal = this.log;
}

export const closeAll = async (applications: INestApplicationContext[]): Promise<void> => {
  await Promise.all(applications.splice(0).map((application) => application.close()));
};
