import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module, type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  InvalidClientError,
  PreloadError,
  RefreshOnError,
  SsmCacheModule,
  SsmParam,
  SsmSecret,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { closeAll, startApplication } from '../support/application.js';
import { rejection } from '../support/make-cache.js';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

@Injectable()
class OrdersRepository {
  @SsmParam('/db/host') readonly host!: string;
  @SsmParam('/db/port') readonly port!: number;
  @SsmSecret('prod/db', { key: 'password' }) readonly password!: string;
}

const failureOf = async (start: Promise<INestApplicationContext>): Promise<Error & { code?: string }> => {
  try {
    running.push(await start);
  } catch (error) {
    return error as Error;
  }
  throw new Error('It started.');
};

const healthy = () => ({
  ssm: new InMemoryParameterStore({ '/db/host': 'localhost', '/db/port': '5432' }),
  secretsManager: new InMemorySecretsManager({ 'prod/db': '{"user":"app","password":"s3cr3t-canary"}' }),
});

describe('an application that cannot start says so in one error', () => {
  it('when a secret is declared as a parameter, or a parameter as a secret: it names the other decorator', async () => {
    @Injectable()
    class Swapped {
      @SsmParam('prod/db') readonly password!: string;
      @SsmSecret('/db/host') readonly host!: string;
    }

    const { message } = await failureOf(startApplication({ providers: [Swapped], ...healthy() }));

    expect(message).toMatch(
      /Swapped\.password → .* If it is a secret of Secrets Manager, declare it by @SsmSecret\(\)\./,
    );
    expect(message).toMatch(
      /Swapped\.host → .* If it is a parameter of Parameter Store, declare it by @SsmParam\(\)\./,
    );
  });

  it('when names do not exist: it lists each with its class and property', async () => {
    const { secretsManager } = healthy();
    const ssm = new InMemoryParameterStore({ '/db/port': '5432' });
    secretsManager.delete('prod/db');

    const error = await failureOf(startApplication({ providers: [OrdersRepository], ssm, secretsManager }));

    expect(error).toBeInstanceOf(PreloadError);
    expect(error.message).toContain('OrdersRepository.host → /db/host: "/db/host" does not exist');
    expect(error.message).toContain('OrdersRepository.password → prod/db: ');
    expect(error.message).not.toContain('OrdersRepository.port');
    expect((error as PreloadError).names).toEqual(['/db/host', 'prod/db']);
  });

  it('when access is denied: it names the permission to grant, and the names beside the denied one are not blamed', async () => {
    const { ssm, secretsManager } = healthy();
    ssm.deny('/db/host');

    const error = await failureOf(startApplication({ providers: [OrdersRepository], ssm, secretsManager }));

    expect(error).toBeInstanceOf(PreloadError);
    expect(error.message).toMatch(
      /OrdersRepository\.host → \/db\/host: AWS denies access .* Grant ssm:GetParameters/,
    );
    expect(error.message).not.toContain('OrdersRepository.port');
    expect(error.message).not.toContain('OrdersRepository.password');
  });

  it('when a value does not fit the declared type: it names the version and the reason, not the value', async () => {
    const { secretsManager } = healthy();
    const ssm = new InMemoryParameterStore({
      '/db/host': { value: 'a,b', type: 'StringList' },
      '/db/port': 'canary-port',
    });

    const error = await failureOf(startApplication({ providers: [OrdersRepository], ssm, secretsManager }));

    expect(error.message).toContain(
      'OrdersRepository.host → /db/host: "/db/host" in version 1 cannot be used: it is a list',
    );
    expect(error.message).toContain(
      'OrdersRepository.port → /db/port: "/db/port" in version 1 cannot be used: it is not a number',
    );
    expect(error.message).not.toContain('canary');
  });

  it('when a secret lacks the key: it lists the keys that exist, without their values', async () => {
    const { ssm } = healthy();
    const secretsManager = new InMemorySecretsManager({ 'prod/db': '{"user":"canary","pass":"canary"}' });

    const error = await failureOf(startApplication({ providers: [OrdersRepository], ssm, secretsManager }));

    expect(error.message).toContain('it has no key "password"; its keys are "user", "pass"');
    expect(error.message).not.toContain('canary');
  });

  it('when no region is known: it says where to set one', async () => {
    const environment = { ...process.env };
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) delete process.env[name];
    process.env['AWS_CONFIG_FILE'] = '/nonexistent';
    try {
      @Module({ imports: [SsmCacheModule.forRoot()], providers: [OrdersRepository] })
      class AppModule {}
      const error = await failureOf(Test.createTestingModule({ imports: [AppModule] }).compile());

      expect(error).toBeInstanceOf(PreloadError);
      expect(error.message).toContain(
        'OrdersRepository.host → /db/host: The AWS region is not known. Set AWS_REGION',
      );
      expect(error.message).toContain("pass forRoot({ region: 'eu-west-1' })");
    } finally {
      process.env = environment;
    }
  });

  it('when the module is not imported: it names class and property and what to import', async () => {
    @Module({ providers: [OrdersRepository] })
    class AppModule {}

    const error = await failureOf(Test.createTestingModule({ imports: [AppModule] }).compile());

    expect(error.message).toContain('@SsmParam on OrdersRepository.host needs the cache');
    expect(error.message).toContain('import SsmCacheModule.forRoot() in the root module');
  });

  it('when a group is not registered: it lists those that are', async () => {
    @Injectable()
    class Mails {
      @SsmParam('/db/host', { group: 'mials' }) readonly host!: string;
    }
    const { ssm, secretsManager } = healthy();
    const failed = startApplication({
      providers: [Mails],
      ssm,
      secretsManager,
      module: { groups: { mails: {} } },
    });
    const error = (await rejection(failed)) as unknown as PreloadError;

    expect(error).toBeInstanceOf(PreloadError);
    expect(error.failures).toEqual([
      expect.objectContaining({
        declaration: 'Mails.host',
        error: expect.objectContaining({
          code: 'SSM_CACHE_UNKNOWN_GROUP',
          message: expect.stringContaining('"mails"'),
        }),
      }),
    ]);
  });

  it('when a client is no client: it names the token and what the client lacks', async () => {
    const { ssm, secretsManager } = healthy();

    const noSsm = await failureOf(
      startApplication({ providers: [OrdersRepository], ssm: {}, secretsManager }),
    );
    expect(noSsm).toBeInstanceOf(InvalidClientError);
    expect(noSsm.message).toContain('"SSM_CLIENT" has neither send(command) nor getParameters()');

    const noSecrets = await failureOf(
      startApplication({ providers: [OrdersRepository], ssm, secretsManager: { get() {} } }),
    );
    expect(noSecrets).toBeInstanceOf(InvalidClientError);
    expect(noSecrets.message).toContain(
      '"SECRETS_MANAGER_CLIENT" has neither send(command) nor getSecretValue()',
    );
  });

  it('when an option is out of range: at once, where it is declared', () => {
    expect(() => SsmCacheModule.forRoot({ maxAge: -1 })).toThrow(
      new RangeError('SsmCacheModule.forRoot(): "maxAge" must be a number of seconds from 0, not -1.'),
    );
    expect(() => {
      class Prices {
        @SsmParam('/price', { maxAge: Number.NaN }) readonly price!: number;
      }
      return Prices;
    }).toThrow(
      /@SsmParam\("\/price"\) on Prices\.price: "maxAge" must be a number of seconds from 0, not NaN/,
    );
    expect(() => {
      class Orders {
        @RefreshOnError({ retries: 1.5 }) async find(): Promise<void> {}
      }
      return Orders;
    }).toThrow(/@RefreshOnError on Orders\.find: "retries" must be a whole number from 0, not 1.5/);
  });

  it('when a name cannot stand under the base path: with its class and property', async () => {
    @Injectable()
    class Misnamed {
      @SsmParam('host') readonly host!: string;
    }
    const error = await failureOf(
      startApplication({ ...healthy(), providers: [Misnamed], module: { basePath: '/prod' } }),
    );

    expect(error).toBeInstanceOf(PreloadError);
    expect(error.message).toContain(
      'Misnamed.host → host: "host" must begin with "/", because it follows the base path "/prod"',
    );
  });

  it('when AWS does not answer in time: each declaration with the reason', async () => {
    const { ssm, secretsManager } = healthy();
    ssm.failNext('InternalServerError', 1_000);

    const error = await failureOf(
      startApplication({
        providers: [OrdersRepository],
        ssm,
        secretsManager,
        module: { preloadTimeout: 0.5 },
      }),
    );

    expect(error).toBeInstanceOf(PreloadError);
    expect(error.message).toContain(
      'OrdersRepository.host → /db/host: "/db/host" could not be read from AWS (InternalServerError)',
    );
  });

  it.each(['ssmClient', 'secretsManagerClient'])(
    'when the module gets what is no client as "%s": what a client has to have',
    async (option) => {
      @Module({ imports: [SsmCacheModule.forRoot({ [option]: { region: 'eu-west-1' } })] })
      class AppModule {}
      const error = await rejection(Test.createTestingModule({ imports: [AppModule] }).compile());

      expect(error.code).toBe('SSM_CACHE_INVALID_CLIENT');
      expect(error.message).toContain('send(command)');
    },
  );
});
