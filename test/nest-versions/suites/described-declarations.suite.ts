import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable, Logger, Module, type OnModuleInit } from '@nestjs/common';
import {
  InjectSsmSecret,
  PreloadError,
  SecretsManagerParameter,
  SsmCacheModule,
  ssmCacheConfig,
  SsmParam,
  SsmParameter,
  SsmParams,
  SsmSecret,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { checkDeclarations, describeDeclarations } from 'nestjs-ssm-cache/tooling';
import { z } from 'zod';
import { world } from '../support/world.js';

let ran: string[] = [];
beforeEach(() => {
  ran = [];
});

const runs = (what: string): void => void ran.push(what);

@Injectable()
class Orders implements OnModuleInit {
  @SsmParam('/db/host') readonly host!: string;
  @SsmParam('/db/port:3') readonly port!: number;
  @SsmParam('/db/replicas') readonly replicas!: string[];
  @SsmParam('/flags/new', { default: false }) readonly isNew!: boolean;
  @SsmParam('/limit') readonly limit!: SsmParameter<string>;
  @SsmSecret(() => `db-${1 + 1}`, { key: 'password' }) readonly password!: Promise<string>;
  @SsmSecret('db', { versionStage: 'AWSPREVIOUS', optional: true, type: String }) readonly before:
    string | undefined;
  @SsmParams('/features', { preload: false, schema: z.object({}) }) readonly features!: object;

  constructor() {
    runs('a constructor');
    throw new Error('no database');
  }

  onModuleInit(): void {
    runs('a hook');
  }
}

@Injectable()
class Mails {
  constructor(@InjectSsmSecret('mail') readonly login: SecretsManagerParameter) {}
}

const told: string[] = [];
afterEach(() => {
  told.length = 0;
});
const warn = (message: string): void => void told.push(message);

const moduleOf = (metadata: object) => {
  @Module(metadata)
  class AppModule {
    constructor() {
      runs('a module');
    }
  }
  return AppModule;
};

const summary = async (...args: Parameters<typeof describeDeclarations>) =>
  (await describeDeclarations(...args)).map(({ owner, name }) => `${owner} ${name}`);

describe('describeDeclarations()', () => {
  it('tells all that an application declares, and runs nothing of it', async () => {
    const factory = { provide: 'POOL', useFactory: () => runs('a factory') };
    const cache = SsmCacheModule.forRoot({
      basePath: '/prod/shop',
      secretPrefix: 'prod/',
      region: 'eu-west-1',
    });
    const declared = await describeDeclarations(
      moduleOf({ imports: [cache], providers: [Orders, Mails, factory] }),
      { warn },
    );

    const parameter = { source: 'ssm', kind: 'name', client: 'default', region: 'eu-west-1' };
    const secret = { ...parameter, source: 'secretsmanager' };
    const described = declared.map(({ permissions: _permissions, ...rest }) => rest);
    const rest = { version: undefined, optional: false };
    expect(described).toEqual([
      { ...parameter, ...rest, owner: 'Orders.host', name: '/prod/shop/db/host', type: 'string' },
      {
        ...parameter,
        ...rest,
        owner: 'Orders.port',
        name: '/prod/shop/db/port',
        version: '3',
        type: 'number',
      },
      { ...parameter, ...rest, owner: 'Orders.replicas', name: '/prod/shop/db/replicas', type: 'string[]' },
      {
        ...parameter,
        ...rest,
        owner: 'Orders.isNew',
        name: '/prod/shop/flags/new',
        type: 'boolean',
        optional: true,
      },
      { ...parameter, ...rest, owner: 'Orders.limit', name: '/prod/shop/limit', type: 'SsmParameter' },
      { ...secret, ...rest, owner: 'Orders.password', name: 'prod/db-2', type: 'Promise' },
      {
        ...secret,
        owner: 'Orders.before',
        name: 'prod/db',
        version: 'AWSPREVIOUS',
        type: 'string',
        optional: true,
      },
      {
        ...parameter,
        ...rest,
        owner: 'Orders.features',
        kind: 'path',
        name: '/prod/shop/features',
        type: 'unknown',
      },
      { ...secret, ...rest, owner: 'Mails(parameter 0)', name: 'prod/mail', type: 'SecretsManagerParameter' },
    ]);
    expect(declared[5]?.permissions).toEqual([
      { action: 'secretsmanager:GetSecretValue', resource: 'secret:prod/db-2-??????' },
      { action: 'secretsmanager:BatchGetSecretValue', resource: '*' },
    ]);
    expect(declared[6]?.permissions).toEqual([
      { action: 'secretsmanager:GetSecretValue', resource: 'secret:prod/db-??????' },
    ]);
    expect([ran, told]).toEqual([[], []]);
  });

  it('knows the options of groups and clients', async () => {
    class Payments {
      @SsmParam('/rate', { group: 'payments', type: String }) readonly rate!: string;
      @SsmParam('/fee', { group: 'fees', type: String }) readonly fee!: string;
      @SsmSecret('api', { client: 'virginia', type: String }) readonly api!: string;
      @SsmSecret('arn:aws:secretsmanager:us-west-2:123456789012:secret:x-AbCdEf', { type: String })
      readonly other!: string;
    }
    const cache = SsmCacheModule.forRoot({
      groups: { payments: { basePath: '/pay', client: 'paris' } },
      clients: { paris: { ssm: { region: 'eu-west-3' } }, virginia: { region: 'us-east-1' } },
    });
    const feature = SsmCacheModule.forFeature({ groups: { fees: { basePath: '/fees' } } });
    const declared = await describeDeclarations(
      moduleOf({ imports: [cache, feature], providers: [Payments] }),
    );

    expect(declared.map(({ name, client, region }) => [name, client, region])).toEqual([
      ['/pay/rate', 'paris', 'eu-west-3'],
      ['/fees/fee', 'default', undefined],
      ['api', 'virginia', 'us-east-1'],
      ['arn:aws:secretsmanager:us-west-2:123456789012:secret:x-AbCdEf', 'default', 'us-west-2'],
    ]);
  });

  it('tells the queue that the module listens to', async () => {
    const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/shop-changes';
    const declared = await describeDeclarations(
      moduleOf({ imports: [SsmCacheModule.forRoot({ events: { queueUrl } })] }),
    );
    const resource = 'arn:aws:sqs:eu-west-1:123456789012:shop-changes';

    expect(declared).toEqual([
      expect.objectContaining({
        owner: 'SsmCacheModule events.queueUrl',
        source: 'sqs',
        kind: 'queue',
        name: 'shop-changes',
        region: 'eu-west-1',
        permissions: [
          { action: 'sqs:ReceiveMessage', resource },
          { action: 'sqs:DeleteMessage', resource },
        ],
      }),
    ]);
  });

  it('says that options which are made at the start are not known, unless it is told them', async () => {
    class Payments {
      @SsmParam('/rate', { group: 'payments', client: 'paris', type: String }) readonly rate!: string;
      @SsmSecret('api', { type: String }) readonly api!: string;
    }
    const cache = SsmCacheModule.forRootAsync({ useFactory: () => ({ basePath: '/made' }) });
    const module = moduleOf({ imports: [cache], providers: [Payments] });

    expect(await summary(module, { warn })).toEqual(['Payments.rate /rate', 'Payments.api api']);
    expect(told).toEqual([expect.stringContaining('forRootAsync() are made when the application starts')]);
    told.length = 0;
    expect(await summary(module, { warn, basePath: '/prod', secretPrefix: 'prod/' })).toEqual([
      'Payments.rate /prod/rate',
      'Payments.api prod/api',
    ]);
    expect(told).toEqual([]);
  });

  it('prefers the base path that it is told', async () => {
    class Payments {
      @SsmParam('/rate', { type: String }) readonly rate!: string;
    }
    const module = moduleOf({
      imports: [SsmCacheModule.forRoot({ basePath: '/dev' })],
      providers: [Payments],
    });

    expect(await summary(module, { basePath: '/prod' })).toEqual(['Payments.rate /prod/rate']);
  });

  it('lists every declaration that is invalid', async () => {
    class Payments {
      @SsmParam(() => undefined as unknown as string, { type: String }) readonly rate!: string;
      @SsmParam('/fee', { group: 'gone', type: String }) readonly fee!: string;
    }
    const failed = describeDeclarations(
      moduleOf({ imports: [SsmCacheModule.forRoot()], providers: [Payments] }),
    );

    await expect(failed).rejects.toThrow(PreloadError);
    await expect(failed).rejects.toThrow(/Payments\.rate[\s\S]*Payments\.fee/);
  });

  it('says that there is no module', async () => {
    expect(await summary(moduleOf({}), { warn })).toEqual([]);
    expect(told).toEqual([expect.stringContaining('imports no SsmCacheModule')]);
  });

  it('leaves the logger of the process as it was', async () => {
    const lines: unknown[] = [];
    const logger = { log: (line: unknown) => lines.push(line), warn: () => 0, error: () => 0 };
    const before = (Logger as unknown as { staticInstanceRef: Logger }).staticInstanceRef;
    Logger.overrideLogger(logger);
    await describeDeclarations(moduleOf({ imports: [SsmCacheModule.forRoot()] }));
    Logger.log('still here');
    Logger.overrideLogger(before);

    expect(lines).toEqual(['still here']);
  });

  it('logs nothing of the modules that Nest goes through after one has failed', async () => {
    class Mailer {}
    class Sender {
      constructor(readonly mailer: Mailer) {}
    }
    Reflect.defineMetadata('design:paramtypes', [Mailer], Sender);
    class MailModule {}
    Module({ providers: [Mailer, Sender] })(MailModule);
    const broken = { provide: 'ORDERS', inject: ['DATABASE'], useFactory: () => 1 };
    const lines: unknown[] = [];
    const before = (Logger as unknown as { staticInstanceRef: Logger }).staticInstanceRef;
    const add = (line: unknown) => lines.push(line);
    Logger.overrideLogger({ log: add, warn: add, error: add });
    const described = describeDeclarations(moduleOf({ imports: [MailModule], providers: [broken] }));
    await expect(described).rejects.toThrow('DATABASE');
    await new Promise(setImmediate);
    Logger.overrideLogger(before);

    expect(lines).toEqual([]);
  });
});

describe('checkDeclarations()', () => {
  it('reads what an application declares, and runs nothing of it', async () => {
    class Rates {
      @SsmParam('/rate', { type: Number }) readonly rate!: number;
      @SsmParam('/fee', { type: Number }) readonly fee!: number;
      @SsmSecret('api', { type: String }) readonly api!: string;

      constructor() {
        runs('a constructor');
      }
    }
    const ssmClient = new InMemoryParameterStore({ '/rate': '1', '/fee': 'none' });
    const secretsManagerClient = new InMemorySecretsManager();
    const cache = SsmCacheModule.forRoot({ ssmClient, secretsManagerClient });
    const { checks, error } = await checkDeclarations(moduleOf({ imports: [cache], providers: [Rates] }));

    expect(checks.map(({ status }) => status)).toEqual(['ok', 'unusable', 'missing']);
    expect(error).toBeInstanceOf(PreloadError);
    expect(ran).toEqual([]);
  });
});

// There is no @nestjs/config beside Nest 10.
(world.nest === 10 ? describe.skip : describe)('describeDeclarations() of a configuration', () => {
  it('tells its path and its secrets, and makes no client', async () => {
    const { ConfigModule } = await import('@nestjs/config');
    const config = ssmCacheConfig('database', {
      path: '/db',
      secrets: {
        password: { id: () => 'db', key: 'password' },
        replica: { password: { id: 'replica', optional: true } },
      },
      region: 'eu-west-1',
      ssmClient: () => {
        throw new Error('made');
      },
    });
    const module = moduleOf({
      imports: [
        SsmCacheModule.forRoot({ basePath: '/prod' }),
        ConfigModule.forRoot({ load: [config], ignoreEnvFile: true }),
        ConfigModule.forFeature(config),
      ],
    });
    const declared = await describeDeclarations(module);

    expect(
      declared.map(({ owner, kind, name, region, optional }) => [owner, kind, name, region, optional]),
    ).toEqual([
      ["ssmCacheConfig('database')", 'path', '/db', 'eu-west-1', false],
      ["ssmCacheConfig('database') secrets.password", 'name', 'db', 'eu-west-1', false],
      ["ssmCacheConfig('database') secrets.replica.password", 'name', 'replica', 'eu-west-1', true],
    ]);
  });
});
