import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SsmCacheModule, type SsmCacheModuleOptions } from 'nestjs-ssm-cache';
import type { LocalAwsOptions } from 'nestjs-ssm-cache/testing';
import { atEnd, startAws } from './world.js';

/** An application with one provider, which reads from a local AWS with the clients of the SDK. */
export const startService = async <T>(
  service: Type<T>,
  contents: LocalAwsOptions,
  options: SsmCacheModuleOptions = {},
) => {
  const aws = await startAws(contents);
  const config = aws.clientConfig();
  @Module({
    imports: [
      SsmCacheModule.forRoot({ ssm: config, secretsManager: config, minRefreshInterval: 0, ...options }),
    ],
    providers: [service],
  })
  class AppModule {}
  const application = await NestFactory.createApplicationContext(AppModule, {
    abortOnError: false,
    logger: false,
  });
  atEnd(() => application.close());
  return { aws, application, service: application.get(service) };
};
