import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Inject, Injectable, Module } from '@nestjs/common';
import type { ConfigService, ConfigType } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import {
  SSM_CLIENT,
  SsmCache,
  SsmCacheModule,
  SsmParam,
  ssmCacheConfig,
  type SsmCacheChange,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { z } from 'zod';
import { startModule } from '../support/application.js';
import { world } from '../support/world.js';

let store: InMemoryParameterStore;

const databaseConfig = ssmCacheConfig('database', {
  path: '/db',
  schema: z.object({ host: z.string(), port: z.coerce.number(), pool: z.object({ max: z.coerce.number() }) }),
  minRefreshInterval: 0,
  ssmClient: () => store,
});

@Injectable()
class Settings {
  constructor(@Inject(databaseConfig.KEY) readonly atStart: ConfigType<typeof databaseConfig>) {}
}

// There is no @nestjs/config beside Nest 10.
const describeWhereInstalled = world.nest === 10 ? describe.skip : describe;

describeWhereInstalled('ssmCacheConfig()', () => {
  let config: typeof import('@nestjs/config');
  beforeAll(async () => {
    config = await import('@nestjs/config');
  });
  beforeEach(() => {
    store = new InMemoryParameterStore({ '/db/host': 'one', '/db/port': '5432', '/db/pool/max': '10' });
  });

  const startWith = async (...imports: object[]) => {
    const { app, close } = await startModule({
      imports: [SsmCacheModule.forRoot(), ...(imports as [])],
      providers: [Settings],
    });
    return { app, close, service: app.get<ConfigService>(config.ConfigService, { strict: false }) };
  };
  const forRoot = (options: object = {}) =>
    config.ConfigModule.forRoot({ load: [databaseConfig], ignoreEnvFile: true, isGlobal: true, ...options });

  it('is loaded before the providers are made', async () => {
    const { app, service } = await startWith(forRoot());

    expect(app.get(Settings).atStart).toEqual({ host: 'one', port: 5432, pool: { max: 10 } });
    expect(service.get('database.host')).toBe('one');
    expect(service.get('database.pool.max')).toBe(10);
  });

  it.each([{ cache: false }, { cache: true }])('is kept current, with %o', async (options) => {
    const { service } = await startWith(forRoot(options));
    const changes: unknown[] = [];
    service.changes$.subscribe((change) => changes.push(change));
    service.get('database.host');
    store.put('/db/host', 'two');
    await databaseConfig.refresh();

    expect(service.get('database.host')).toBe('two');
    const rest = { port: 5432, pool: { max: 10 } };
    expect(changes).toEqual([
      { path: 'database', oldValue: { host: 'one', ...rest }, newValue: { host: 'two', ...rest } },
    ]);
  });

  it('is kept current by forFeature(), however often it is registered', async () => {
    @Module({ imports: [config.ConfigModule.forFeature(databaseConfig)] })
    class FeatureModule {}
    const { service } = await startWith(
      config.ConfigModule.forFeature(databaseConfig),
      forRoot(),
      FeatureModule,
    );
    const changes: unknown[] = [];
    service.changes$.subscribe((change) => changes.push(change));
    store.put('/db/port', '6543');
    await databaseConfig.refresh();

    expect(service.get('database.port')).toBe(6543);
    expect(changes).toHaveLength(1);
  });

  it('never reaches process.env', async () => {
    const before = { ...process.env };
    const { service } = await startWith(forRoot());
    store.put('/db/host', 'two');
    await databaseConfig.refresh();

    expect(service.get('database.host')).toBe('two');
    expect({ ...process.env }).toEqual(before);
  });

  it('becomes the options of another module by asProvider()', async () => {
    const { imports, useFactory, inject } = databaseConfig.asProvider();
    @Module({ imports, providers: [{ provide: 'OPTIONS', useFactory, inject }] })
    class PoolModule {}
    const { app } = await startWith(forRoot(), PoolModule);

    expect(app.get('OPTIONS', { strict: false })).toMatchObject({ host: 'one' });
  });

  it('is there for the options of the cache', async () => {
    @Injectable()
    class Shop {
      @SsmParam('/host') readonly host!: string;
    }
    const { app } = await startModule(
      {
        imports: [
          forRoot(),
          SsmCacheModule.forRootAsync({
            inject: [config.ConfigService],
            useFactory: (service: ConfigService) => ({ basePath: `/${service.get('database.host')}` }),
          }),
        ],
        providers: [Shop],
      },
      { parameters: { '/one/host': 'from the base path' } },
    );
    expect(app.get(Shop).host).toBe('from the base path');
  });

  it('ends the start with an error that names it and its path', async () => {
    store.delete('/db/host');

    await expect(startWith(forRoot())).rejects.toMatchObject({
      code: 'SSM_CACHE_PRELOAD',
      message: expect.stringMatching(/ssmCacheConfig\('database'\) → \/db: /),
    });
  });

  it('ends with the application', async () => {
    const { close, service } = await startWith(forRoot());
    await close();
    store.put('/db/host', 'two');
    const calls = store.calls.length;
    await databaseConfig.refresh();

    expect(store.calls).toHaveLength(calls);
    expect(service.get('database.host')).toBe('one');
  });

  describe('without a client of its own', () => {
    const mailConfig = ssmCacheConfig('mail', { path: '/mail', minRefreshInterval: 0 });
    const withMail = () => config.ConfigModule.forRoot({ load: [mailConfig], ignoreEnvFile: true });

    const startMail = async (host: string, order: (config: object, cache: object) => object[]) => {
      const { app, store: overriding } = await startModule(
        { imports: order(withMail(), SsmCacheModule.forRoot()) as [] },
        { parameters: { '/mail/host': host } },
      );
      return { app, overriding, service: app.get<ConfigService>(config.ConfigService, { strict: false }) };
    };

    it.each([
      { order: 'before', imports: (own: object, cache: object) => [own, cache] },
      { order: 'after', imports: (own: object, cache: object) => [cache, own] },
    ])(
      'is loaded by the client that overrides SSM_CLIENT, imported $order SsmCacheModule',
      async ({ imports }) => {
        const { service } = await startMail('overridden', imports);
        expect(service.get('mail.host')).toBe('overridden');
      },
    );

    it('is loaded by a client that a factory makes', async () => {
      const made = new InMemoryParameterStore({ '/mail/host': 'made' });
      const builder = Test.createTestingModule({ imports: [withMail(), SsmCacheModule.forRoot()] });
      const module = await builder
        .overrideProvider(SSM_CLIENT)
        .useFactory({
          factory: async () => {
            await new Promise((resolve) => setTimeout(resolve, 20));
            return made;
          },
        })
        .compile();
      expect(module.get<ConfigService>(config.ConfigService).get('mail.host')).toBe('made');
      await module.init();
      await module.close();
    });

    it('is loaded by the client of its own application, where several start', async () => {
      const inOrder = (own: object, cache: object) => [own, cache];
      const started = await Promise.all([startMail('one', inOrder), startMail('two', inOrder)]);
      expect(started.map(({ service }) => service.get('mail.host'))).toEqual(['one', 'two']);
    });

    it('is among what the cache of the application shows, refreshes and tells of', async () => {
      const { app, overriding, service } = await startMail('first', (own, cache) => [own, cache]);
      const cache = app.get(SsmCache);
      const changes: SsmCacheChange[] = [];
      cache.changes$.subscribe((change) => changes.push(change));
      expect(cache.inspect().map(({ name, state }) => [name, state])).toEqual([['/mail', 'fresh']]);
      overriding.put('/mail/host', 'second');
      await cache.refresh();
      expect(service.get('mail.host')).toBe('second');
      expect(changes.map(({ name }) => name)).toEqual(['/mail']);
    });

    it('says through the cache of the application that a refresh failed', async () => {
      const { app, overriding } = await startMail('first', (own, cache) => [own, cache]);
      overriding.failNext(Object.assign(new Error('no'), { name: 'AccessDeniedException' }), 1);
      await expect(app.get(SsmCache).refresh()).rejects.toMatchObject({ names: ['/mail'] });
    });
  });
});
