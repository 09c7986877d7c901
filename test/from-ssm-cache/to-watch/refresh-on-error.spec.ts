import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Injectable, SetMetadata } from '@nestjs/common';
import { IsRetry, RefreshOnError, SsmSecret, type SsmCache, type SsmParameterGroup } from 'nestjs-ssm-cache';
import { thrown } from '../../support/make-cache.js';
import { startService } from '../support/application.js';
import { InvalidCredentialsError, LoginServer } from '../support/login-server.js';
import { operations, startWorld } from '../support/world.js';

const REFUSED = 'SSM_CACHE_INVALID_DECLARATION';

const TARGETS: [string, (cache: SsmCache) => SsmParameterGroup | ReturnType<SsmCache['secret']>][] = [
  ['a secret', (cache) => cache.secret('db')],
  ['a member of a group', (cache) => cache.createGroup().secret('db')],
  [
    'a group',
    (cache) => {
      const group = cache.createGroup();
      group.secret('db');
      return group;
    },
  ],
];

describe('refreshOnError', () => {
  const start = async (target: (cache: SsmCache) => SsmParameterGroup | ReturnType<SsmCache['secret']>) => {
    const world = await startWorld({ secrets: { db: 'p1' } });
    const refreshable = target(world.cache);
    await refreshable.refresh();
    const secret = 'value' in refreshable ? refreshable : [...refreshable][0];
    world.aws.resetCalls();
    const password = () => secret?.value as string;
    return { ...world, refreshable, password, server: new LoginServer('p1') };
  };

  it.each(TARGETS)('of %s refreshes, calls back, then calls again', async (_what, target) => {
    const { aws, refreshable, password, server } = await start(target);
    const events: string[] = [];
    const login = refreshable.refreshOnError(
      async () => {
        events.push(`login with ${password()}`);
        return server.connect(password()).read();
      },
      {
        on: InvalidCredentialsError,
        onRefresh: async () => {
          await new Promise((resolve) => setImmediate(resolve));
          events.push(`refreshed to ${password()}`);
        },
      },
    );
    server.password = 'p2';
    aws.secretsManager.rotate('db', 'p2');

    await expect(login()).resolves.toBe('record for p2');
    expect(events).toEqual(['login with p1', 'refreshed to p2', 'login with p2']);
    expect(operations(aws)).toEqual(['GetSecretValue']);
  });

  it.each(TARGETS)('of %s leaves other errors alone, and calls once again at most', async (_what, target) => {
    const { aws, refreshable } = await start(target);
    let calls = 0;
    const fail = (error: Error) =>
      refreshable.refreshOnError(
        async () => {
          calls += 1;
          throw error;
        },
        { on: InvalidCredentialsError },
      );

    await expect(fail(new TypeError('other'))()).rejects.toThrow('other');
    expect([calls, operations(aws)]).toEqual([1, []]);
    await expect(fail(new InvalidCredentialsError('twice'))()).rejects.toThrow('twice');
    expect([calls, operations(aws)]).toEqual([3, ['GetSecretValue']]);
  });

  it.each(TARGETS)('of %s keeps this, arguments, name and length', async (_what, target) => {
    const { refreshable } = await start(target);
    let calls = 0;
    async function add(this: { base: number }, one: number, other: number): Promise<number> {
      calls += 1;
      if (calls === 1) throw new InvalidCredentialsError();
      return this.base + one + other;
    }
    const wrapped = refreshable.refreshOnError(add);

    await expect(wrapped.call({ base: 100 }, 20, 3)).resolves.toBe(123);
    expect([wrapped.name, wrapped.length, calls]).toEqual(['add', 2, 2]);
  });

  it.each(TARGETS)('of %s refuses at once a callback that cannot be called', async (_what, target) => {
    const { refreshable } = await start(target);
    for (const onRefresh of ['reconnect', {}, 7, null]) {
      expect(
        thrown(() => refreshable.refreshOnError(async () => 1, { onRefresh: onRefresh as never })).code,
      ).toBe(REFUSED);
    }
    expect(thrown(() => refreshable.refreshOnError(async () => 1, { on: 'text' as never })).code).toBe(
      REFUSED,
    );
  });
});

describe('@RefreshOnError', () => {
  @Injectable()
  class Records {
    @SsmSecret('db') readonly password!: string;
    readonly server = new LoginServer('p1');
    readonly events: unknown[] = [];

    @SetMetadata('role', 'reader')
    @RefreshOnError({ on: InvalidCredentialsError, onRefresh: 'reconnect' })
    async read(id: number, @IsRetry() isRetry?: boolean): Promise<string> {
      this.events.push([id, isRetry]);
      return `${id}: ${await this.server.connect(this.password).read()}`;
    }

    protected async reconnect(): Promise<void> {
      this.events.push(`reconnect with ${this.password}`);
    }
  }

  it('refreshes, calls back and calls again, with this, arguments, the mark of a retry and metadata', async () => {
    const { aws, service } = await startService(Records, { secrets: { db: 'p1' } });
    await expect(service.read(7)).resolves.toBe('7: record for p1');
    service.server.password = 'p2';
    aws.secretsManager.rotate('db', 'p2');

    await expect(service.read(8)).resolves.toBe('8: record for p2');
    expect(service.events).toEqual([[7, false], [8, false], 'reconnect with p2', [8, true]]);
    const method = Reflect.get(Records.prototype, 'read');
    expect(Reflect.getMetadata('role', method)).toBe('reader');
    expect([method.name, method.length]).toEqual(['read', 2]);
  });

  it('shares one refresh and one callback among all that fail together', async () => {
    const { aws, service } = await startService(Records, { secrets: { db: 'p1' } });
    service.server.password = 'p2';
    aws.secretsManager.rotate('db', 'p2');
    aws.resetCalls();
    const results = await Promise.all(Array.from({ length: 100 }, (_, id) => service.read(id)));

    expect(new Set(results.map((result) => result.split(': ')[1]))).toEqual(new Set(['record for p2']));
    expect(service.events.filter((event) => event === 'reconnect with p2')).toHaveLength(1);
    expect(operations(aws)).toEqual(['GetSecretValue']);
  });

  it('refuses at declaration a callback that cannot be called, and a method that cannot be repeated', () => {
    const declare = (options: object) => () => {
      class Declared {
        @RefreshOnError(options)
        async read(): Promise<void> {}
      }
      return Declared;
    };
    const declareSynchronous = () => {
      class Declared {
        @RefreshOnError()
        read(): string {
          return '';
        }
      }
      return Declared;
    };

    expect(thrown(declare({ onRefresh: 7 })).code).toBe(REFUSED);
    expect(thrown(declare({ on: 'text' })).code).toBe(REFUSED);
    expect(thrown(declareSynchronous).code).toBe(REFUSED);
  });

  it('refuses at start-up the name of a callback that the class does not have', async () => {
    @Injectable()
    class Lost {
      @SsmSecret('db') readonly password!: string;
      // @ts-expect-error The compiler refuses it before.
      @RefreshOnError({ onRefresh: 'reconect' })
      async read(): Promise<void> {}
    }

    await expect(startService(Lost, { secrets: { db: 'p1' } })).rejects.toMatchObject({
      code: REFUSED,
      message: expect.stringContaining('"reconect"'),
    });
  });
});
