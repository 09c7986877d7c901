import { createRequire } from 'node:module';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SsmCacheModule, SsmParam, SsmParameter } from 'nestjs-ssm-cache';
import { startLocalAws } from 'nestjs-ssm-cache/testing';

@Injectable()
class Service {
  @SsmParam('/bench/host', { preload: false }) host!: SsmParameter<string>;
}

/** The modules of the SDK are CommonJS, also where they are imported. */
const loadedSdkModules = (): number =>
  Object.keys(createRequire(import.meta.url).cache).filter((path) => /@(aws-sdk|smithy)[\\/]/.test(path))
    .length;

/** How many modules of the SDK are loaded when an application has started, and when it has fetched. */
export const countSdkModules = async (): Promise<{ beforeFetch: number; afterFetch: number }> => {
  const aws = await startLocalAws({ parameters: { '/bench/host': 'localhost' } });

  @Module({ imports: [SsmCacheModule.forRoot({ ssm: aws.clientConfig() })], providers: [Service] })
  class AppModule {}

  const application = await NestFactory.createApplicationContext(AppModule, { logger: false });
  const beforeFetch = loadedSdkModules();
  await application.get(Service).host.get();
  const afterFetch = loadedSdkModules();
  await application.close();
  await aws.close();
  return { beforeFetch, afterFetch };
};
