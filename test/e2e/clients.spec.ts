import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { Inject, Injectable, Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import {
  getSecretsManagerClientToken,
  getSsmClientToken,
  InjectSsmSecret,
  SECRETS_MANAGER_CLIENT,
  SecretsManagerParameter,
  SSM_CLIENT,
  SsmCache,
  ssmCacheConfig,
  SsmCacheModule,
  SsmParam,
  SsmParams,
  SsmSecret,
} from 'nestjs-ssm-cache';
import {
  InMemoryParameterStore,
  InMemorySecretsManager,
  SsmCacheTestingModule,
  startLocalAws,
  type LocalAws,
} from 'nestjs-ssm-cache/testing';
import { inspect } from 'node:util';
import { closeAll } from '../support/application.js';
import { rejection } from '../support/make-cache.js';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

/** One class that reads by two clients. */
@Injectable()
class Checkout {
  @SsmParam('/shop/host') readonly host!: string;
  @SsmSecret('shop/db') readonly password!: string;
  @SsmSecret('pay/key', { client: 'payments' }) readonly key!: string;
  @SsmParam('/pay/url', { client: 'payments' }) readonly url!: string;
  @SsmParams('/pay/limits', { client: 'payments' }) readonly limits!: Record<string, string>;

  constructor(
    @InjectSsmSecret('pay/token', { client: 'payments' }) readonly token: SecretsManagerParameter<string>,
  ) {}
}

const shop = () => ({
  ssm: new InMemoryParameterStore({ '/shop/host': 'shop.internal' }),
  secretsManager: new InMemorySecretsManager({ 'shop/db': 'of the shop' }),
});

const payments = () => ({
  ssm: new InMemoryParameterStore({ '/pay/url': 'https://pay', '/pay/limits/daily': '100' }),
  secretsManager: new InMemorySecretsManager({ 'pay/key': 'k', 'pay/token': 't' }),
});

const clientsOf = ({ ssm, secretsManager }: ReturnType<typeof shop>) => ({
  ssmClient: ssm,
  secretsManagerClient: secretsManager,
});

const start = async (
  module: DynamicModule,
  override?: (test: ReturnType<typeof Test.createTestingModule>) => void,
) => {
  @Module({ imports: [module], providers: [Checkout] })
  class AppModule {}
  const test = Test.createTestingModule({ imports: [AppModule] });
  override?.(test);
  const application = await test.compile();
  running.push(application);
  await application.init();
  return application;
};

const held = ({ host, password, key, url, limits, token }: Checkout) => ({
  host,
  password,
  key,
  url,
  limits,
  token: token.value,
});

const ALL = {
  host: 'shop.internal',
  password: 'of the shop',
  key: 'k',
  url: 'https://pay',
  limits: { daily: '100' },
  token: 't',
};

describe('An application with clients of its own', () => {
  it('reads by each what says its name, in one class, in the fewest calls of each', async () => {
    const [own, theirs] = [shop(), payments()];
    const module = SsmCacheModule.forRoot({ ...clientsOf(own), clients: { payments: clientsOf(theirs) } });

    const application = await start(module);

    expect(held(application.get(Checkout))).toEqual(ALL);
    expect(
      [own.ssm, own.secretsManager, theirs.ssm, theirs.secretsManager].map(({ calls }) => calls.length),
    ).toEqual([1, 1, 2, 1]);
  });

  it('may have them made when the options are', async () => {
    const [own, theirs] = [shop(), payments()];
    const module = SsmCacheModule.forRootAsync({
      clientNames: ['payments'],
      useFactory: () => ({ ...clientsOf(own), clients: { payments: clientsOf(theirs) } }),
    });

    expect(held((await start(module)).get(Checkout))).toEqual(ALL);
  });

  it('may have options that are an instance of a class, with what the class has', async () => {
    class Options {
      readonly #base = '/shop';
      readonly ssmClient = shop().ssm;

      get basePath(): string {
        return this.#base;
      }
    }
    const module = SsmCacheModule.forRootAsync({ useFactory: () => new Options() });
    const application = await Test.createTestingModule({ imports: [module] }).compile();
    running.push(application);

    expect(await application.get(SsmCache).parameter('/host').get()).toBe('shop.internal');
  });

  it('has to tell forRootAsync() their names, so that no override is lost', async () => {
    const module = SsmCacheModule.forRootAsync({
      useFactory: () => ({ ...clientsOf(shop()), clients: { payments: clientsOf(payments()) } }),
    });

    const error = await rejection(start(module));

    expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
    expect(error.message).toContain('add clientNames: ["payments"]');
  });

  it('may not tell forRootAsync() a name that the options do not have', async () => {
    const module = SsmCacheModule.forRootAsync({
      clientNames: ['payments', 'audit'],
      useFactory: () => ({ ...clientsOf(shop()), clients: { payments: clientsOf(payments()) } }),
    });

    const error = await rejection(start(module));

    expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
    expect(error.message).toContain('has "audit", which is not among "clients" of its options');
  });

  it('has one error for a group of forFeature() whose client there is not', async () => {
    const groups = { billing: { client: 'paymnts' } };
    @Module({ imports: [SsmCacheModule.forRoot(clientsOf(shop())), SsmCacheModule.forFeature({ groups })] })
    class AppModule {}

    const error = await rejection(Test.createTestingModule({ imports: [AppModule] }).compile());

    expect(error.code).toBe('SSM_CACHE_INVALID_CLIENT');
    expect(error.message).toContain(
      'group "billing": there is no client "paymnts". The clients are "default".',
    );
  });

  it('has one error for a configuration whose client there is not, where the module has it', async () => {
    const config = ssmCacheConfig('pay', { secrets: { key: { id: 'pay/key', client: 'payments' } } });
    @Module({
      imports: [
        ConfigModule.forRoot({ load: [config], ignoreEnvFile: true }),
        SsmCacheModule.forRoot({ ...clientsOf(shop()), clients: { payments: clientsOf(payments()) } }),
      ],
    })
    class AppModule {}

    const error = await rejection(Test.createTestingModule({ imports: [AppModule] }).compile());

    expect(error.code).toBe('SSM_CACHE_PRELOAD');
    expect(error.message).toContain(
      `ssmCacheConfig('pay') → pay/key: pay/key: there is no client "payments". The clients are "default". Add it to "clients" of the module, of the cache or of ssmCacheConfig()`,
    );
  });

  it('refuses credentials that are none, and shows nothing of them', async () => {
    const ssm = { credentials: { secretAccessKey: 'poison' } } as never;
    const error = await rejection(start(SsmCacheModule.forRootAsync({ useFactory: () => ({ ssm }) })));

    expect(error.message).toContain('"ssm.credentials" must be a function');
    expect(inspect(error, { depth: 9 })).not.toContain('poison');
  });

  it('is overridden in a test by the tokens of the clients', async () => {
    const [own, theirs] = [shop(), payments()];
    const application = await start(
      SsmCacheModule.forRoot({ clients: { payments: { region: 'eu-west-1' } } }),
      (test) =>
        test
          .overrideProvider(SSM_CLIENT)
          .useValue(own.ssm)
          .overrideProvider(SECRETS_MANAGER_CLIENT)
          .useValue(own.secretsManager)
          .overrideProvider(getSsmClientToken('payments'))
          .useValue(theirs.ssm)
          .overrideProvider(getSecretsManagerClientToken('payments'))
          .useValue(theirs.secretsManager),
    );

    expect(held(application.get(Checkout))).toEqual(ALL);
  });

  it('names the client in the one report of what is missing', async () => {
    const module = SsmCacheModule.forRoot({
      ...clientsOf(shop()),
      clients: { payments: clientsOf(shop()) },
    });

    const { message } = await rejection(start(module));

    expect(message).toContain('Checkout.key → pay/key: "pay/key" does not exist');
    expect(message.match(/Its client is "payments"\./g)).toHaveLength(4);
  });

  it('lists the known clients for one that there is not, at the place that names it', async () => {
    const { code, message } = await rejection(
      start(SsmCacheModule.forRoot({ ...clientsOf(shop()), clients: { pay: {} } })),
    );

    expect(code).toBe('SSM_CACHE_PRELOAD');
    expect(message).toContain(
      'Checkout.key → pay/key: pay/key: there is no client "payments". Did you mean "pay"? The clients are "default", "pay".',
    );
  });

  it('needs no client in a unit test', async () => {
    const application = await start(
      SsmCacheTestingModule.register({
        parameters: { '/shop/host': 'shop.internal', '/pay/url': 'https://pay', '/pay/limits/daily': '100' },
        secrets: { 'shop/db': 'of the shop', 'pay/key': 'k', 'pay/token': 't', more: 'm' },
        clientNames: ['audit'],
      }),
    );

    expect(held(application.get(Checkout))).toEqual(ALL);
    expect(await application.get(SsmCache).secret('more', { client: 'audit' }).get()).toBe('m');
  });

  it('shows no credentials of them when Nest is printed', async () => {
    const client = {
      region: 'eu-west-1',
      ssm: { credentials: { accessKeyId: 'AKIA', secretAccessKey: 'poison' } },
    };
    const options = { ...clientsOf(shop()), clients: { payments: { ...client, ...clientsOf(payments()) } } };
    const modules = [
      SsmCacheModule.forRoot(options),
      SsmCacheModule.forRootAsync({ clientNames: ['payments'], useFactory: () => options }),
    ];
    for (const module of modules) {
      const application = await start(module);

      expect(inspect(module, { depth: 9 })).not.toContain('poison');
      expect(inspect(Reflect.get(application, 'container'), { depth: 9 })).not.toContain('poison');
    }
  });

  it('loads a configuration by them, and by what a test puts in their place', async () => {
    const theirs = payments();
    const config = ssmCacheConfig('pay', {
      path: '/pay/limits',
      client: 'payments',
      secrets: { key: { id: 'pay/key' }, db: { id: 'shop/db', client: 'default' } },
      clients: { payments: { region: 'eu-west-1' } },
    });
    @Module({
      imports: [
        ConfigModule.forRoot({ load: [config], ignoreEnvFile: true }),
        SsmCacheModule.forRoot({ ...clientsOf(shop()), clients: { payments: {} } }),
      ],
    })
    class AppModule {}
    const application = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(SSM_CLIENT)
      .useValue(shop().ssm)
      .overrideProvider(SECRETS_MANAGER_CLIENT)
      .useValue(shop().secretsManager)
      .overrideProvider(getSsmClientToken('payments'))
      .useValue(theirs.ssm)
      .overrideProvider(getSecretsManagerClientToken('payments'))
      .useValue(theirs.secretsManager)
      .compile();
    running.push(application);

    expect(application.get(ConfigService).get('pay')).toEqual({ daily: '100', key: 'k', db: 'of the shop' });
  });
});

it('the default client has the tokens of the services', () => {
  expect(getSsmClientToken('default')).toBe(SSM_CLIENT);
  expect(getSecretsManagerClientToken('default')).toBe(SECRETS_MANAGER_CLIENT);
});

describe('The name of a client', () => {
  it.each(['__proto__', 'constructor', 'toString', 'OVERRIDE', 'payments:OVERRIDE', 'a\nb'])(
    'may be %j',
    async (client) => {
      @Injectable()
      class Shop {
        @SsmParam('/pay/url', { client }) readonly url!: string;
        @SsmSecret('shop/db') readonly password!: string;
      }
      const config = ssmCacheConfig('shop', { secrets: { db: { id: 'shop/db' } } });
      @Module({
        imports: [
          ConfigModule.forRoot({ load: [config], ignoreEnvFile: true }),
          SsmCacheModule.forRoot({ clients: Object.fromEntries([[client, {}]]) }),
        ],
        providers: [Shop],
      })
      class AppModule {}
      const application = await Test.createTestingModule({ imports: [AppModule] })
        .overrideProvider(SECRETS_MANAGER_CLIENT)
        .useValue(shop().secretsManager)
        .overrideProvider(getSsmClientToken(client))
        .useValue(payments().ssm)
        .compile();
      running.push(application);

      expect(application.get(ConfigService).get('shop')).toEqual({ db: 'of the shop' });
      expect(application.get(Shop)).toMatchObject({ url: 'https://pay', password: 'of the shop' });
    },
  );
});

describe('A client of the SDK', () => {
  let aws: LocalAws;
  beforeAll(async () => {
    aws = await startLocalAws({ parameters: { '/shop/host': 'shop.internal' } });
  });
  afterAll(() => aws.close());

  @Injectable()
  class Shop {
    @SsmParam('/shop/host') readonly host!: string;
    constructor(@Inject(SSM_CLIENT) readonly client: SSMClient) {}
  }

  /** Counts what is sent, as a tracer does. */
  const counting = (calls: string[]) =>
    [
      (next: (args: never) => Promise<never>, context: { commandName?: string }) => (args: never) => {
        calls.push(context.commandName ?? '');
        return next(args);
      },
      { step: 'initialize', name: 'counting' },
    ] as const;

  const startShop = async (module: DynamicModule): Promise<INestApplicationContext> => {
    @Module({ imports: [module], providers: [Shop] })
    class AppModule {}
    const application = await Test.createTestingModule({ imports: [AppModule] }).compile();
    running.push(application);
    await application.init();
    return application;
  };

  it('sends exactly what its middleware sees, and stays usable when the application has closed', async () => {
    const ssmClient = new SSMClient(aws.clientConfig());
    const calls: string[] = [];
    ssmClient.middlewareStack.add(
      ...(counting(calls) as unknown as Parameters<typeof ssmClient.middlewareStack.add>),
    );
    const application = await startShop(SsmCacheModule.forRoot({ ssmClient }));
    await application.get(SsmCache).refresh();
    expect(calls).toEqual(['GetParametersCommand', 'GetParametersCommand']);
    expect(application.get(Shop).client).toBe(ssmClient);

    await application.close();

    const answer = await ssmClient.send(new GetParametersCommand({ Names: ['/shop/host'] }));
    expect(answer.Parameters).toHaveLength(1);
    ssmClient.destroy();
  });

  it('that the module makes takes middleware by its token, before it is made and after', async () => {
    const calls: string[] = [];
    const application = await startShop(SsmCacheModule.forRoot({ ssm: aws.clientConfig(), preload: false }));
    const { client } = application.get(Shop);
    client.middlewareStack.add(
      ...(counting(calls) as unknown as Parameters<typeof client.middlewareStack.add>),
    );
    await application.get(SsmCache).parameter('/shop/host').get();
    expect(calls).toEqual(['GetParametersCommand']);

    expect(client.middlewareStack.identify()).toContainEqual(expect.stringContaining('counting'));
    expect(await client.config.region()).toBe(aws.clientConfig().region);
    client.middlewareStack.remove('counting');
    await application.get(SsmCache).parameter('/shop/host').refresh();
    expect(calls).toHaveLength(1);
  });
});
