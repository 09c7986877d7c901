import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { ConfigModule, ConfigService, type ConfigFactory } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import { IsInt, IsString, ValidateNested } from 'class-validator';
import {
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCache,
  SsmCacheModule,
  ssmCacheConfig,
  type ChangeSink,
  type SsmCacheChange,
  type SsmCacheConfigOptions,
} from 'nestjs-ssm-cache';
import {
  InMemoryParameterStore,
  InMemorySecretsManager,
  SsmCacheTestingModule,
} from 'nestjs-ssm-cache/testing';
import { firstValueFrom } from 'rxjs';
import { z } from 'zod';
import { closeAll, RecordingLogger } from '../support/application.js';
import { rejection } from '../support/make-cache.js';

const running: INestApplicationContext[] = [];
let store: InMemoryParameterStore;
let vault: InMemorySecretsManager;
let logger: RecordingLogger;
beforeEach(() => {
  store = new InMemoryParameterStore({ '/db/host': 'one', '/db/port': '5432' });
  vault = new InMemorySecretsManager({
    'prod/db': { user: 'shop', password: 'p1' },
    'prod/replica': { password: 'r1' },
  });
  logger = new RecordingLogger();
});
afterEach(() => closeAll(running));

const PASSWORD = { id: 'prod/db', key: 'password' };

const define = <T extends object>(options: SsmCacheConfigOptions<T> = {}) =>
  ssmCacheConfig<T>('database', {
    path: '/db',
    secrets: { password: PASSWORD },
    ssmClient: store,
    secretsManagerClient: vault,
    minRefreshInterval: 0,
    ...options,
  });

const start = async (load: ConfigFactory, imports = [SsmCacheModule.forRoot()]) => {
  const application = await Test.createTestingModule({
    imports: [ConfigModule.forRoot({ load: [load], ignoreEnvFile: true }), ...imports],
  })
    .setLogger(logger)
    .compile();
  running.push(application);
  await application.init();
  return { application, service: application.get(ConfigService), cache: application.get(SsmCache) };
};

describe('A configuration with secrets', () => {
  it('has the value of each secret beside the parameters', async () => {
    expect(await define()()).toEqual({ host: 'one', port: '5432', password: 'p1' });
  });

  it.each([
    ['a path', { secrets: {} }, { host: 'two', port: '5432' }],
    ['a secret', { path: undefined }, { password: 'p2' }],
    ['both', {}, { host: 'two', port: '5432', password: 'p2' }],
  ])('is read again where the process was frozen until %s was too old', async (_what, options, expected) => {
    const now = Date.now;
    const clock = jest.spyOn(Date, 'now');
    const freeze = (): void => {
      clock.mockImplementation(() => now() + 3_600_000);
      store.put('/db/host', 'two');
      vault.put('prod/db', { password: 'p2' });
    };
    for (const [client, operation] of [
      [store, 'getParametersByPath'],
      [vault, 'getSecretValue'],
    ] as [any, string][]) {
      const ask = client[operation].bind(client);
      jest.spyOn(client, operation).mockImplementationOnce(async (input) => {
        const answer = await ask(input);
        freeze();
        return answer;
      });
    }
    const config = await define({ maxAge: 60, ...options })();
    clock.mockRestore();

    expect(config).toEqual(expected);
  });

  it('has secrets of nested objects at their places', async () => {
    store.put('/db/replica/host', 'two');
    const secrets = { password: PASSWORD, replica: { password: { id: 'prod/replica', key: 'password' } } };

    expect(await define({ secrets })()).toEqual({
      host: 'one',
      port: '5432',
      password: 'p1',
      replica: { host: 'two', password: 'r1' },
    });
  });

  it('has a secret rather than a parameter of its name', async () => {
    store.put('/db/password', 'old');

    expect(await define()()).toMatchObject({ password: 'p1' });
  });

  it('keeps a parameter whose name is that of a level of secrets under the empty key, as a tree does', async () => {
    expect(await define({ secrets: { host: { password: PASSWORD } } })()).toEqual({
      host: { '': 'one', password: 'p1' },
      port: '5432',
    });
  });

  it('needs no path', async () => {
    const config = ssmCacheConfig('database', {
      secrets: { user: { id: 'prod/db', key: 'user' }, password: PASSWORD },
      secretsManagerClient: vault,
    });

    expect(await config()).toEqual({ user: 'shop', password: 'p1' });
    expect(vault.calls).toHaveLength(1);
  });

  it('is given to the schema as a whole', async () => {
    const schema = z.object({ host: z.string(), port: z.coerce.number(), password: z.string() });

    expect(await define({ schema })()).toEqual({ host: 'one', port: 5432, password: 'p1' });
  });

  it('becomes an instance of a class of class-validator', async () => {
    class Login {
      @IsString() readonly password!: string;
      @IsInt() readonly retries!: number;
    }
    class Database {
      @IsInt() readonly port!: number;
      @ValidateNested() @Type(() => Login) readonly login!: Login;
    }
    vault.put('prod/db', { password: 'p1', retries: 3 });
    const login = { password: PASSWORD, retries: { id: 'prod/db', key: 'retries' } };
    const config = await define({ secrets: { login }, schema: Database })();

    expect(config).toBeInstanceOf(Database);
    expect(config).toMatchObject({ port: 5432, login: { password: 'p1', retries: 3 } });
  });

  it('converts a secret by a transform or a schema of its own, once for each version', async () => {
    let conversions = 0;
    const login = {
      id: 'prod/db',
      transform: async (text: string | Uint8Array | readonly string[]) => {
        conversions += 1;
        return new URL(`postgres://${(JSON.parse(String(text)) as { user: string }).user}@db`);
      },
    };
    const config = define({ secrets: { login } });
    const { service } = await start(config);
    store.put('/db/host', 'two');
    await config.refresh();

    expect(service.get('database.host')).toBe('two');
    expect(service.get<URL>('database.login')?.username).toBe('shop');
    expect(conversions).toBe(1);
  });

  it('reads names that functions return, and names behind a prefix', async () => {
    const names = { path: '', secret: '' };
    const config = define({
      path: () => names.path,
      secretPrefix: 'prod/',
      secrets: {
        password: { id: () => names.secret, key: 'password' },
        replica: { id: 'prod/replica', key: 'password', secretPrefix: false },
      },
    });
    Object.assign(names, { path: '/db', secret: 'db' });

    expect(await config()).toMatchObject({ host: 'one', password: 'p1', replica: 'r1' });
  });

  it('may lack a secret that is optional, and reads the default of another', async () => {
    const secrets = {
      password: PASSWORD,
      token: { id: 'prod/token', optional: true },
      salt: { id: 'prod/salt', default: 'none' },
    };
    const config = define({ secrets });
    const { service } = await start(config);

    expect(service.get('database')).toEqual({ host: 'one', port: '5432', password: 'p1', salt: 'none' });

    vault.put('prod/token', 't1');
    await config.refresh();
    expect(service.get('database.token')).toBe('t1');
  });

  it('has freezing of its own levels only: what a transform makes is as it was', async () => {
    const login = { id: 'prod/db', transform: (text: unknown) => JSON.parse(String(text)) as object };
    const config = (await define({ secrets: { login } })()) as { login: object };

    expect([config, config.login].map(Object.isFrozen)).toEqual([true, false]);
  });
});

describe('A rotation', () => {
  it('reaches ConfigService, parameters and secrets in one step', async () => {
    const config = define();
    const { service } = await start(config);
    const seen: unknown[] = [];
    service.changes$.subscribe(({ newValue }) => seen.push(newValue));
    store.put('/db/host', 'two');
    vault.put('prod/db', { password: 'p2' });
    await config.refresh();

    expect(seen).toEqual([{ host: 'two', port: '5432', password: 'p2' }]);
    expect(service.get('database.password')).toBe('p2');
  });

  it('reaches ConfigService by the clock', async () => {
    const { service } = await start(define({ maxAge: 0.05 }));
    const changed = firstValueFrom(service.changes$);
    vault.put('prod/db', { password: 'p2' });

    expect(await changed).toMatchObject({ newValue: { password: 'p2' } });
  });

  it('keeps the last good configuration as a whole when a secret cannot be used', async () => {
    const config = define({ schema: z.object({ host: z.string(), password: z.string().max(2) }) });
    const { service, cache } = await start(config);
    store.put('/db/host', 'two');
    vault.put('prod/db', { password: 's3cret' });
    const error = await rejection(config.refresh());

    expect(error).toMatchObject({ code: 'SSM_CACHE_TRANSFORM', names: ['/db', 'prod/db'] });
    expect(error.message).toMatch(/"prod\/db" in version \S+ cannot be used: .*password/);
    expect(service.get('database')).toEqual({ host: 'one', password: 'p1' });
    const shown = JSON.stringify([logger.entries, error, error.message, cache.inspect()]);
    expect(shown).toContain('prod/db');
    expect(shown).not.toContain('s3cret');
  });

  it.each([
    ['a key that is gone', () => vault.put('prod/db', { passwort: 's3cret' })],
    ['a denial', () => vault.deny('prod/db')],
    ['a deletion', () => vault.delete('prod/db')],
  ])('keeps the last good configuration after %s, and recovers', async (_what, spoil) => {
    const config = define();
    const { service } = await start(config);
    store.put('/db/host', 'two');
    spoil();

    await expect(config.refresh()).rejects.toMatchObject({ names: ['prod/db'] });
    expect(service.get('database')).toEqual({ host: 'one', port: '5432', password: 'p1' });

    vault.allow();
    vault.restore('prod/db');
    vault.put('prod/db', { password: 'p3' });
    await config.refresh();
    expect(service.get('database')).toEqual({ host: 'two', port: '5432', password: 'p3' });
  });
});

describe("The application's cache", () => {
  it('shows the path and each secret, tells of their versions and refreshes them', async () => {
    const { service, cache } = await start(define());
    const changes: SsmCacheChange[] = [];
    cache.changes$.subscribe((change) => changes.push(change));
    vault.put('prod/db', { password: 'p2' });
    await cache.refresh();

    expect(cache.inspect().map(({ name, source, type }) => ({ name, source, type }))).toEqual([
      { name: '/db', source: 'ssm', type: 'Tree' },
      { name: 'prod/db', source: 'secretsmanager', type: 'SecretString' },
    ]);
    expect(changes.map(({ name }) => name)).toEqual(['prod/db']);
    expect(service.get('database.password')).toBe('p2');
  });

  it('says which versions are rejected', async () => {
    const config = define({ schema: z.object({ port: z.coerce.number(), password: z.string() }) });
    const { cache } = await start(config);
    store.put('/db/port', 'none');
    await rejection(config.refresh());

    expect(cache.inspect().map(({ name, rejections }) => ({ name, rejections }))).toEqual([
      { name: '/db', rejections: [{ name: '/db/port', kept: 1, rejected: 2 }] },
      { name: 'prod/db', rejections: [] },
    ]);
  });

  it.each([
    ['a path', {}],
    ['a path and secrets', { secrets: { password: PASSWORD } }],
  ])('refreshes %s that is expired, since a frozen process has no timer', async (_what, options) => {
    const { service, cache } = await start(
      ssmCacheConfig('database', {
        path: '/db',
        ssmClient: store,
        secretsManagerClient: vault,
        maxAge: 0,
        jitter: 0,
        ...options,
      }),
    );
    store.put('/db/host', 'two');
    await cache.refreshExpired();

    expect(service.get('database.host')).toBe('two');
  });
});

it('is due when an extension of the application hears of a change', async () => {
  let sink: ChangeSink | undefined;
  const extensions = [{ name: 'bus', watch: (given: ChangeSink): void => void (sink = given) }];
  const { service, cache } = await start(define({ maxAge: 300 }), [SsmCacheModule.forRoot({ extensions })]);
  vault.put('prod/db', { password: 'p2' });

  expect(sink?.changed({ source: 'secretsmanager', name: 'prod/db' })).toEqual(['prod/db']);
  await cache.refreshExpired();
  expect(service.get('database.password')).toBe('p2');
});

describe('The start', () => {
  it.each([
    ['is missing', () => vault.delete('prod/db'), 'SSM_CACHE_INVALID_PARAMETER'],
    ['is denied', () => vault.deny('prod/db'), 'SSM_CACHE_ACCESS_DENIED'],
    ['has no such key', () => vault.put('prod/db', { user: 's3cret' }), 'SSM_CACHE_TRANSFORM'],
  ])('fails with the namespace, the place and the secret, where this %s', async (_what, spoil, code) => {
    spoil();
    const error = await rejection(
      define({ preloadTimeout: 0, schema: z.object({ password: z.string() }) })(),
    );

    expect(error).toMatchObject({
      code: 'SSM_CACHE_PRELOAD',
      names: ['prod/db'],
      failures: [{ declaration: "ssmCacheConfig('database') secrets.password", error: { code } }],
    });
    expect(error.message).toContain("ssmCacheConfig('database') secrets.password → prod/db");
    expect(error.message).not.toContain('s3cret');
  });

  it('fails with one reason for a schema that refuses the whole', async () => {
    const error = await rejection(define({ schema: z.object({ user: z.string() }) })());

    expect(error).toMatchObject({
      code: 'SSM_CACHE_PRELOAD',
      failures: [{ declaration: "ssmCacheConfig('database')", error: { names: ['/db', 'prod/db'] } }],
    });
  });

  it('fails for an empty path, unless it is optional', async () => {
    expect(await rejection(define({ path: '/none' })())).toMatchObject({ names: ['/none'] });
    expect(await define({ path: '/none', optional: true })()).toEqual({ password: 'p1' });
  });

  it('fails with what a function for a name threw', async () => {
    const path = (): string => {
      throw new Error('no stage');
    };
    const error = await rejection(define({ path })());

    expect(error.code).toBe('SSM_CACHE_PRELOAD');
    expect(error.message).toMatch(/ssmCacheConfig\('database'\) path/);
  });

  it.each([
    ['neither a path nor secrets', { path: undefined, secrets: {} }, /neither "path" nor "secrets"/],
    ['secrets that are no object', { secrets: ['prod/db'] }, /"secrets" must be an object/],
    ['a secret that is no object', { secrets: { password: 'prod/db' } }, /secrets\.password/],
    ['a secret without a name', { secrets: { password: { id: ' ' } } }, /secrets\.password/],
    ['an unknown option', { secrets: { a: { b: { id: 'x', keey: 'y' } } } }, /secrets\.a\.b.*"keey"/],
    ['an age of its own', { secrets: { a: { id: 'x', maxAge: 1 } } }, /secrets\.a.*"maxAge"/],
    ['an unusable client', { secretsManagerClient: {} }, /"secretsManagerClient"/],
  ])('is not even reached with %s', (_what, options, message) => {
    expect(() => define(options as object)).toThrow(message);
  });
});

describe('A test', () => {
  const config = ssmCacheConfig('database', { path: '/db', secrets: { password: PASSWORD } });

  it('gives the values by SsmCacheTestingModule', async () => {
    const values = {
      parameters: { '/db/host': 'test' },
      secrets: { 'prod/db': { password: 'of the test' } },
    };
    const { service } = await start(config, [SsmCacheTestingModule.register(values)]);

    expect(service.get('database')).toEqual({ host: 'test', password: 'of the test' });
  });

  it('puts clients in place of both', async () => {
    const application = await Test.createTestingModule({
      imports: [ConfigModule.forRoot({ load: [config], ignoreEnvFile: true }), SsmCacheModule.forRoot()],
    })
      .overrideProvider(SSM_CLIENT)
      .useValue(store)
      .overrideProvider(SECRETS_MANAGER_CLIENT)
      .useValue(vault)
      .compile();
    running.push(application);
    await application.init();

    expect(application.get(ConfigService).get('database.password')).toBe('p1');
  });
});
