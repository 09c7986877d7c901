import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Module,
  type INestApplicationContext,
  UseInterceptors,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  getSsmGroupToken,
  InjectSsmGroup,
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCache,
  SsmCacheInterceptor,
  SsmCacheModule,
  SsmFilterType,
  SsmParam,
  SsmParameterGroup,
  SsmParameterTree,
  SsmParams,
  SsmSecret,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import request from 'supertest';
import { closeAll, startApplication } from '../support/application.js';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

const stores = () => ({
  ssm: new InMemoryParameterStore({
    '/prod/db': 'own value',
    '/prod/db/host': 'localhost',
    '/prod/db/replicas': ['one', 'two'],
    '/prod/__proto__': 'polluted?',
    '/prod/token': { value: 's3cret', type: 'SecureString' },
  }),
  secretsManager: new InMemorySecretsManager({ 'prod/db': { user: 'app', password: 'one' } }),
});

describe('a path', () => {
  it('is bound as a tree, a record or a map, names that collide included', async () => {
    @Injectable()
    class Settings {
      @SsmParams('/prod') readonly tree!: Record<string, unknown>;
      @SsmParams('/prod', { shape: 'record' }) readonly record!: Record<string, unknown>;
      @SsmParams('/prod', { shape: 'map' }) readonly map!: ReadonlyMap<string, unknown>;
      @SsmParams('/prod', { recursive: false }) readonly level!: Record<string, unknown>;
      @SsmParams('/prod', { filters: [new SsmFilterType().value('SecureString')] }) readonly secret!: unknown;
      @SsmParams('/prod/db') readonly handle!: SsmParameterTree<{ host: string }>;
      @SsmParams('/nothing', { optional: true }) readonly nothing!: Promise<object>;
    }
    const application = await startApplication({ providers: [Settings], ...stores() });
    running.push(application);
    const settings = application.get(Settings);

    expect(JSON.parse(JSON.stringify(settings.tree))).toEqual(
      JSON.parse(
        '{"db":{"":"own value","host":"localhost","replicas":["one","two"]},"__proto__":"polluted?","token":"s3cret"}',
      ),
    );
    expect(Object.getPrototypeOf(settings.tree)).toBe(Object.prototype);
    expect(Object.keys(settings.record).toSorted()).toEqual([
      '__proto__',
      'db',
      'db/host',
      'db/replicas',
      'token',
    ]);
    expect([...settings.map.keys()]).toEqual(['__proto__', 'db', 'db/host', 'db/replicas', 'token']);
    expect(settings.map.get('db/replicas')).toEqual(['one', 'two']);
    expect(Object.keys(settings.level).toSorted()).toEqual(['__proto__', 'db', 'token']);
    expect(settings.secret).toEqual({ token: 's3cret' });
    expect(settings.handle.value.host).toBe('localhost');
    expect(Object.isFrozen(settings.tree['db'])).toBe(true);
    await expect(settings.nothing).resolves.toEqual({});
  });

  it('changes as one, and keeps the same object while nothing changes', async () => {
    const { ssm, secretsManager } = stores();
    const cache = new SsmCache({
      ssmClient: ssm,
      secretsManagerClient: secretsManager,
      minRefreshInterval: 0,
    });
    const tree = cache.parameters<Record<string, unknown>>('/prod');
    const before = await tree.get();
    await tree.refresh();
    expect(tree.value).toBe(before);
    ssm.put('/prod/new', 'x');
    ssm.delete('/prod/token');
    await tree.refresh();
    expect(Object.keys(tree.value).toSorted()).toEqual(['__proto__', 'db', 'new']);
    expect(cache.inspect()).toMatchObject([{ name: '/prod', type: 'Tree', state: 'fresh' }]);
    cache.close();
  });
});

describe('a group', () => {
  @Injectable()
  class Database {
    @SsmParam('/host', { group: 'database' }) readonly host!: string;
    @SsmSecret('prod/db', { key: 'password', group: 'database' }) readonly password!: string;
    constructor(@InjectSsmGroup('database') readonly group: SsmParameterGroup) {}
  }

  const GROUPS = { database: { basePath: '/prod/db', maxAge: 60 } };

  it.each([
    ['forRoot', [SsmCacheModule.forRoot({ groups: GROUPS })]],
    [
      'forRootAsync',
      [SsmCacheModule.forRootAsync({ groupNames: ['database'], useFactory: () => ({ groups: GROUPS }) })],
    ],
    ['forFeature', [SsmCacheModule.forRoot(), SsmCacheModule.forFeature({ groups: GROUPS })]],
    [
      'forFeature, twice',
      [
        SsmCacheModule.forRoot(),
        SsmCacheModule.forFeature({ groups: GROUPS }),
        SsmCacheModule.forFeature({ groups: { database: { ...GROUPS.database } } }),
      ],
    ],
  ])('is registered by %s, injected and bound', async (_way, imports) => {
    const { ssm, secretsManager } = stores();
    @Module({
      imports,
      providers: [
        Database,
        {
          provide: 'SIZE',
          inject: [getSsmGroupToken('database')],
          useFactory: (group: SsmParameterGroup) => group.size,
        },
      ],
    })
    class AppModule {}
    const application = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(SSM_CLIENT)
      .useValue(ssm)
      .overrideProvider(SECRETS_MANAGER_CLIENT)
      .useValue(secretsManager)
      .compile();
    running.push(application);

    const { host, password, group } = application.get(Database);
    expect({ host, password, size: group.size }).toEqual({ host: 'localhost', password: 'one', size: 2 });
    expect(application.get('SIZE')).toBe(2);
    expect(application.get(SsmCache).group('database')).toBe(group);
  });

  it('cannot be registered twice with different options', async () => {
    @Module({
      imports: [
        SsmCacheModule.forRoot({ groups: GROUPS }),
        SsmCacheModule.forFeature({ groups: { database: { maxAge: 61 } } }),
      ],
    })
    class AppModule {}
    await expect(Test.createTestingModule({ imports: [AppModule] }).compile()).rejects.toMatchObject({
      code: 'SSM_CACHE_INVALID_DECLARATION',
      message: expect.stringContaining('"database" is registered twice'),
    });
  });

  it('that nobody registered is an error that lists those that are, at start-up too', async () => {
    @Injectable()
    class Lost {
      @SsmParam('/x', { group: 'lost' }) readonly x!: string;
    }
    await expect(
      startApplication({ providers: [Lost], module: { groups: GROUPS }, ...stores() }),
    ).rejects.toMatchObject({
      code: 'SSM_CACHE_PRELOAD',
      message: expect.stringContaining(
        'Lost.x → /x: There is no group "lost". The registered groups are "database"',
      ),
    });
  });

  it('lists a path again with each refresh: new names join, and those that are gone leave', async () => {
    const { ssm, secretsManager } = stores();
    const cache = new SsmCache({
      ssmClient: ssm,
      secretsManagerClient: secretsManager,
      minRefreshInterval: 0,
    });
    const group = cache.createGroup({ basePath: '/prod' });
    const listed = await group.parameters('/db');
    const password = group.secret('prod/db', { key: 'password' });
    expect(listed.map(({ name }) => name)).toEqual(['/prod/db/host', '/prod/db/replicas']);
    expect(listed.map(({ value }) => value)).toEqual(['localhost', ['one', 'two']]);
    expect(group.size).toBe(3);

    ssm.put('/prod/db/port', '5432');
    ssm.delete('/prod/db/host');
    ssm.put('/prod/db/replicas', ['three']);
    secretsManager.rotate('prod/db', { password: 'two' });
    await group.refresh();

    const [host, replicas] = listed;
    expect(Array.from(group, ({ name }) => name).toSorted()).toEqual([
      '/prod/db/port',
      '/prod/db/replicas',
      'prod/db',
    ]);
    expect(replicas?.value).toEqual(['three']);
    expect(password.value).toBe('two');
    await expect(host?.refresh()).rejects.toMatchObject({ code: 'SSM_CACHE_INVALID_PARAMETER' });
    expect(group.parameter('/db/port').value).toBe('5432');
    expect((await group.parameters('/db')).map(({ name }) => name)).toEqual([
      '/prod/db/port',
      '/prod/db/replicas',
    ]);
    cache.close();
  });
});

describe('SsmCacheInterceptor', () => {
  it('makes synchronous reads strict for a request', async () => {
    const { ssm, secretsManager } = stores();
    @Injectable()
    class Repository {
      @SsmParam('/prod/db/host', { maxAge: 0 }) readonly host!: string;
    }
    @Controller()
    class HostController {
      constructor(private readonly repository: Repository) {}
      @Get('strict') @UseInterceptors(SsmCacheInterceptor) strict(): string {
        return this.repository.host;
      }
    }
    Reflect.defineMetadata('design:paramtypes', [Repository], HostController);
    const module = await startApplication({
      providers: [Repository],
      controllers: [HostController],
      ssm,
      secretsManager,
    });
    const application = module.createNestApplication();
    await application.init();
    running.push(application);
    ssm.put('/prod/db/host', 'elsewhere');
    await request(application.getHttpServer()).get('/strict').expect(200, 'elsewhere');
  });
});
