import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Global,
  Inject,
  Injectable,
  Module,
  UseGuards,
  type CanActivate,
  type DynamicModule,
  type FactoryProvider,
} from '@nestjs/common';
import { HttpAdapterHost, ModuleRef, ModulesContainer, Reflector } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  getSsmCacheToken,
  InjectSsmCache,
  InvalidDeclarationError,
  PreloadError,
  RefreshOnError,
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCache,
  SsmCacheModule,
  SsmParam,
  SsmSecret,
  type SsmCacheModuleOptions,
  type SsmCacheOptionsFactory,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { start, startModule } from '../support/application.js';

const PARAMETERS = { '/prod/db/host': 'db.internal' };

@Injectable()
class Database {
  @SsmParam('/db/host') readonly host!: string;
}

@Injectable()
class Settings implements SsmCacheOptionsFactory {
  readonly basePath = '/prod';

  async createSsmCacheOptions(): Promise<SsmCacheModuleOptions> {
    return { basePath: this.basePath };
  }
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

describe('forRootAsync', () => {
  it.each([
    {
      form: 'a factory',
      cache: SsmCacheModule.forRootAsync({ useFactory: () => ({ basePath: '/prod' }) }),
    },
    {
      form: 'a factory that injects from an imported module',
      cache: SsmCacheModule.forRootAsync({
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: async ({ basePath }: Settings) => ({ basePath }),
      }),
    },
    { form: 'a class', cache: SsmCacheModule.forRootAsync({ useClass: Settings }) },
    {
      form: 'an existing provider',
      cache: SsmCacheModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings }),
    },
  ])('takes options from $form', async ({ cache }) => {
    const { app } = await startModule(
      { imports: [cache], providers: [Database] },
      { parameters: PARAMETERS },
    );
    expect(app.get(Database).host).toBe('db.internal');
  });

  describe('says so when its options would wait for themselves, instead of hanging', () => {
    @Injectable()
    class Consumer {
      constructor(readonly database: Database) {}
    }
    class DecoratedSettings extends Database implements SsmCacheOptionsFactory {
      createSsmCacheOptions(): SsmCacheModuleOptions {
        return {};
      }
    }
    const FROM_FACTORY = 'FROM_FACTORY';
    @Module({
      providers: [
        Database,
        Consumer,
        DecoratedSettings,
        { provide: FROM_FACTORY, inject: [Consumer], useFactory: () => ({}) },
      ],
      exports: [Database, Consumer, DecoratedSettings, FROM_FACTORY],
    })
    class SourcesModule {}
    const imports = [SourcesModule];
    const useFactory = (): SsmCacheModuleOptions => ({});

    it.each([
      { form: 'inject', way: '"Database"', options: { inject: [Database], useFactory } },
      {
        form: 'inject, as optional',
        way: '"Database"',
        options: { inject: [{ token: Database, optional: true }], useFactory },
      },
      { form: 'useClass', way: '"DecoratedSettings"', options: { useClass: DecoratedSettings } },
      { form: 'useExisting', way: '"DecoratedSettings"', options: { useExisting: DecoratedSettings } },
      { form: 'another class', way: '"Consumer" → "Database"', options: { inject: [Consumer], useFactory } },
      {
        form: 'a factory',
        way: '"FROM_FACTORY" → "Consumer" → "Database"',
        options: { inject: [FROM_FACTORY], useFactory },
      },
    ])('by $form', async ({ way, options }) => {
      const failing = startModule({ imports: [SsmCacheModule.forRootAsync({ imports, ...options })] });
      await expect(failing).rejects.toThrow(InvalidDeclarationError);
      await expect(failing).rejects.toThrow(`forRootAsync() cannot inject ${way}: `);
    });
  });
});

describe('forRootAsync that injects what it does not import', () => {
  class Unknown {}
  const useFactory = () => ({});

  it.each([
    { what: 'a class of a module that is not imported', inject: [Settings], name: 'Settings' },
    { what: 'a token', inject: ['SETTINGS'], name: 'SETTINGS' },
    { what: 'the second of two', inject: [ModulesContainer, Unknown], name: 'Unknown' },
    { what: 'a required one, as an object', inject: [{ token: Unknown, optional: false }], name: 'Unknown' },
  ])('says where the import belongs: $what', async ({ inject, name }) => {
    const cache = SsmCacheModule.forRootAsync({ inject, useFactory });
    const failing = startModule({ imports: [cache, SettingsModule], providers: [Database] });
    await expect(failing).rejects.toThrow(
      'list the module that exports what forRootAsync() injects among its "imports"',
    );
    await expect(failing).rejects.toThrow(new RegExp(`argument "?${name}"? at index`));
  });

  it('starts where the token may be missing, is global, or is of Nest', async () => {
    @Global()
    @Module({ providers: [Settings], exports: [Settings] })
    class GlobalModule {}
    const inject = [{ token: Unknown, optional: true }, Settings, ModuleRef, Reflector, HttpAdapterHost];
    const cache = SsmCacheModule.forRootAsync({ inject, useFactory });
    const { app } = await startModule({ imports: [cache, GlobalModule], providers: [Database] });
    expect(app.get(Database).host).toBe('db.internal');
  });
});

describe('SsmCacheModule without forRoot()', () => {
  it.each([
    { where: 'in the root module', imports: [SsmCacheModule] },
    { where: 'in another module beside forRoot()', imports: [SsmCacheModule, SsmCacheModule.forRoot()] },
  ])('is refused $where, and told what to import', async ({ imports }) => {
    const failing = startModule({ imports, providers: [Database] });
    await expect(failing).rejects.toThrow(InvalidDeclarationError);
    await expect(failing).rejects.toThrow('SsmCacheModule was imported without forRoot().');
  });

  it('can be exported by the module that imports it with forRoot()', async () => {
    @Module({ imports: [SsmCacheModule.forRoot({ isGlobal: false })], exports: [SsmCacheModule] })
    class SharedModule {}
    const { app } = await startModule({ imports: [SharedModule], providers: [Database] });
    expect(app.get(Database).host).toBe('db.internal');
  });
});

describe('a second global registration in one application', () => {
  @Module({ imports: [SsmCacheModule.forRoot({ basePath: '/billing' })], providers: [] })
  class BillingModule {}
  @Module({
    imports: [SsmCacheModule.forRootAsync({ useFactory: () => ({ basePath: '/mail' }) })],
  })
  class MailModule {}

  it.each([
    { by: 'forRoot()', other: BillingModule },
    { by: 'forRootAsync()', other: MailModule },
  ])('by $by is refused before AWS is asked for anything', async ({ other }) => {
    const store = new InMemoryParameterStore(PARAMETERS);
    const root = SsmCacheModule.forRoot({ basePath: '/prod' });
    const failing = Test.createTestingModule({ imports: [root, other], providers: [Database] })
      .overrideProvider(SSM_CLIENT)
      .useValue(store)
      .compile();
    await expect(failing).rejects.toThrow(InvalidDeclarationError);
    await expect(failing).rejects.toThrow('SsmCacheModule is registered as a global module 2 times.');
    expect(store.calls).toEqual([]);
  });

  it('is none where one module object is imported twice, or the other is not global', async () => {
    const root = SsmCacheModule.forRoot({ basePath: '/prod' });
    @Module({ imports: [root] })
    class FeatureModule {}
    @Module({ imports: [SsmCacheModule.forRoot({ isGlobal: false })] })
    class LocalModule {}
    const { app } = await startModule(
      { imports: [root, FeatureModule, LocalModule], providers: [Database] },
      { parameters: PARAMETERS },
    );
    expect(app.get(Database).host).toBe('db.internal');
  });

  it('is none of another application in the same process', async () => {
    const starting = ['/prod', '/test'].map((basePath) =>
      startModule(
        { imports: [SsmCacheModule.forRoot({ basePath })], providers: [Database] },
        { parameters: { [`${basePath}/db/host`]: basePath } },
      ),
    );
    const applications = await Promise.all(starting);
    expect(applications.map(({ app }) => app.get(Database).host)).toEqual(['/prod', '/test']);
  });
});

describe('@InjectSsmCache() and getSsmCacheToken()', () => {
  it('give the cache that the type SsmCache gives', async () => {
    class Library {
      @InjectSsmCache() readonly property!: SsmCache;

      constructor(@InjectSsmCache() readonly cache: SsmCache) {}
    }
    const made = { provide: 'MADE', inject: [getSsmCacheToken()], useFactory: (cache: SsmCache) => [cache] };
    const { app } = await start({ providers: [Library, made] });
    const cache = app.get(SsmCache);
    const { cache: injected, property } = app.get(Library);
    expect([injected, property, ...app.get<SsmCache[]>('MADE')].every((one) => one === cache)).toBe(true);
  });
});

describe('forRootAsync beside a module that is registered twice', () => {
  @Injectable()
  class HttpService {
    constructor(@Inject('HTTP_OPTIONS') readonly options: { token: string }) {}
  }
  @Module({})
  class HttpModule {
    static registerAsync(options: {
      inject: unknown[];
      useFactory: (...args: any[]) => unknown;
    }): DynamicModule {
      const provider = { provide: 'HTTP_OPTIONS', ...options } as FactoryProvider;
      return { module: HttpModule, providers: [HttpService, provider], exports: [HttpService] };
    }
  }

  it('starts although the other registration needs the cache', async () => {
    const plain = HttpModule.registerAsync({ inject: [], useFactory: () => ({ token: 'none' }) });
    const secret = HttpModule.registerAsync({
      inject: [SsmCache],
      useFactory: async (cache: SsmCache) => ({ token: await cache.parameter('/db/host').get() }),
    });
    class Client {
      constructor(@Inject(HttpService) readonly http: HttpService) {}
    }
    @Module({ imports: [secret], providers: [Client] })
    class ClientModule {}
    const root = SsmCacheModule.forRootAsync({
      imports: [plain],
      inject: [HttpService],
      useFactory: ({ options }: HttpService) => ({ maxAge: options.token.length }),
    });
    const { app } = await startModule({ imports: [root, ClientModule] });
    expect(app.get(Client, { strict: false }).http.options.token).toBe('db.internal');
  });
});

describe('an application without the module', () => {
  class Plain {
    @SsmSecret('prod/db') readonly password!: string;
  }
  class Caller {
    @RefreshOnError()
    async call(): Promise<void> {}
  }
  @Controller()
  class PlainController extends Plain {}

  it.each([
    { who: 'a parameter', metadata: { providers: [Database] }, label: '@SsmParam on Database.host' },
    { who: 'a secret', metadata: { providers: [Plain] }, label: '@SsmSecret on Plain.password' },
    { who: 'a method', metadata: { providers: [Caller] }, label: '@RefreshOnError on Caller.call' },
    {
      who: 'a controller',
      metadata: { controllers: [PlainController] },
      label: '@SsmSecret on Plain.password',
    },
  ])('is told which module to import for $who', async ({ metadata, label }) => {
    await expect(Test.createTestingModule(metadata).compile()).rejects.toThrow(
      `${label} needs the cache: import SsmCacheModule.forRoot() in the root module, or SsmCacheTestingModule.register()`,
    );
  });
});

describe('the clients', () => {
  class Login {
    @SsmParam('/db/host') readonly host!: string;
    @SsmSecret('prod/db', { key: 'password' }) readonly password!: string;
  }

  it('can be replaced by in-memory services', async () => {
    const { app, store, secrets } = await start({ providers: [Login] });
    expect(app.get(Login).host).toBe('db.internal');
    expect(app.get(Login).password).toBe('first');
    expect([store.calls.length, secrets.calls.length]).toEqual([1, 1]);
    expect(app.get(SSM_CLIENT)).toBe(store);
    expect(app.get(SECRETS_MANAGER_CLIENT)).toBe(secrets);
  });

  it('can be replaced by factories', async () => {
    const module = await Test.createTestingModule({
      imports: [SsmCacheModule.forRoot()],
      providers: [Login],
    })
      .overrideProvider(SSM_CLIENT)
      .useFactory({ factory: async () => new InMemoryParameterStore({ '/db/host': 'made' }) })
      .overrideProvider(SECRETS_MANAGER_CLIENT)
      .useFactory({ factory: () => new InMemorySecretsManager({ 'prod/db': '{"password":"made"}' }) })
      .compile();
    expect([module.get(Login).host, module.get(Login).password]).toEqual(['made', 'made']);
    await module.close();
  });
});

describe('a start that fails', () => {
  it('lists every class and property whose value does not exist', async () => {
    class Orders {
      @SsmParam('/orders/url') readonly url!: string;
    }
    const failure = await start({ providers: [Database, Orders] }, { parameters: {} }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(PreloadError);
    expect((failure as Error).message).toContain('Database.host → /db/host: ');
    expect((failure as Error).message).toContain('Orders.url → /orders/url: ');
  });

  it('finds what controllers and their enhancers declare, too', async () => {
    @Injectable()
    class HostGuard extends Database implements CanActivate {
      canActivate(): boolean {
        return true;
      }
    }
    @Controller()
    class PortController {
      @SsmParam('/db/port') readonly port!: number;

      @Get()
      @UseGuards(HostGuard)
      show(): number {
        return this.port;
      }
    }
    const failing = start({ controllers: [PortController] }, { parameters: {} });
    await expect(failing).rejects.toThrow(/Database\.host → \/db\/host: /);
    await expect(failing).rejects.toThrow(/PortController\.port → \/db\/port: /);
  });

  it('does not stop one that does not preload', async () => {
    const { app, store, calls } = await start(
      { providers: [Database] },
      { options: { preload: false }, parameters: {} },
    );
    await expect(app.get(SsmCache).ready()).rejects.toThrow(/"\/db\/host" does not exist/);
    expect(calls()).toBe(1);
    store.put('/db/host', 'db.internal');
    await app.get(SsmCache).parameter('/db/host').refresh();
    expect(app.get(Database).host).toBe('db.internal');
  });
});
