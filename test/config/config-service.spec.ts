import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { ConfigModule, ConfigService, registerAs, type ConfigFactory } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import { ssmCacheConfig, SsmCacheModule, type SsmCacheConfigOptions } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { firstValueFrom } from 'rxjs';
import { z } from 'zod';
import { closeAll, RecordingLogger } from '../support/application.js';

const running: INestApplicationContext[] = [];
let store: InMemoryParameterStore;
let logger: RecordingLogger;
beforeEach(() => {
  store = new InMemoryParameterStore({ '/db/host': 'one', '/db/port': '5432' });
  logger = new RecordingLogger();
});
afterEach(() => closeAll(running));

const define = <T extends object>(options: Partial<SsmCacheConfigOptions<T>> = {}) =>
  ssmCacheConfig<T>('database', { path: '/db', ssmClient: store, minRefreshInterval: 0, ...options });

const start = async (
  load: ConfigFactory,
  { envFilePath = 'none', imports = [SsmCacheModule.forRoot()] } = {},
) => {
  const application = await Test.createTestingModule({
    imports: [ConfigModule.forRoot({ load: [load], envFilePath }), ...imports],
  })
    .setLogger(logger)
    .compile();
  running.push(application);
  await application.init();
  return application.get(ConfigService);
};

describe('ConfigService', () => {
  it('is kept current by the clock, though nobody reads through the cache', async () => {
    const service = await start(define({ maxAge: 0.05 }));
    const changed = firstValueFrom(service.changes$);
    store.put('/db/host', 'two');

    expect(await changed).toMatchObject({ newValue: { host: 'two' } });
    expect(service.get('database.host')).toBe('two');
  });

  it('goes on after a refresh that failed', async () => {
    const service = await start(define({ maxAge: 0.05 }));
    const changed = firstValueFrom(service.changes$);
    store.failNext(Object.assign(new Error('no'), { name: 'InternalServerError' }), 1);
    store.put('/db/host', 'two');

    expect(await changed).toMatchObject({ newValue: { host: 'two' } });
  });

  it('keeps the last good configuration when a push is bad, and the log says so without the value', async () => {
    const config = define({ schema: z.object({ host: z.string(), port: z.coerce.number() }) });
    const service = await start(config);
    store.put('/db/port', 's3cret');

    await expect(config.refresh()).rejects.toMatchObject({ code: 'SSM_CACHE_TRANSFORM' });
    expect(service.get('database')).toEqual({ host: 'one', port: 5432 });
    expect(JSON.stringify(logger.entries)).toContain('/db');
    expect(JSON.stringify(logger.entries)).not.toContain('s3cret');

    store.put('/db/port', '6543');
    await config.refresh();
    expect(service.get('database.port')).toBe(6543);
  });

  it('is told once of each change, and of none where nothing changed', async () => {
    const config = define();
    const service = await start(config);
    const paths: string[] = [];
    service.changes$.subscribe(({ path }) => paths.push(path));
    await config.refresh();
    expect(paths).toEqual([]);
    store.put('/db/host', 'two');
    await config.refresh();
    await config.refresh();
    expect(paths).toEqual(['database']);
  });

  it('is loaded once where SsmCacheModule is not imported', async () => {
    const config = define({ maxAge: 0 });
    const service = await start(config, { imports: [] });
    store.put('/db/host', 'two');
    await config.refresh();

    expect(service.get('database.host')).toBe('one');
    expect(store.calls).toHaveLength(1);
  });

  it('asks AWS once for a namespace that several modules register', async () => {
    const config = define();
    const imports = [ConfigModule.forFeature(config), SsmCacheModule.forRoot()];
    const service = await start(config, { imports });
    const calls = store.calls.length;
    store.put('/db/host', 'two');
    await config.refresh();

    expect(store.calls).toHaveLength(calls + 1);
    expect(service.get('database.host')).toBe('two');
  });

  it('belongs to one application of several', async () => {
    const config = define();
    const services = [await start(config), await start(config)];
    await running.shift()?.close();
    store.put('/db/host', 'two');
    await config.refresh();

    expect(services.map((service) => service.get('database.host'))).toEqual(['one', 'two']);
  });
});

describe('process.env', () => {
  const NAMES = ['database', 'DB_URL', 'BY_LISTENER'];
  const forget = (): void => {
    for (const name of NAMES) Reflect.deleteProperty(process.env, name);
  };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'config-'));
  });
  afterEach(() => {
    forget();
    rmSync(folder, { recursive: true });
  });

  it('is as it was, what .env files expand included; what a listener wrote stays', async () => {
    const envFilePath = join(folder, '.env');
    writeFileSync(envFilePath, 'DB_URL=postgres://${database}/shop\n');
    process.env.database = 'of the user';
    const config = define();
    const service = await start(config, { envFilePath });
    service.changes$.subscribe(() => {
      process.env.BY_LISTENER = 'kept';
    });
    const before = { ...process.env };
    store.put('/db/host', 's3cret');
    await config.refresh();

    expect(service.get('database.host')).toBe('s3cret');
    expect({ ...process.env }).toEqual({ ...before, BY_LISTENER: 'kept' });
  });

  it.each([
    ['a list', (tree: object) => Object.values(tree)],
    ['a text of its own', (tree: object) => ({ ...tree, toString: () => JSON.stringify(tree) })],
    ['no text', (tree: object) => Object.assign(Object.create(null) as object, tree)],
  ])('never holds a value that has %s, even while listeners are told', async (_what, make) => {
    const config = define({ schema: z.record(z.string(), z.string()).transform(make) });
    const service = await start(config);
    const seen: NodeJS.ProcessEnv[] = [];
    service.changes$.subscribe(() => seen.push({ ...process.env }));
    const before = { ...process.env };
    store.put('/db/host', 's3cret');
    await config.refresh();

    expect(Object.values(service.get('database') as object)).toContain('s3cret');
    expect([...seen, { ...process.env }]).toEqual([before, before]);
  });
});

describe('the start', () => {
  it('fails with the namespace and the path, for missing values', async () => {
    const config = define({ schema: z.object({ user: z.string() }) });

    await expect(config()).rejects.toMatchObject({
      code: 'SSM_CACHE_PRELOAD',
      names: ['/db'],
      message: expect.stringContaining("ssmCacheConfig('database') → /db: "),
    });
  });

  it.each([
    ['an unusable client', { ssmClient: {} as never }, 'SSM_CACHE_INVALID_CLIENT'],
    ['a path that is none', { path: 'db' }, 'SSM_CACHE_INVALID_PATH'],
  ])('is not even reached with %s', (_what, options, code) => {
    expect(() => define(options)).toThrow(expect.objectContaining({ code }));
  });

  it('waits for a throttled AWS', async () => {
    store.failNext(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }), 1);

    await expect(define()()).resolves.toEqual({ host: 'one', port: '5432' });
  });

  it('loads what the filters and the level let through', async () => {
    store.put('/db/pool/max', '10');

    await expect(define({ recursive: false })()).resolves.toEqual({ host: 'one', port: '5432' });
  });

  it.each([
    [{ path: '' }, /"path" must be a text/],
    [{ maxAge: -1 }, /"maxAge" must be a number of seconds/],
    [{ schema: {} }, /"schema" must be a schema/],
    [{ maxStale: 1 }, /unknown option "maxStale"/],
  ])('is refused at definition: %o', (options, message) => {
    expect(() => define(options as object)).toThrow(message);
    expect(() => define(options as object)).toThrow(/ssmCacheConfig\('database'\)/);
  });

  it('is refused without a namespace', () => {
    expect(() => ssmCacheConfig('', { path: '/db' })).toThrow(/ssmCacheConfig\(\)/);
  });
});

describe('the loader', () => {
  it('has the marks of registerAs(), and nothing that is listed', () => {
    const config = define();

    expect(config.KEY).toBe(registerAs('database', () => ({})).KEY);
    expect(config).toHaveProperty('PARTIAL_CONFIGURATION_KEY', 'database');
    expect(Object.keys(config)).toEqual([]);
  });

  it('shows no value, nor does what it keeps', async () => {
    const config = define({ ssmClient: new InMemoryParameterStore({ '/db/host': 's3cret' }) });
    const service = await start(config);
    const shown = inspect(config, { showHidden: true, depth: 20 });

    expect(service.get('database.host')).toBe('s3cret');
    expect(shown).toContain('CONFIGURATION(database)');
    expect(shown).not.toContain('s3cret');
  });

  it('can be overridden like any provider', async () => {
    const config = define();
    const application = await Test.createTestingModule({
      imports: [ConfigModule.forRoot({ load: [config], ignoreEnvFile: true }), SsmCacheModule.forRoot()],
    })
      .overrideProvider(config.KEY)
      .useValue({ host: 'of the test' })
      .compile();
    running.push(application);
    await application.init();

    expect(application.get(config.KEY)).toEqual({ host: 'of the test' });
    expect(store.calls).toEqual([]);
  });
});
