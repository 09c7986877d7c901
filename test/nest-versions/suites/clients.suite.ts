import { describe, expect, it } from '@jest/globals';
import { Inject, Injectable } from '@nestjs/common';
import {
  getSsmClientToken,
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCacheModule,
  SsmParam,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { startModule } from '../support/application.js';

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

describe('Clients of your own', () => {
  const clients = (host: string) => ({
    ssmClient: new Connected({ '/host': host }),
    secretsManagerClient: new InMemorySecretsManager(),
  });

  it('are used as they are given, and are injected by their tokens', async () => {
    const [own, payments] = [clients('own'), clients('theirs')];
    const { app, close } = await startModule({
      imports: [SsmCacheModule.forRoot({ ...own, clients: { payments } })],
      providers: [Orders],
    });
    const { host, theirs, client, paymentsClient } = app.get(Orders);

    expect([host, theirs]).toEqual(['own', 'theirs']);
    expect(client).toBe(own.ssmClient);
    expect(paymentsClient).toBe(payments.ssmClient);
    expect(app.get(SECRETS_MANAGER_CLIENT)).toBe(own.secretsManagerClient);
    await close();
  });

  it('may be made with the options', async () => {
    const payments = clients('theirs');
    const { app, close } = await startModule({
      imports: [
        SsmCacheModule.forRootAsync({
          clientNames: ['payments'],
          useFactory: () => ({ ...clients('own'), clients: { payments } }),
        }),
      ],
      providers: [Orders],
    });

    expect(app.get(Orders).theirs).toBe('theirs');
    expect(app.get(getSsmClientToken('payments'))).toBe(payments.ssmClient);
    await close();
  });
});
