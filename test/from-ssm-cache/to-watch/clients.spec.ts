import { describe, expect, it } from '@jest/globals';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCache,
  SsmCacheModule,
  SsmParam,
  SsmSecret,
  type SecretsManagerClientLike,
  type SsmClientLike,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { thrown } from '../../support/make-cache.js';
import { atEnd, startAws } from '../support/world.js';

@Injectable()
class Database {
  @SsmParam('/db/host') readonly host!: string;
  @SsmSecret('db') readonly password!: string;
}

const stores = () => ({
  parameterStore: new InMemoryParameterStore({ '/db/host': 'localhost' }),
  secretsManager: new InMemorySecretsManager({ db: 'p1' }),
});

type Clients = readonly [ssm: SsmClientLike, secretsManager: SecretsManagerClientLike];

const KINDS: [string, () => Promise<Clients> | Clients][] = [
  [
    'of the SDK',
    async () => {
      const config = (await startAws(stores())).clientConfig();
      const clients = [new SSMClient(config), new SecretsManagerClient(config)] as const;
      atEnd(() => clients.forEach((client) => client.destroy()));
      return clients;
    },
  ],
  [
    'that can only send',
    () => {
      const { parameterStore, secretsManager } = stores();
      return [
        { send: (command) => parameterStore.send(command as Parameters<typeof parameterStore.send>[0]) },
        { send: (command) => secretsManager.send(command as Parameters<typeof secretsManager.send>[0]) },
      ];
    },
  ],
  [
    'that are plain fakes',
    () => [
      {
        getParameters: async ({ Names }) => ({
          Parameters: Names.map((Name) => ({ Name, Type: 'String', Value: 'localhost', Version: 1 })),
        }),
        getParametersByPath: async () => ({ Parameters: [] }),
      },
      { getSecretValue: async ({ SecretId }) => ({ Name: SecretId, SecretString: 'p1', VersionId: 'v' }) },
    ],
  ],
  ['in memory', () => [stores().parameterStore, stores().secretsManager]],
];

describe('Clients', () => {
  it.each(KINDS)('%s stand behind the tokens', async (_kind, make) => {
    const [ssm, secretsManager] = await make();
    @Module({ imports: [SsmCacheModule.forRoot()], providers: [Database] })
    class AppModule {}
    const application = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(SSM_CLIENT)
      .useValue(ssm)
      .overrideProvider(SECRETS_MANAGER_CLIENT)
      .useValue(secretsManager)
      .compile();
    atEnd(() => application.close());

    const { host, password } = application.get(Database);
    expect([host, password]).toEqual(['localhost', 'p1']);
    expect(application.get(SSM_CLIENT)).toBe(ssm);
  });

  it.each(KINDS)('%s are given to a cache without Nest', async (_kind, make) => {
    const [ssmClient, secretsManagerClient] = await make();
    const cache = new SsmCache({ ssmClient, secretsManagerClient });
    atEnd(() => cache.close());

    await expect(cache.parameter('/db/host').get()).resolves.toBe('localhost');
    await expect(cache.secret('db').get()).resolves.toBe('p1');
  });

  it.each([[{}], [null], [7], ['client'], [{ getParameter: () => undefined }]])(
    'that can do nothing of it are refused at once: %j',
    (client) => {
      const refused = thrown(() => new SsmCache({ ssmClient: client as never }));
      expect(refused).toMatchObject({
        code: 'SSM_CACHE_INVALID_CLIENT',
        message: expect.stringContaining('send(command)'),
      });
    },
  );

  it('that were given are not destroyed with the cache', () => {
    const { parameterStore, secretsManager } = stores();
    new SsmCache({ ssmClient: parameterStore, secretsManagerClient: secretsManager }).close();

    expect([parameterStore.destroyed, secretsManager.destroyed]).toEqual([false, false]);
  });

  it('of two caches have nothing to do with each other', async () => {
    const [one, other] = ['one', 'other'].map(
      (value) => new SsmCache({ ssmClient: new InMemoryParameterStore({ x: value }) }),
    );
    atEnd(() => [one, other].forEach((cache) => cache?.close()));

    await expect(one?.parameter('x').get()).resolves.toBe('one');
    await expect(other?.parameter('x').get()).resolves.toBe('other');
  });
});
