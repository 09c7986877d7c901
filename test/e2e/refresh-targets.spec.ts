import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Global,
  Inject,
  Injectable,
  Module,
  Scope,
  type INestApplicationContext,
  type Type,
} from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  getSsmSecretToken,
  InjectSsmParam,
  InjectSsmSecret,
  RefreshOnError,
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCache,
  SsmCacheModule,
  SsmParam,
  SsmParams,
  SsmSecret,
  SecretsManagerParameter,
  type RefreshOnErrorOptions,
  SsmParameter,
} from 'nestjs-ssm-cache';
import {
  InMemoryParameterStore,
  InMemorySecretsManager,
  SsmCacheTestingModule,
} from 'nestjs-ssm-cache/testing';
import { closeAll, startApplication, type ApplicationOptions } from '../support/application.js';
import { rejection } from '../support/make-cache.js';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

@Injectable()
class Settings {
  @SsmSecret('db', { key: 'password' }) readonly password!: string;
  @SsmParam('/db/host') readonly host!: string;
}

@Injectable()
class MailSettings {
  @SsmSecret('mail') readonly token!: string;
  @SsmParams('/flags') readonly flags!: { search: string };
  @SsmParam('/limit', { group: 'limits' }) readonly limit!: string;
}

@Injectable()
class Handles {
  constructor(@InjectSsmParam('/db/host') readonly host: SsmParameter) {}
}

/** A repository that declares nothing, and whose settings do. */
const repositoryThat = (options?: RefreshOnErrorOptions) => {
  @Injectable()
  class OrdersRepository {
    constructor(
      readonly settings: Settings,
      readonly mail: MailSettings,
    ) {}

    @RefreshOnError(options)
    async find(): Promise<string[]> {
      const { password, host } = this.settings;
      const { token, flags, limit } = this.mail;
      const seen = [password, host, token, flags.search, limit];
      if (!seen.includes('new')) throw new Error('refused');
      return seen;
    }
  }
  return OrdersRepository;
};

const stores = (version: string) => ({
  secrets: { db: { password: version }, mail: version },
  parameters: { '/shop/db/host': version, '/shop/flags/search': version, '/shop/limit': version },
});

const start = async (options: ApplicationOptions) => {
  const { secrets, parameters } = stores('old');
  const ssm = new InMemoryParameterStore(parameters);
  const secretsManager = new InMemorySecretsManager(secrets);
  const application = await startApplication({
    ssm,
    secretsManager,
    ...options,
    module: { basePath: '/shop', minRefreshInterval: 0, groups: { limits: {} }, ...options.module },
  });
  running.push(application);
  const rotate = (): void => {
    for (const [name, value] of Object.entries(stores('new').parameters)) ssm.put(name, value);
    for (const [name, value] of Object.entries(stores('new').secrets)) secretsManager.rotate(name, value);
  };
  return { application, rotate };
};

const OLD = ['old', 'old', 'old', 'old', 'old'];
const changed = (...at: readonly number[]): string[] =>
  OLD.map((old, index) => (at.includes(index) ? 'new' : old));

describe('A method whose class declares nothing', () => {
  it.each<[string, RefreshOnErrorOptions['refresh'], string[]]>([
    ['a class', Settings, changed(0, 1)],
    ['another class', MailSettings, changed(2, 3, 4)],
    ['several classes', [Settings, MailSettings], changed(0, 1, 2, 3, 4)],
    ['a secret', { secret: 'db' }, changed(0)],
    ['another secret', { secret: 'mail' }, changed(2)],
    ['a secret whose name is known later', { secret: () => 'mail' }, changed(2)],
    ['a parameter', { parameter: '/db/host' }, changed(1)],
    ['a parameter by its full name', { parameter: '/shop/db/host' }, changed(1)],
    ['the path of a tree', { parameter: '/flags' }, changed(3)],
    ['a parameter of a group', { parameter: '/limit' }, changed(4)],
    ['a group', { group: 'limits' }, changed(4)],
    ['some of each', [{ secret: 'mail' }, { parameter: '/db/host' }, { group: 'limits' }], changed(1, 2, 4)],
  ])('refreshes %s', async (_title, refresh, seen) => {
    const Repository = repositoryThat({ refresh });
    const { application, rotate } = await start({ providers: [Repository, Settings, MailSettings] });
    rotate();

    await expect(application.get(Repository).find()).resolves.toEqual(seen);
  });

  it('refreshes a class that another one stands for', async () => {
    @Injectable()
    class LocalSettings extends Settings {
      @SsmParam('/limit') readonly limit!: string;
    }
    const Repository = repositoryThat({ refresh: Settings });
    for (const providers of [
      [{ provide: Settings, useClass: LocalSettings }],
      [LocalSettings, { provide: Settings, useExisting: LocalSettings }],
    ]) {
      const { application, rotate } = await start({ providers: [Repository, MailSettings, ...providers] });
      rotate();
      await expect(application.get(Repository).find()).resolves.toEqual(changed(0, 1));
      expect(application.get<Settings, LocalSettings>(Settings).limit).toBe('new');
    }
  });

  it.each<[string, RefreshOnErrorOptions]>([
    ['by itself', {}],
    ['as a secret', { refresh: { secret: 'mail' } }],
  ])('refreshes the handle that it has injected, %s', async (_title, options) => {
    @Injectable()
    class Orders {
      constructor(@InjectSsmSecret('mail') readonly token: SecretsManagerParameter) {}

      @RefreshOnError(options)
      async find(): Promise<string> {
        if (this.token.value !== 'new') throw new Error('refused');
        return this.token.value;
      }
    }
    const { application, rotate } = await start({ providers: [Orders] });
    rotate();

    await expect(application.get(Orders).find()).resolves.toBe('new');
  });

  it.each<[string, RefreshOnErrorOptions]>([
    ['a class that has handles injected', { refresh: Handles }],
    ['a secret that only a factory has injected', { refresh: { secret: 'mail' } }],
    ['a parameter that only a class has injected', { refresh: { parameter: '/db/host' } }],
  ])('refreshes %s', async (_title, options) => {
    @Injectable()
    class Orders {
      constructor(
        readonly settings: Handles,
        @Inject('TOKEN') readonly token: SecretsManagerParameter,
      ) {}

      @RefreshOnError(options)
      async find(): Promise<boolean> {
        if (this.settings.host.value !== 'new' && this.token.value !== 'new') throw new Error('refused');
        return true;
      }
    }
    const token = getSsmSecretToken('mail');
    const { application, rotate } = await start({
      providers: [
        Orders,
        Handles,
        { provide: 'TOKEN', inject: [token], useFactory: (handle: unknown) => handle },
      ],
    });
    rotate();

    await expect(application.get(Orders).find()).resolves.toBe(true);
  });

  it('refreshes a class of a request', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class RequestSettings extends Settings {}
    const Repository = repositoryThat({ refresh: Settings });
    const { application, rotate } = await start({
      providers: [
        Repository,
        MailSettings,
        { provide: Settings, useExisting: RequestSettings },
        RequestSettings,
      ],
    });
    rotate();

    await expect((await application.resolve(Repository)).find()).resolves.toEqual(changed(0, 1));
  });

  it('refreshes a class of a module that is loaded later', async () => {
    @Injectable()
    class LateSettings {
      @SsmParam('/db/host') readonly host!: string;
    }
    @Injectable()
    class LateRepository {
      constructor(readonly settings: LateSettings) {}

      @RefreshOnError({ refresh: LateSettings })
      async find(): Promise<string> {
        if (this.settings.host !== 'new') throw new Error('refused');
        return this.settings.host;
      }
    }
    @Module({ providers: [LateSettings, LateRepository] })
    class LateModule {}
    const { application, rotate } = await start({ providers: [] });
    const module = await application.get(LazyModuleLoader).load(() => LateModule);
    const repository = module.get(LateRepository);
    rotate();

    await expect(repository.find()).resolves.toBe('new');
  });

  it('shares one refresh and one callback with a method that refreshes the same', async () => {
    let callbacks = 0;
    const onRefresh = (): void => void (callbacks += 1);
    @Injectable()
    class Shop {
      constructor(readonly settings: Settings) {}

      @RefreshOnError({ refresh: Settings, onRefresh })
      async find(): Promise<void> {
        if (this.settings.host !== 'new') throw new Error('refused');
      }

      @RefreshOnError({ refresh: [{ secret: 'db' }, { parameter: '/db/host' }], onRefresh })
      async list(): Promise<void> {
        return Shop.prototype.find.call({ settings: this.settings });
      }
    }
    const { application, rotate } = await start({ providers: [Shop, Settings] });
    const shop = application.get(Shop);
    rotate();
    await Promise.all([shop.find(), shop.list(), shop.find()]);

    expect(callbacks).toBe(1);
  });
});

describe('An application does not start with a recovery', () => {
  const failure = (options: RefreshOnErrorOptions | undefined, providers: readonly Type[]) =>
    rejection(start({ providers: [repositoryThat(options), ...providers] }));
  const both = [Settings, MailSettings];

  it('that has nothing to refresh, and says which of the injected classes declare something', async () => {
    const error = await failure(undefined, both);

    expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
    expect(error.message).toBe(
      '@RefreshOnError on OrdersRepository.find has nothing to refresh: "OrdersRepository" declares no value. It injects "Settings", "MailSettings": write @RefreshOnError({ refresh: [Settings, MailSettings] }).',
    );
    expect(error.names).toEqual(['OrdersRepository.find']);
  });

  it('that has nothing to refresh where a property is injected, or a token', async () => {
    @Injectable()
    class Orders {
      @Inject('SETTINGS') readonly settings!: Settings;
      @Inject(String) readonly name!: string;

      @RefreshOnError()
      async find(): Promise<void> {}
    }
    const providers = [
      Orders,
      { provide: 'SETTINGS', useClass: Settings },
      { provide: String, useValue: 'orders' },
      MailSettings,
    ];
    const { message } = await rejection(start({ providers }));

    expect(message).toContain(
      '"Orders" declares no value. It injects "Settings": write @RefreshOnError({ refresh: Settings })',
    );
  });

  it('that has nothing to refresh where nothing is injected, and says what there is', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class Orders {
      @RefreshOnError({ retries: 3 })
      async find(): Promise<void> {}
    }
    const { message } = await rejection(start({ providers: [Orders, Settings] }));
    expect(message).toContain('"Orders" declares no value.');
    expect(message).toContain('The classes that declare values are "Settings".');

    expect((await rejection(start({ providers: [Orders] }))).message).toContain(
      'No class of the application declares a value.',
    );
  });

  it.each<[string, RefreshOnErrorOptions['refresh'], string]>([
    [
      'a class that declares nothing',
      SsmCache,
      'names the class "SsmCache", which is not a class of the application that declares values. The classes that declare values are "Settings", "MailSettings".',
    ],
    [
      'a secret',
      { secret: 'bd' },
      'names the secret "bd", which no class of the application declares. The declared secrets are "db", "mail".',
    ],
    ['a parameter as a secret', { secret: '/db/host' }, 'names the secret "/db/host"'],
    [
      'a parameter',
      { parameter: '/host' },
      'names the parameter "/host", which no class of the application declares. Did you mean "/shop/db/host"? The declared parameters are "/shop/db/host", "/shop/flags", "/shop/limit".',
    ],
    ['a secret as a parameter', { parameter: 'db' }, 'names the parameter "db"'],
    [
      'a group',
      { group: 'limit' },
      'refresh names a group. There is no group "limit". Did you mean "limits"? The registered groups are "limits".',
    ],
    [
      'a property',
      'password',
      'refresh names "password", which is not a decorated property of the class. The class has no decorated property.',
    ],
    ['one of several', [Settings, { secret: 'bd' }], 'names the secret "bd"'],
  ])('that refreshes %s which there is not, and says what there is', async (_title, refresh, text) => {
    const error = await failure({ refresh }, both);

    expect(['SSM_CACHE_INVALID_DECLARATION', 'SSM_CACHE_UNKNOWN_GROUP']).toContain(error.code);
    expect(error.message).toContain('@RefreshOnError on OrdersRepository.find');
    expect(error.message).toContain(text);
    expect(error.names[0]).toBe('OrdersRepository.find');
  });

  it('that refreshes a class which the application does not have', async () => {
    @Injectable()
    class Orders {
      @RefreshOnError({ refresh: [Settings, MailSettings] })
      async find(): Promise<void> {}
    }
    const { message } = await rejection(start({ providers: [Orders, Settings] }));

    expect(message).toContain('names the class "MailSettings"');
  });

  it('that refreshes a class whose values another cache holds', async () => {
    @Injectable()
    class Orders {
      constructor(readonly settings: Settings) {}

      @RefreshOnError({ refresh: Settings })
      async find(): Promise<void> {}
    }
    const { secrets, parameters } = stores('old');
    const clients = {
      ssmClient: new InMemoryParameterStore(parameters),
      secretsManagerClient: new InMemorySecretsManager(secrets),
    };
    @Global()
    @Module({
      imports: [SsmCacheModule.forRoot({ isGlobal: false, basePath: '/shop' })],
      providers: [Settings],
      exports: [Settings],
    })
    class SettingsModule {}
    @Module({ imports: [SsmCacheModule.forRoot({ isGlobal: false })], providers: [Orders] })
    class OrdersModule {}
    const application = Test.createTestingModule({ imports: [SettingsModule, OrdersModule] })
      .overrideProvider(SSM_CLIENT)
      .useValue(clients.ssmClient)
      .overrideProvider(SECRETS_MANAGER_CLIENT)
      .useValue(clients.secretsManagerClient)
      .compile();

    expect((await rejection(application)).message).toContain('names the class "Settings"');
  });

  it('although it loads nothing at start', async () => {
    const Repository = repositoryThat({ refresh: { secret: 'bd' } });
    const error = await rejection(start({ providers: [Repository, ...both], module: { preload: false } }));

    expect(error.message).toContain('names the secret "bd"');
  });

  it.each([[[]], [{}], [{ secret: '' }], [{ parameter: 7 }], [7], [[Settings, null]]])(
    'that refreshes %p: the class is not even loaded',
    (refresh) => {
      expect(() => repositoryThat({ refresh: refresh as never })).toThrow(
        '"refresh" must be a decorated property, a class, { secret }, { parameter }, { group }, a handle or a group',
      );
    },
  );
});

describe('In a unit test', () => {
  it('a double may stand for a class whose names are known in production only', async () => {
    @Injectable()
    class Production {
      @SsmSecret(() => process.env.NOWHERE as string) readonly token!: string;
    }
    const Repository = repositoryThat({ refresh: { secret: 'db' } });
    const { application, rotate } = await start({
      providers: [Repository, Settings, MailSettings, { provide: Production, useValue: {} }],
    });
    rotate();

    await expect(application.get(Repository).find()).resolves.toEqual(changed(0));
  });

  it.each<[string, RefreshOnErrorOptions['refresh']]>([
    ['a class', Settings],
    ['a secret', { secret: 'db' }],
    ['a group', { group: 'limits' }],
  ])('a double may stand for the settings whose recovery refreshes %s', async (_title, refresh) => {
    const Repository = repositoryThat({ refresh });
    const application = await Test.createTestingModule({
      imports: [
        SsmCacheTestingModule.register({ secrets: stores('new').secrets, parameters: { '/db/host': 'new' } }),
      ],
      providers: [
        Repository,
        { provide: Settings, useValue: { password: 'p', host: 'h' } },
        { provide: MailSettings, useValue: { token: 'new', flags: {}, limit: 'l' } },
      ],
    }).compile();
    running.push(application);

    await expect(application.get(Repository).find()).resolves.toContain('new');
  });
});

describe('A handle as a target', () => {
  it('is refreshed wherever it comes from', async () => {
    const cache = new SsmCache({ ssmClient: new InMemoryParameterStore({ '/x': 'v' }) });
    const handle: SsmParameter = cache.parameter('/x');
    await handle.get();
    const Repository = repositoryThat({ refresh: [handle, cache.createGroup(), Settings] });
    const { application, rotate } = await start({ providers: [Repository, Settings, MailSettings] });
    rotate();

    await expect(application.get(Repository).find()).resolves.toEqual(changed(0, 1));
    cache.close();
  });
});
