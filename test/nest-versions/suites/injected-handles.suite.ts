import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable, Module, Scope, type NestMiddleware } from '@nestjs/common';
import { LazyModuleLoader, ModuleRef } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  getSsmParamToken,
  getSsmSecretToken,
  InjectSsmParam,
  InjectSsmSecret,
  SecretsManagerParameter,
  SsmCache,
  SsmCacheModule,
  SsmParam,
  SsmParameter,
} from 'nestjs-ssm-cache';
import { SsmCacheTestingModule } from 'nestjs-ssm-cache/testing';
import request from 'supertest';
import { start, startModule } from '../support/application.js';
import { SCOPES } from '../support/scopes.js';

/** A client that is configured in its constructor, as those of libraries are. */
class Client {
  constructor(readonly settings: object) {}
}

class Connection extends Client {
  constructor(
    @InjectSsmParam('/db/host') readonly host: SsmParameter,
    @InjectSsmSecret('prod/db', { key: 'password' }) password: SecretsManagerParameter,
    @InjectSsmParam('/db/port', { type: Number }) port: SsmParameter<number>,
  ) {
    super({ host: host.value, password: password.value, port: port.value });
  }
}
const SETTINGS = { host: 'db.internal', password: 'first', port: 5432 };

describe('a handle that is injected', () => {
  describe.each(SCOPES)('into a provider in $name scope', ({ scope }) => {
    it('is loaded when the constructor runs, in one call with what properties declare', async () => {
      @Injectable({ scope })
      class Database extends Connection {}
      @Injectable()
      class Settings {
        @SsmParam('/db/host') readonly host!: string;
        @SsmParam('/db/name') readonly name!: string;
      }
      const application = await start(
        { providers: [Database, Settings] },
        { parameters: { '/db/host': 'db.internal', '/db/port': '5432', '/db/name': 'orders' } },
      );

      expect((await application.app.resolve(Database)).settings).toEqual(SETTINGS);
      expect((await application.app.resolve(Database)).host).toBeInstanceOf(SsmParameter);
      expect(application.calls()).toBe(2);
    });

    it('is loaded where another provider needs that one', async () => {
      @Injectable({ scope })
      class Database extends Connection {}
      @Injectable({ scope })
      class Repository {
        constructor(@Inject(Database) readonly database: Database) {}
      }
      @Injectable()
      class Orders {
        constructor(@Inject(Repository) readonly repository: Repository) {}
      }
      const { app } = await start({ providers: [Database, Repository, Orders] });

      expect((await app.resolve(Orders)).repository.database.settings).toEqual(SETTINGS);
    });
  });

  it('is loaded in a controller, a property and a factory', async () => {
    @Controller({ scope: Scope.REQUEST })
    class HostController {
      readonly atStart: string;
      @InjectSsmParam('/db/port') readonly port!: SsmParameter;

      constructor(@InjectSsmParam('/db/host') host: SsmParameter) {
        this.atStart = host.value;
      }

      @Get()
      show(): string {
        return `${this.atStart}:${this.port.value}`;
      }
    }
    const { app, server } = await start({
      controllers: [HostController],
      providers: [
        {
          provide: 'TOKEN',
          inject: [getSsmSecretToken('prod/db', { key: 'password' })],
          useFactory: (secret: SecretsManagerParameter) => `token ${secret.value}`,
        },
      ],
    });

    expect((await request(server).get('/')).text).toBe('db.internal:5432');
    expect(app.get('TOKEN')).toBe('token first');
  });

  it('is there in a feature module, and in a class that inherits the constructor', async () => {
    @Injectable()
    class Child extends Connection {}
    @Injectable()
    class GrandChild extends Child {}
    @Module({ providers: [Child, GrandChild], exports: [GrandChild] })
    class FeatureModule {}
    const { app } = await start({ imports: [FeatureModule] });

    expect([app.get(Child).settings, app.get(GrandChild).settings]).toEqual([SETTINGS, SETTINGS]);
  });

  it('shows what was refreshed', async () => {
    @Injectable()
    class Database extends Connection {}
    const { app, store } = await start({ providers: [Database] });
    store.put('/db/host', 'db2.internal');
    await app.get(SsmCache).refresh();

    expect(app.get(Database).host.value).toBe('db2.internal');
  });

  it('is of the cache of its module where caches are local, which knows nothing of the others', async () => {
    @Injectable()
    class Billing {
      constructor(@InjectSsmParam('/billing/host') readonly host: SsmParameter) {}
    }
    @Injectable()
    class Shop {
      constructor(@InjectSsmParam('/shop/host') readonly host: SsmParameter) {}
    }
    @Module({
      imports: [SsmCacheModule.forRoot({ isGlobal: false, basePath: '/one' })],
      providers: [Billing],
      exports: [Billing, SsmCacheModule],
    })
    class BillingModule {}
    @Module({
      imports: [SsmCacheModule.forRoot({ isGlobal: false, basePath: '/two' })],
      providers: [Shop],
      exports: [Shop],
    })
    class ShopModule {}
    const { app } = await startModule(
      { imports: [BillingModule, ShopModule] },
      { parameters: { '/one/billing/host': 'billing', '/two/shop/host': 'shop' } },
    );

    expect([app.get(Billing).host.value, app.get(Shop).host.value]).toEqual(['billing', 'shop']);
    const cache = app.select(BillingModule).get(SsmCache, { strict: false });
    expect(cache.inspect().length).toBe(1);
    await cache.ready();
  });

  it('is loaded in an instance that ModuleRef.create() makes once it is used', async () => {
    class Late {
      constructor(@InjectSsmParam('/db/host') readonly host: SsmParameter) {}
    }
    const { app, calls } = await start({});
    const late = await app.get(ModuleRef).create(Late);
    expect([calls(), late.host instanceof SsmParameter]).toEqual([0, true]);

    await expect(late.host.get()).resolves.toBe('db.internal');
    expect(late.host.value).toBe('db.internal');
  });

  it('is loaded when a class of a lazy module is made', async () => {
    const { app } = await start({});
    @Injectable()
    class Lazy {
      readonly found: string;
      constructor(@InjectSsmParam('/db/host', { maxAge: 77 }) host: SsmParameter) {
        this.found = host.value;
      }
    }
    @Module({ providers: [Lazy] })
    class LazyModule {}
    const module = await app.get(LazyModuleLoader).load(() => LazyModule);

    expect(module.get(Lazy).found).toBe('db.internal');
  });

  it('reaches middleware', async () => {
    @Injectable()
    class Stamp implements NestMiddleware {
      constructor(@InjectSsmParam('/db/host') private readonly host: SsmParameter) {}

      async use(_request: unknown, response: { setHeader: Function }, next: () => void): Promise<void> {
        response.setHeader('x-host', await this.host.get());
        next();
      }
    }
    @Controller()
    class PlainController {
      @Get()
      show(): string {
        return 'shown';
      }
    }
    @Module({ controllers: [PlainController] })
    class WebModule {
      configure(consumer: { apply: (middleware: unknown) => { forRoutes: (path: unknown) => void } }): void {
        consumer.apply(Stamp).forRoutes(PlainController);
      }
    }
    const { server } = await start({ imports: [WebModule] });

    expect((await request(server).get('/')).headers['x-host']).toBe('db.internal');
  });

  it('that is missing is named by class and parameter, together with what properties lack', async () => {
    @Injectable()
    class Strategy {
      @SsmParam('/missing/too') readonly property!: string;
      constructor(
        @InjectSsmParam('/db/host') readonly host: SsmParameter,
        @InjectSsmSecret('missing') readonly secret: SecretsManagerParameter,
      ) {}
    }
    const error = (await start({ providers: [Strategy] }).catch((reason: unknown) => reason)) as Error;

    expect(error.message).toMatch(/^2 declared values could not be loaded/);
    expect(error.message).toContain('Strategy(parameter 1) → missing: ');
    expect(error.message).toContain('Strategy.property → /missing/too: ');
  });

  it('can be replaced in a unit test, by a double or by values', async () => {
    @Injectable()
    class Database extends Connection {}
    const doubled = await Test.createTestingModule({
      providers: [
        Database,
        { provide: getSsmParamToken('/db/host'), useValue: { value: 'one' } },
        { provide: getSsmSecretToken('prod/db', { key: 'password' }), useValue: { value: 'two' } },
        { provide: getSsmParamToken('/db/port', { type: Number }), useValue: { value: 3 } },
      ],
    }).compile();
    const valued = await Test.createTestingModule({
      imports: [
        SsmCacheTestingModule.register({
          parameters: { '/db/host': 'db.internal', '/db/port': '5432' },
          secrets: { 'prod/db': { password: 'first' } },
        }),
      ],
      providers: [Database],
    })
      .overrideProvider(getSsmParamToken('/db/host'))
      .useValue({ value: 'overridden' })
      .compile();

    expect(doubled.get(Database).settings).toEqual({ host: 'one', password: 'two', port: 3 });
    expect(valued.get(Database).settings).toEqual({ ...SETTINGS, host: 'overridden' });
    await valued.close();
  });

  it('is what a double of the cache gives', async () => {
    @Injectable()
    class Database {
      constructor(@InjectSsmParam('/db/host') readonly host: SsmParameter) {}
    }
    const make = (double: object) =>
      Test.createTestingModule({ imports: [SsmCacheModule.forRoot()], providers: [Database] })
        .overrideProvider(SsmCache)
        .useValue(double)
        .compile();

    expect((await make({})).get(Database).host).toBeUndefined();
    const taught = await make({ parameter: (name: string) => ({ value: `double of ${name}` }) });
    expect(taught.get(Database).host.value).toBe('double of /db/host');
  });
});
