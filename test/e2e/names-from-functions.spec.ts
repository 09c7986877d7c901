import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplicationContext, type Type } from '@nestjs/common';
import { PreloadError, SsmParam, SsmParams, SsmSecret } from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { closeAll, startApplication } from '../support/application.js';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

const environment: Record<string, string | undefined> = {};

@Injectable()
class OrdersRepository {
  static calls = 0;

  @SsmParam(() => `/${environment.STAGE}/db/host`) readonly host!: string;
  @SsmSecret(() => {
    OrdersRepository.calls += 1;
    return environment.DB_SECRET as string;
  })
  readonly password!: Promise<string>;
  @SsmParams(() => `/${environment.STAGE}/features`) readonly features!: { dark: string };
}

const start = async (provider: Type): Promise<INestApplicationContext> => {
  const application = await startApplication({
    providers: [provider],
    ssm: new InMemoryParameterStore({ '/prod/db/host': 'localhost', '/prod/features/dark': 'on' }),
    secretsManager: new InMemorySecretsManager({ 'prod/db': 's3cret' }),
  });
  running.push(application);
  return application;
};

const failureOf = async (provider: Type): Promise<PreloadError> => {
  try {
    await start(provider);
  } catch (error) {
    return error as PreloadError;
  }
  throw new Error('It started.');
};

describe('A decorator whose name is a function', () => {
  it('binds what the function returns once the application starts, and calls it once', async () => {
    Object.assign(environment, { STAGE: 'prod', DB_SECRET: 'prod/db' });
    const application = await start(OrdersRepository);
    const repository = application.get(OrdersRepository);

    expect([repository.host, await repository.password, repository.features]).toEqual([
      'localhost',
      's3cret',
      { dark: 'on' },
    ]);
    expect(OrdersRepository.calls).toBe(1);
  });

  it('keeps the application from starting when the function returns no text: the error names class and property', async () => {
    @Injectable()
    class Mailer {
      @SsmSecret(() => process.env.NO_SUCH_VARIABLE_OF_OURS as string) readonly password!: string;
      @SsmParams(() => 7 as unknown as string) readonly settings!: object;
    }
    const error = await failureOf(Mailer);

    expect(error).toBeInstanceOf(PreloadError);
    expect(error.message).toContain('Mailer.password → name of a function: @SsmSecret on Mailer.password:');
    expect(error.message).toContain('returned undefined, not a text');
    expect(error.message).toContain('@SsmParams on Mailer.settings:');
    expect(error.failures.map(({ declaration }) => declaration)).toEqual([
      'Mailer.password',
      'Mailer.settings',
    ]);
  });

  it('keeps the application from starting when the function throws: the error has the reason', async () => {
    @Injectable()
    class Mailer {
      @SsmParam(() => {
        throw new Error('Configuration key "MAIL_HOST" does not exist');
      })
      readonly host!: string;
    }
    const error = await failureOf(Mailer);

    expect(error.message).toContain('@SsmParam on Mailer.host:');
    expect(error.message).toContain('Configuration key "MAIL_HOST" does not exist');
  });

  it('reads the field of an ARN as ECS hands it over, and names behind the prefix of the module', async () => {
    @Injectable()
    class Database {
      @SsmSecret(() => environment.DB_SECRET as string) readonly password!: string;
      @SsmSecret('db', { key: 'user' }) readonly user!: string;
      @SsmSecret('shared/db', { key: 'user', secretPrefix: false }) readonly sharedUser!: string;
    }
    const secretsManager = new InMemorySecretsManager({
      'prod/db': '{"user":"app","password":"s3cret"}',
      'shared/db': '{"user":"reader"}',
    });
    const { ARN } = await secretsManager.describeSecret({ SecretId: 'prod/db' });
    environment.DB_SECRET = `${ARN}:password::`;
    const application = await startApplication({
      module: { secretPrefix: 'prod/' },
      providers: [Database],
      secretsManager,
    });
    running.push(application);
    const { password, user, sharedUser } = application.get(Database);

    expect([password, user, sharedUser]).toEqual(['s3cret', 'app', 'reader']);
  });
});
