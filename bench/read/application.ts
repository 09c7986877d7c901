import { CacheModule, CACHE_MANAGER, type Cache } from '@nestjs/cache-manager';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import { SSM_CLIENT, SsmCache, SsmCacheModule } from 'nestjs-ssm-cache';
import { collectSsmCache } from 'nestjs-ssm-cache/metrics';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import promClient from 'prom-client';
import { subjects } from '../support/loop.js';
import { BoundService, PARAMETERS, RawService } from './services.js';

const bound = subjects((index) => ({ provide: `bound ${index}`, useClass: BoundService }));
const raw = subjects((index) => ({ provide: `raw ${index}`, useClass: RawService }));

@Module({
  imports: [
    SsmCacheModule.forRoot({ maxAge: 300, groups: { database: {} } }),
    ConfigModule.forRoot({ ignoreEnvFile: true, load: [() => ({ database: { host: 'db.internal' } })] }),
    CacheModule.register({ ttl: 300_000 }),
  ],
  providers: [...bound, ...raw],
})
class AppModule {}

/** An application that reads the same value in every way that a Nest application can. */
export interface Application {
  readonly context: INestApplicationContext;
  readonly boundServices: readonly BoundService[];
  readonly rawServices: readonly RawService[];
  readonly config: ConfigService;
  readonly cacheManager: Cache;
}

export const startApplication = async (): Promise<Application> => {
  const context = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(SSM_CLIENT)
    .useValue(new InMemoryParameterStore(PARAMETERS))
    .compile();
  await context.init();
  return {
    context,
    boundServices: bound.map(({ provide }) => context.get<BoundService>(provide)),
    rawServices: raw.map(({ provide }) => context.get<RawService>(provide)),
    config: context.get(ConfigService, { strict: false }),
    cacheManager: context.get<Cache>(CACHE_MANAGER, { strict: false }),
  };
};

/** Attaches what an operator does: metrics, a probe that asks for the health, and a listener. */
export const observe = async ({ context, boundServices }: Application): Promise<void> => {
  const cache = context.get(SsmCache, { strict: false });
  const register = new promClient.Registry();
  collectSsmCache(cache, register, promClient);
  for (const { handle } of boundServices) handle.onChange(() => undefined);
  await register.metrics();
  if (cache.health().status !== 'up') throw new Error('The application has no values.');
};
