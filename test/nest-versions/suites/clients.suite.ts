import { describe, expect, it } from '@jest/globals';
import { Inject, Injectable, Module, type DynamicModule } from '@nestjs/common';
import {
  getSsmClientToken,
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCacheModule,
  SsmParam,
} from 'nestjs-ssm-cache';
import {
  InMemoryParameterStore,
  InMemorySecretsManager,
  SsmCacheTestingModule,
} from 'nestjs-ssm-cache/testing';
import { Test } from '@nestjs/testing';

@Injectable()
class Orders {
  @SsmParam('/host') readonly host!: string;
  @SsmParam('/host', { client: 'payments' }) readonly theirs!: string;

  constructor(
    @Inject(SSM_CLIENT) readonly client: unknown,
    @Inject(getSsmClientToken('payments')) readonly paymentsClient: unknown,
  ) {}
}

/** A client that must not be serialised, as one with open connections. */
class Connected extends InMemoryParameterStore {
  toJSON(): never {
    throw new Error('A client was serialised.');
  }
}

const start = async (module: DynamicModule) => {
  const compiled = await Test.createTestingModule({ imports: [module], providers: [Orders] }).compile();
  return compiled.init();
};

describe('A module with clients', () => {
  it('is replaced in a test by one with values', async () => {
    const values = SsmCacheModule.forRoot({ clients: { payments: { region: 'eu-west-1' } } });
    @Module({ imports: [values], providers: [Orders] })
    class AppModule {}
    const forTests = SsmCacheTestingModule.register({
      parameters: { '/host': 'of the test' },
      clientNames: ['payments'],
    });

    const app = await Test.createTestingModule({ imports: [AppModule] })
      .overrideModule(values)
      .useModule(forTests)
      .compile();
    const { host, theirs, client, paymentsClient } = app.get(Orders);

    expect([host, theirs]).toEqual(['of the test', 'of the test']);
    expect([client, paymentsClient]).toEqual([expect.any(InMemoryParameterStore), client]);
    await app.close();
  });
});

describe('Clients of your own', () => {
  const clients = (host: string) => ({
    ssmClient: new Connected({ '/host': host }),
    secretsManagerClient: new InMemorySecretsManager(),
  });

  it('are used as they are given, and are injected by their tokens', async () => {
    const [own, payments] = [clients('own'), clients('theirs')];
    const app = await start(SsmCacheModule.forRoot({ ...own, clients: { payments } }));
    const { host, theirs, client, paymentsClient } = app.get(Orders);

    expect([host, theirs]).toEqual(['own', 'theirs']);
    expect(client).toBe(own.ssmClient);
    expect(paymentsClient).toBe(payments.ssmClient);
    expect(app.get(SECRETS_MANAGER_CLIENT, { strict: false })).toBe(own.secretsManagerClient);
    await app.close();
  });

  it('may be made with the options', async () => {
    const payments = clients('theirs');
    const app = await start(
      SsmCacheModule.forRootAsync({
        clientNames: ['payments'],
        useFactory: () => ({ ...clients('own'), clients: { payments } }),
      }),
    );

    expect(app.get(Orders).theirs).toBe('theirs');
    expect(app.get(getSsmClientToken('payments'), { strict: false })).toBe(payments.ssmClient);
    await app.close();
  });
});
