import { describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  InjectSsmGroup,
  IsRetry,
  RefreshOnError,
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCache,
  SsmCacheModule,
  SsmFilterType,
  SsmParam,
  SsmParameter,
  SsmParameterGroup,
  SsmParams,
  SsmSecret,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { startService } from './support/application.js';
import { InvalidCredentialsError, LoginServer } from './support/login-server.js';
import { atEnd, environmentOf, operations, setEnvironment, startAws } from './support/world.js';

const CONTENTS = {
  parameters: {
    '/shop/greeting': 'Hi',
    '/shop/currencies': ['EUR', 'GBP'],
    '/shop/db/host': 'localhost',
    '/shop/db/port': '5432',
    '/shop/db/user': 'app',
    '/shop/token': { value: 't0ken', type: 'SecureString' as const },
  },
  secrets: { 'shop/db': 'p1' },
};

describe('The examples of ssm-cache, as properties of services', () => {
  it('simplest use, max age, StringList, decryption and versions', async () => {
    const aws = await startAws(CONTENTS);
    setEnvironment(environmentOf(aws));

    @Injectable()
    class SettingsService {
      @SsmParam('/greeting') readonly greeting!: string; // /shop/greeting
      @SsmParam('/greeting:1') readonly firstGreeting!: string; // never moves
      @SsmParam('/greeting') readonly handle!: SsmParameter; // get(), version, refresh()
      @SsmParam('/db/host', { maxAge: 3_600 }) readonly host!: string;
      @SsmParam('/db/port') readonly port!: number; // converted
      @SsmParam('/db/user') readonly user!: Promise<string>; // fresh whenever it is read
      @SsmParam('/currencies') readonly currencies!: string[]; // a StringList
      @SsmParam('/token', { withDecryption: false }) readonly stored!: string;
    }

    @Module({
      imports: [SsmCacheModule.forRoot({ basePath: '/shop', maxAge: 300 })],
      providers: [SettingsService],
    })
    class AppModule {}

    const application = await Test.createTestingModule({ imports: [AppModule] }).compile();
    atEnd(() => application.close());
    const settings = application.get(SettingsService);
    expect([settings.greeting, settings.firstGreeting, settings.handle.version]).toEqual(['Hi', 'Hi', 1]);
    expect([settings.host, settings.port, await settings.user]).toEqual(['localhost', 5432, 'app']);
    expect(settings.currencies).toEqual(['EUR', 'GBP']);
    expect(settings.stored).not.toContain('t0ken');
    expect(operations(aws)).toEqual(['GetParameters', 'GetParameters']);
  });

  it('groups with a secret', async () => {
    @Injectable()
    class DatabaseService {
      @SsmParam('/user', { group: 'database' }) readonly user!: string; // /shop/db/user
      @SsmSecret('shop/db', { group: 'database' }) readonly password!: string;

      constructor(@InjectSsmGroup('database') readonly group: SsmParameterGroup) {}
    }

    const { service, aws } = await startService(DatabaseService, CONTENTS, {
      groups: { database: { basePath: '/shop/db', maxAge: 300 } },
    });
    expect([service.user, service.password, service.group.size]).toEqual(['app', 'p1', 2]);
    aws.parameterStore.put('/shop/db/user', 'app2');
    aws.secretsManager.rotate('shop/db', 'p2');
    await service.group.refresh();
    expect([service.user, service.password]).toEqual(['app2', 'p2']);
  });

  it('hierarchies and filters', async () => {
    @Injectable()
    class PathService {
      @SsmParams('/shop') readonly shop!: { db: { host: string; port: string } };
      @SsmParams('/shop', { recursive: false, shape: 'record' }) readonly level!: Record<string, unknown>;
      @SsmParams('/shop', { filters: [new SsmFilterType().value('StringList')] })
      readonly lists!: { currencies: string[] };
    }

    const { service } = await startService(PathService, CONTENTS);
    expect(service.shop.db).toEqual({ host: 'localhost', port: '5432', user: 'app' });
    expect(Object.keys(service.level)).toEqual(['currencies', 'greeting', 'token']);
    expect(service.lists).toEqual({ currencies: ['EUR', 'GBP'] });
  });

  it('refresh on error', async () => {
    const server = new LoginServer('p1');

    @Injectable()
    class RecordsService {
      @SsmSecret('shop/db') private readonly password!: string;
      private client?: ReturnType<typeof server.connect>;

      onModuleInit() {
        this.reconnect();
      }

      @RefreshOnError({ on: InvalidCredentialsError, onRefresh: 'reconnect' })
      async readRecord(id: number, @IsRetry() isRetry?: boolean) {
        return { id, isRetry, record: await this.client?.read() };
      }

      reconnect() {
        this.client = server.connect(this.password);
      }
    }

    const { service, application, aws } = await startService(RecordsService, CONTENTS);
    await application.init();
    await expect(service.readRecord(1)).resolves.toEqual({ id: 1, isRetry: false, record: 'record for p1' });
    server.password = 'p2';
    aws.secretsManager.rotate('shop/db', 'p2');
    await expect(service.readRecord(2)).resolves.toEqual({ id: 2, isRetry: true, record: 'record for p2' });
  });

  it('another client: behind the tokens', async () => {
    @Module({ imports: [SsmCacheModule.forRoot()] })
    class AppModule {}

    const application = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(SSM_CLIENT)
      .useValue(new InMemoryParameterStore({ '/shop/greeting': 'Hi' }))
      .overrideProvider(SECRETS_MANAGER_CLIENT)
      .useValue(new InMemorySecretsManager({ 'shop/db': 'p1' }))
      .compile();

    atEnd(() => application.close());
    const cache = application.get(SsmCache);
    await expect(cache.parameter('/shop/greeting').get()).resolves.toBe('Hi');
    await expect(cache.secret('shop/db').get()).resolves.toBe('p1');
  });
});
