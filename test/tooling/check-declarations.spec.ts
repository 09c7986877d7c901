import { afterEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import {
  InjectSsmParam,
  PreloadError,
  SsmCacheModule,
  ssmCacheConfig,
  SsmParam,
  SsmParameter,
  SsmSecret,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager, startLocalAws } from 'nestjs-ssm-cache/testing';
import { checkDeclarations, type SsmCheckReport } from 'nestjs-ssm-cache/tooling';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppModule as SampleModule } from '../../sample-app/app.module.js';
import { z } from 'zod';

const OWN_KEY = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555';

const shown = ({ checks }: SsmCheckReport) =>
  checks.map(({ declaration: { owner, name }, status }) => `${owner} ${name}: ${status}`);

describe('checkDeclarations() of the sample application', () => {
  const before = { ...process.env };
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    process.env = { ...before };
    await Promise.all(open.splice(0).map((one) => one.close()));
  });

  const sample = SampleModule.forRoot({ aws: {}, isAwsLocal: true, adminUrl: '' });

  const startAws = async () => {
    const aws = await startLocalAws({
      parameters: {
        '/prod/shop/db/host': 'localhost',
        '/prod/shop/db/port': '5432',
        '/prod/shop/db/name': 'orders',
        '/prod/shop/settings/max-quantity': '10',
        '/prod/shop/settings/currencies': ['EUR', 'USD'],
        '/prod/shop/settings/free-shipping': 'yes',
        '/prod/shop/settings/support-email': 'help@shop.example',
      },
    });
    aws.secretsManager.put('prod/shop/db', '{"username":"app","password":"p4ss"}', { keyId: OWN_KEY });
    aws.secretsManager.put('prod/shop/jwt', 's1gn1ng');
    open.push(aws);
    process.env = {
      ...before,
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    return aws;
  };

  it('finds all that can be read', async () => {
    await startAws();
    const report = await checkDeclarations(sample, { basePath: '/prod/shop' });

    expect(report.error).toBeUndefined();
    expect(shown(report)).toEqual([
      'OrdersRepository.host /prod/shop/db/host: ok',
      'OrdersRepository.port /prod/shop/db/port: ok',
      'OrdersRepository.database /prod/shop/db/name: ok',
      'OrdersRepository.login prod/shop/db: ok',
      'SettingsService.current /prod/shop/settings: ok',
      'SettingsService.tree /prod/shop/settings: ok',
      'TokensService.keys prod/shop/jwt: ok',
    ]);
  });

  it('tells what is missing, denied, of a wrong type, refused by its schema, and under a disabled key', async () => {
    const aws = await startAws();
    aws.parameterStore.delete('/prod/shop/db/host');
    aws.parameterStore.deny({ resource: '/prod/shop/db/name' });
    aws.parameterStore.put('/prod/shop/db/port', 'p0rt');
    aws.parameterStore.put('/prod/shop/settings/max-quantity', '-7');
    aws.secretsManager.disableKey(OWN_KEY);
    aws.resetCalls();
    const report = await checkDeclarations(sample, { basePath: '/prod/shop' });
    const calls = aws.calls.map(({ operation }) => operation);

    expect(shown(report)).toEqual([
      'OrdersRepository.host /prod/shop/db/host: missing',
      'OrdersRepository.port /prod/shop/db/port: unusable',
      'OrdersRepository.database /prod/shop/db/name: denied',
      'OrdersRepository.login prod/shop/db: denied',
      'SettingsService.current /prod/shop/settings: unusable',
      'SettingsService.tree /prod/shop/settings: unusable',
      'TokensService.keys prod/shop/jwt: ok',
    ]);
    expect(report.error).toBeInstanceOf(PreloadError);
    expect(JSON.stringify(report) + String(report.error)).not.toMatch(/p0rt|-7|p4ss|help@|s1gn/);

    aws.resetCalls();
    const start = NestFactory.createApplicationContext(sample, { logger: false, abortOnError: false });
    const failed = await start.then(
      () => undefined,
      (error: Error) => error,
    );
    expect(report.error?.message).toBe(failed?.message);
    expect(calls.toSorted()).toEqual(aws.calls.map(({ operation }) => operation).toSorted());
  });
});

describe('checkDeclarations()', () => {
  class Orders {
    @SsmParam('/limit', { preload: false }) readonly limit!: number;
    @SsmParam('/gone', { default: 'x' }) readonly gone!: string;
    @SsmParam('/a', { group: 'pair' }) readonly a!: string;
    @SsmParam('/b', { group: 'pair' }) readonly b!: string;
    @SsmSecret('db', { key: 'password' }) readonly password!: string;
  }

  class Mails {
    constructor(@InjectSsmParam('/from') readonly from: SsmParameter<string>) {}
  }
  Reflect.defineMetadata('design:paramtypes', [Object], Mails);

  const moduleWith = (ssmClient: object, secretsManagerClient: object, ...imports: object[]) => {
    @Module({
      imports: [
        SsmCacheModule.forRoot({
          ssmClient: ssmClient as never,
          secretsManagerClient: secretsManagerClient as never,
          groups: { pair: {} },
        }),
        ...(imports as []),
      ],
      providers: [Orders, Mails],
    })
    class AppModule {}
    return AppModule;
  };

  const PARAMETERS = { '/limit': '10', '/a': 'a', '/b': 'b', '/from': 'shop@example.com' };
  const secrets = () => new InMemorySecretsManager({ db: { password: 'p4ss' } });

  it('reads what the start leaves for later, and is content with what may be missing', async () => {
    const store = new InMemoryParameterStore(PARAMETERS);
    const report = await checkDeclarations(moduleWith(store, secrets()));

    expect(report.error).toBeUndefined();
    expect(shown(report)).toEqual([
      'Orders.limit /limit: ok',
      'Orders.gone /gone: ok',
      'Orders.a /a: ok',
      'Orders.b /b: ok',
      'Orders.password db: ok',
      'Mails(parameter 0) /from: ok',
    ]);
    expect(store.calls.map(({ operation }) => operation)).toEqual(['GetParameters']);
  });

  it('says of a member of a group that another one keeps it from being checked', async () => {
    const { '/b': _b, ...others } = PARAMETERS;
    const report = await checkDeclarations(moduleWith(new InMemoryParameterStore(others), secrets()));

    expect(shown(report).slice(2, 4)).toEqual(['Orders.a /a: unchecked', 'Orders.b /b: missing']);
    expect(report.checks[3]?.error).toMatchObject({ code: 'SSM_CACHE_INVALID_PARAMETER' });
  });

  it('reads configurations, as the application loads them', async () => {
    const store = new InMemoryParameterStore({ ...PARAMETERS, '/shop/port': 'p0rt' });
    const config = ssmCacheConfig('shop', {
      path: '/shop',
      secrets: { password: { id: 'db', key: 'password' } },
      schema: z.object({ port: z.coerce.number(), password: z.string() }),
      ssmClient: () => store,
      secretsManagerClient: secrets,
    });
    const imported = ConfigModule.forRoot({ load: [config], ignoreEnvFile: true });
    const report = await checkDeclarations(moduleWith(store, secrets(), imported));

    expect(shown(report).slice(6)).toEqual([
      "ssmCacheConfig('shop') /shop: unusable",
      "ssmCacheConfig('shop') secrets.password db: unchecked",
    ]);
    expect(JSON.stringify(report)).not.toMatch(/p0rt|p4ss/);
  });

  it('gives up when the time is over, and says what it waits for', async () => {
    const store = new InMemoryParameterStore(PARAMETERS);
    store.failNext({ name: 'ThrottlingException' }, 1_000);
    const told: string[] = [];
    const report = await checkDeclarations(moduleWith(store, secrets()), {
      timeout: 2,
      warn: (message) => told.push(message),
    });

    expect(shown(report)[0]).toBe('Orders.limit /limit: failed');
    expect(told.join()).toContain('ThrottlingException');
  }, 20_000);
});

describe('checkDeclarations() without a time', () => {
  it('waits for as long as the start of the application', async () => {
    class Rates {
      @SsmParam('/rate') readonly rate!: string;
    }
    Reflect.defineMetadata('design:type', String, Rates.prototype, 'rate');
    const ssmClient = { getParameters: () => new Promise<never>(() => undefined) };
    @Module({ imports: [SsmCacheModule.forRoot({ ssmClient, preloadTimeout: 0.3 })], providers: [Rates] })
    class AppModule {}
    const { error } = await checkDeclarations(AppModule);

    expect(error?.message).toContain('was not answered within preloadTimeout (0.3 s)');
  });
});

describe('checkDeclarations() against a file', () => {
  class Orders {
    @SsmParam('/db/port') readonly port!: number;
    @SsmSecret('db', { key: 'password' }) readonly password!: string;
  }

  @Module({ imports: [SsmCacheModule.forRoot({ basePath: '/dev' })], providers: [Orders] })
  class AppModule {}

  let folder: string;
  afterEach(() => rm(folder, { recursive: true }));

  const checkAgainst = async (content: unknown): Promise<SsmCheckReport> => {
    folder = await mkdtemp(join(tmpdir(), 'nestjs-ssm-cache-'));
    const against = join(folder, 'aws.local.json');
    await writeFile(against, typeof content === 'string' ? content : JSON.stringify(content));
    return checkDeclarations(AppModule, { against });
  };

  it('asks the file in place of AWS', async () => {
    process.env.SSM_DB_PORT = '5432';
    const report = await checkAgainst({ parameters: { '/dev/db/port': 'p0rt' }, secrets: {} });
    delete process.env.SSM_DB_PORT;

    expect(shown(report)).toEqual(['Orders.port /dev/db/port: unusable', 'Orders.password db: missing']);
    expect(report.error?.message).toContain('aws.local.json');
    expect(report.error?.message).not.toContain('p0rt');
  });

  it('finds all of it', async () => {
    const report = await checkAgainst({
      parameters: { '/dev/db/port': 1 },
      secrets: { db: { password: 'x' } },
    });

    expect(report.error).toBeUndefined();
  });

  it('refuses a file that is none', async () => {
    await expect(checkAgainst('{"parameters": p0rt}')).rejects.toMatchObject({
      code: 'SSM_CACHE_INVALID_DECLARATION',
      message: expect.not.stringContaining('p0rt'),
    });
  });
});
