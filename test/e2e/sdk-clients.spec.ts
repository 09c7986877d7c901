import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  BatchGetSecretValueCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { Injectable, Module, type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { mockClient } from 'aws-sdk-client-mock';
import { SSM_CLIENT, SsmCache, SsmCacheModule, SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { closeAll, startApplication } from '../support/application.js';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

@Injectable()
class OrdersRepository {
  @SsmParam('/prod/db/host') readonly host!: string;
  @SsmSecret('prod/db', { key: 'password' }) readonly password!: string;
  @SsmSecret('prod/mail', { key: 'token' }) readonly token!: string;
}

describe('with the clients of the AWS SDK', () => {
  let aws: LocalAws;

  beforeAll(async () => {
    aws = await startLocalAws({
      parameters: { '/prod/db/host': 'localhost' },
      secrets: { 'prod/db': { password: 'one' }, 'prod/mail': { token: 't0ken' } },
    });
  });
  afterAll(() => aws.close());

  const start = async (module = {}): Promise<INestApplicationContext> => {
    const client = aws.clientConfig();
    @Module({
      imports: [SsmCacheModule.forRoot({ ssm: client, secretsManager: client, ...module })],
      providers: [OrdersRepository],
    })
    class AppModule {}
    const application = await Test.createTestingModule({ imports: [AppModule] }).compile();
    await application.init();
    running.push(application);
    return application;
  };

  it('properties hold what the services hold, over HTTP', async () => {
    const application = await start();
    const { host, password, token } = application.get(OrdersRepository);
    expect({ host, password, token }).toEqual({ host: 'localhost', password: 'one', token: 't0ken' });
  });

  it('a refresh brings a rotated password', async () => {
    const application = await start();
    aws.secretsManager.rotate('prod/db', { password: 'two' });
    await application.get(SsmCache).refresh();
    expect(application.get(OrdersRepository).password).toBe('two');
  });

  it('a service that stops answering costs a refresh its deadline, and no value', async () => {
    const application = await start({ refreshTimeout: 0.2 });
    const cache = application.get(SsmCache);
    aws.faults.next('no-answer', 1);
    await expect(cache.parameter('/prod/db/host', { refreshTimeout: 0.2 }).refresh()).rejects.toMatchObject({
      code: 'SSM_CACHE_REFRESH',
      names: ['/prod/db/host'],
    });
    expect(application.get(OrdersRepository).host).toBe('localhost');
    await expect(cache.parameter('/prod/db/host').get()).resolves.toBe('localhost');
  });

  it.each(['credentials', 'region'] as const)(
    'what provides the %s may hang once: the next refresh asks it again',
    async (option) => {
      const answer = aws.clientConfig()[option];
      let asked = 0;
      const provide = () => ((asked += 1) === 1 ? new Promise(() => undefined) : Promise.resolve(answer));
      const cache = new SsmCache({
        ssm: { ...aws.clientConfig(), [option]: provide },
        refreshTimeout: 0.2,
        minRefreshInterval: 0,
      });
      const host = cache.parameter('/prod/db/host');
      await expect(host.get()).rejects.toMatchObject({ code: 'SSM_CACHE_REFRESH' });

      await host.refresh();
      expect(host.value).toBe('localhost');
      cache.close();
    },
  );

  const withSlowCredentials = () => {
    const config = aws.clientConfig();
    const answers: (() => void)[] = [];
    const credentials = () =>
      new Promise<typeof config.credentials>((resolve) => answers.push(() => resolve(config.credentials)));
    const cache = new SsmCache({ ssm: { ...config, credentials }, minRefreshInterval: 0 });
    return { cache, answers };
  };

  it('credentials that take longer than a refresh may serve the next one', async () => {
    const { cache, answers } = withSlowCredentials();
    const host = cache.parameter('/prod/db/host', { refreshTimeout: 0.2 });
    await expect(host.get()).rejects.toMatchObject({ code: 'SSM_CACHE_REFRESH' });
    answers[0]?.();
    await host.refresh();

    expect([host.value, answers.length]).toEqual(['localhost', 1]);
    cache.close();
  });

  it('credentials that one refresh no longer waits for come for another', async () => {
    const { cache, answers } = withSlowCredentials();
    const hasty = cache.parameter('/prod/other', { refreshTimeout: 0.2 }).get();
    hasty.catch(() => undefined);
    while (answers.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const patient = cache.parameter('/prod/db/host', { refreshTimeout: 5 }).get();
    await expect(hasty).rejects.toMatchObject({ code: 'SSM_CACHE_REFRESH' });
    answers[0]?.();

    await expect(patient).resolves.toBe('localhost');
    cache.close();
  });

  it('the client that the module made can be injected and used', async () => {
    const application = await start();
    const client = application.get<SSMClient>(SSM_CLIENT);
    const { Parameters } = await client.send(new GetParametersCommand({ Names: ['/prod/db/host'] }));
    expect(Parameters?.[0]?.Value).toBe('localhost');
  });
});

describe('with aws-sdk-client-mock', () => {
  it('mocked SDK clients stand behind the tokens', async () => {
    const ssm = new SSMClient({ region: 'eu-west-1' });
    const secretsManager = new SecretsManagerClient({ region: 'eu-west-1' });
    const ssmMock = mockClient(ssm)
      .on(GetParametersCommand)
      .resolves({ Parameters: [{ Name: '/prod/db/host', Type: 'String', Value: 'mocked', Version: 7 }] });
    const secretsMock = mockClient(secretsManager)
      .on(BatchGetSecretValueCommand)
      .resolves({
        SecretValues: [
          { Name: 'prod/mail', SecretString: '{"token":"t"}', VersionId: 'v1' },
          { Name: 'prod/db', SecretString: '{"password":"p"}', VersionId: 'v2' },
        ],
      });

    const application = await startApplication({ providers: [OrdersRepository], ssm, secretsManager });
    running.push(application);

    const { host, password, token } = application.get(OrdersRepository);
    expect({ host, password, token }).toEqual({ host: 'mocked', password: 'p', token: 't' });
    expect(ssmMock.commandCalls(GetParametersCommand)[0]?.args[0].input).toEqual({
      Names: ['/prod/db/host'],
      WithDecryption: true,
    });
    expect(secretsMock.commandCalls(BatchGetSecretValueCommand)).toHaveLength(1);
    expect(secretsMock.commandCalls(GetSecretValueCommand)).toHaveLength(0);
  });

  it('a client that was given is not destroyed with the application', async () => {
    let destroyed = 0;
    const client = {
      send: () => Promise.resolve({ Parameters: [] }),
      destroy: () => {
        destroyed += 1;
      },
    };
    const application = await startApplication({ ssm: client, secretsManager: client });
    await application.close();
    expect(destroyed).toBe(0);
  });
});
