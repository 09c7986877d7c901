import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module, type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCache,
  ssmCacheConfig,
  SsmCacheModule,
  SsmFilterType,
  SsmParam,
  SsmParams,
  type PathOptions,
  type SsmCacheModuleOptions,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { closeAll } from '../support/application.js';
import { makeCache } from '../support/make-cache.js';
import { INTERNALS } from '../../lib/runtime/internals.js';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

const store = () =>
  new InMemoryParameterStore({ '/prod/host': 'prod', '/test/host': 'test', '/prod/list': ['a', 'b'] });

const start = async (imports: object[], providers: any[], ssm: object): Promise<INestApplicationContext> => {
  @Module({ imports: imports as never[], providers })
  class AppModule {}
  const application = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(SSM_CLIENT)
    .useValue(ssm)
    .overrideProvider(SECRETS_MANAGER_CLIENT)
    .useValue(new InMemorySecretsManager())
    .compile();
  running.push(await application.init());
  return application;
};

describe('Options that are changed after they were given take no effect', () => {
  it('of forRoot(), before the application starts: not even those of its groups', async () => {
    const options = { basePath: '/prod', groups: { db: { basePath: '/prod' } } };
    const registered = SsmCacheModule.forRoot(options);
    options.basePath = 'nonsense';
    options.groups.db.basePath = '/test';
    const cache = (await start([registered], [], store())).get(SsmCache);

    expect(await cache.parameter('/host').get()).toBe('prod');
    expect(await cache.group('db').parameter('/host').get()).toBe('prod');
  });

  it('of forRootAsync(), once the cache is made', async () => {
    const options: SsmCacheModuleOptions = { basePath: '/prod' };
    const registered = SsmCacheModule.forRootAsync({ useFactory: () => options });
    const cache = (await start([registered], [], store())).get(SsmCache);
    options.basePath = '/test';

    expect(await cache.parameter('/host').get()).toBe('prod');
  });

  it('of forFeature()', async () => {
    const groups: Record<string, { basePath: string }> = { db: { basePath: '/prod' } };
    const feature = SsmCacheModule.forFeature({ groups });
    groups.db = { basePath: '/test' };
    const cache = (await start([SsmCacheModule.forRoot(), feature], [], store())).get(SsmCache);

    expect(await cache.group('db').parameter('/host').get()).toBe('prod');
  });

  it('of a decorator, nor the filters in them', async () => {
    const options = { basePath: '/prod' };
    const type = new SsmFilterType().value('StringList');
    const filters = [type];
    const pathOptions: PathOptions = { filters, shape: 'record' };
    @Injectable()
    class Settings {
      @SsmParam('/host', options) readonly host!: string;
      @SsmParams('/prod', pathOptions) readonly lists!: Record<string, unknown>;
    }
    options.basePath = '/test';
    type.value('String');
    filters.length = 0;
    pathOptions.shape = 'map';
    const settings = (await start([SsmCacheModule.forRoot()], [Settings], store())).get(Settings);

    expect(settings.host).toBe('prod');
    expect(settings.lists).toEqual({ list: ['a', 'b'] });
  });

  it('of ssmCacheConfig(), before it is loaded', async () => {
    const options = { path: '/prod', filters: [new SsmFilterType().value('String')], ssmClient: store() };
    const config = ssmCacheConfig('prod', options);
    options.path = '/test';
    options.filters[0]?.value('StringList');
    options.filters.length = 0;

    await expect(config()).resolves.toEqual({ host: 'prod' });
  });

  it('of a cache and of a group', async () => {
    const options = { maxAge: 60, jitter: 0, groups: { db: { maxAge: 60 } } };
    const own = { maxAge: 60 };
    const { cache, parameters, runtime, ssm } = makeCache(options);
    parameters.put('/a', 'v');
    const group = cache.createGroup(own);
    options.maxAge = NaN;
    options.groups.db.maxAge = -1;
    own.maxAge = 0;
    const handles = [cache.parameter('/a'), cache.group('db').parameter('/a'), group.parameter('/a')];
    await Promise.all(handles.map((handle) => handle.get()));
    const before = ssm.count();
    await runtime.advance(59);
    await Promise.all(handles.map((handle) => handle.get()));

    expect(ssm.count()).toBe(before);
    expect(cache[INTERNALS].groups.register('db', { maxAge: 60 })).toBe(cache.group('db'));
  });

  it('of refreshOnError(): neither how often it repeats nor for which errors', async () => {
    class LoginFailed extends Error {}
    const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/a', 'v');
    const on: (new () => Error)[] = [LoginFailed];
    const options = { retries: 1, on };
    let calls = 0;
    const login = cache.parameter('/a').refreshOnError(async () => {
      calls += 1;
      parameters.put('/a', `v${calls}`);
      throw new LoginFailed('no');
    }, options);
    options.retries = 5;
    on.length = 0;

    await expect(login()).rejects.toThrow(LoginFailed);
    expect(calls).toBe(2);
  });
});
