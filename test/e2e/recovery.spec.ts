import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { RefreshOnError, SsmSecret } from 'nestjs-ssm-cache';
import { InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { closeAll, startApplication } from '../support/application.js';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

@Injectable()
class Repository {
  @SsmSecret('db', { group: 'database' }) private readonly password!: string;
  reconnects = 0;
  calls = 0;

  @RefreshOnError({ refresh: { group: 'database' }, onRefresh: 'reconnect' })
  async find(): Promise<string> {
    return this.login();
  }

  @RefreshOnError({ refresh: { group: 'database' }, onRefresh: 'reconnect' })
  async list(): Promise<string> {
    return this.login();
  }

  private async login(): Promise<string> {
    this.calls += 1;
    if (this.password !== 'new') throw new Error('28P01');
    return this.password;
  }

  protected reconnect(): void {
    this.reconnects += 1;
  }
}

describe('When a password has been rotated', () => {
  it('1,000 calls of two methods that run into it share one refresh and one reconnect, and each is repeated once', async () => {
    const secretsManager = new InMemorySecretsManager({ db: 'old' });
    const application = await startApplication({
      providers: [Repository],
      secretsManager,
      module: { groups: { database: {} } },
    });
    running.push(application);
    const repository = application.get(Repository);
    secretsManager.rotate('db', 'new');

    const calls = Array.from({ length: 500 }, () => [repository.find(), repository.list()]).flat();

    expect(new Set(await Promise.all(calls))).toEqual(new Set(['new']));
    expect(repository).toMatchObject({ reconnects: 1, calls: 2_000 });
    expect(secretsManager.callsOf('GetSecretValue')).toHaveLength(2);
  });
});
