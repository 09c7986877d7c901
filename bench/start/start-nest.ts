import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SsmCacheModule, SsmParam } from 'nestjs-ssm-cache';
import type { ClientConfig } from './starters.js';

/** Starts an application with one service that has a property for each of the names. */
export const startNest = async (names: readonly string[], ssm: ClientConfig): Promise<void> => {
  @Injectable()
  class Service {}

  for (const [index, name] of names.entries()) {
    Reflect.defineMetadata('design:type', String, Service.prototype, `property${index}`);
    Reflect.apply(SsmParam(name), undefined, [Service.prototype, `property${index}`]);
  }

  @Module({ imports: [SsmCacheModule.forRoot({ ssm })], providers: [Service] })
  class AppModule {}

  const application = await NestFactory.createApplicationContext(AppModule, { logger: false });
  const service = application.get<Record<string, unknown>>(Service);
  const missing = names.filter((_, index) => typeof service[`property${index}`] !== 'string');
  if (missing.length > 0) throw new Error(`Not loaded: ${missing.join(', ')}`);
  await application.close();
};
