import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable, Scope, forwardRef, type OnModuleInit } from '@nestjs/common';
import { SecretsManagerParameter, SsmCache, SsmParam, SsmParameter, SsmSecret } from 'nestjs-ssm-cache';
import request from 'supertest';
import { inspect } from 'node:util';
import { start } from '../support/application.js';
import { SCOPES } from '../support/scopes.js';

describe('a decorated property', () => {
  describe.each(SCOPES)('of a provider in $name scope', ({ name, scope }) => {
    @Injectable({ scope })
    class Database {
      @SsmParam('/db/host') private readonly host!: string;
      @SsmParam('/db/port') private readonly port!: number;
      @SsmSecret('prod/db', { key: 'password' }) private readonly password!: string;

      login(): unknown[] {
        return [this.host, this.port, this.password];
      }
    }
    const LOGIN = ['db.internal', 5432, 'first'];

    it('is there in a factory that depends on the provider', async () => {
      const { app } = await start({
        providers: [
          Database,
          { provide: 'LOGIN', inject: [Database], useFactory: (database: Database) => database.login() },
        ],
      });
      expect(await app.resolve('LOGIN')).toEqual(LOGIN);
    });

    it('is there in the constructor of whoever injects the provider', async () => {
      @Injectable()
      class Consumer {
        readonly login: unknown;
        constructor(@Inject(Database) database: Database) {
          this.login = database.login();
        }
      }
      const { app } = await start({ providers: [Database, Consumer] });
      expect((await app.resolve(Consumer)).login).toEqual(LOGIN);
    });

    it('is there in controllers', async () => {
      // Nest injects nothing at all into a controller in transient scope.
      @Controller({ scope: scope === Scope.TRANSIENT ? Scope.DEFAULT : scope })
      class DatabaseController {
        @SsmParam('/db/host') private readonly host!: string;
        constructor(@Inject(Database) private readonly database: Database) {}

        @Get('login')
        show(): unknown {
          return [this.host, ...this.database.login()];
        }
      }
      const { server } = await start({ controllers: [DatabaseController], providers: [Database] });
      expect(await request(server).get('/login')).toMatchObject({
        status: 200,
        body: ['db.internal', ...LOGIN],
      });
    });

    // Nest has no such hook for instances that live as long as a request.
    if (scope !== Scope.REQUEST) {
      it('is there in onModuleInit', async () => {
        const seen: unknown[] = [];
        @Injectable({ scope })
        class Hooked extends Database implements OnModuleInit {
          onModuleInit(): void {
            seen.push(this.login());
          }
        }
        @Injectable()
        class Host {
          constructor(@Inject(Hooked) readonly hooked: Hooked) {}
        }
        await start({ providers: [Hooked, Host] });
        expect(seen).toContainEqual(LOGIN);
      });
    }

    it(`costs no call beyond those of the start, however many instances the ${name} scope makes`, async () => {
      const { app, store, secrets } = await start({ providers: [Database] });
      for (let instance = 0; instance < 5; instance += 1) {
        expect((await app.resolve(Database)).login()).toEqual(LOGIN);
      }
      expect([store.calls.length, secrets.calls.length]).toEqual([1, 1]);
    });
  });

  it('holds what its declared type says', async () => {
    @Injectable()
    class Database {
      @SsmParam('/db/host') readonly host!: string;
      @SsmParam('/db/port') readonly port!: number;
      @SsmParam('/db/tls') readonly tls!: boolean;
      @SsmParam('/db/key') readonly key!: Buffer;
      @SsmParam('/db/host') readonly freshHost!: Promise<string>;
      @SsmParam('/db/host') readonly hostHandle!: SsmParameter<string>;
      @SsmSecret('prod/db') readonly secretHandle!: SecretsManagerParameter<string>;
    }
    const { app } = await start(
      { providers: [Database] },
      { parameters: { '/db/host': 'db.internal', '/db/port': '5432', '/db/tls': 'true', '/db/key': 'aGk=' } },
    );
    const database = app.get(Database);
    expect(database).toMatchObject({ host: 'db.internal', port: 5432, tls: true });
    expect(database.key).toEqual(Buffer.from('hi'));
    expect(database.freshHost).toBeInstanceOf(Promise);
    await expect(database.freshHost).resolves.toBe('db.internal');
    expect(database.hostHandle).toBeInstanceOf(SsmParameter);
    expect(database.hostHandle.value).toBe('db.internal');
    expect(database.secretHandle).toBeInstanceOf(SecretsManagerParameter);
    expect(database.secretHandle.name).toBe('prod/db');
  });

  it('shows a value that is refreshed, in every instance', async () => {
    @Injectable({ scope: Scope.TRANSIENT })
    class Database {
      @SsmParam('/db/host') readonly host!: string;
    }
    const { app, store } = await start({ providers: [Database] });
    const [one, other] = [await app.resolve(Database), await app.resolve(Database)];
    store.put('/db/host', 'db2.internal');
    await app.get(SsmCache).refresh();
    expect([one.host, other.host]).toEqual(['db2.internal', 'db2.internal']);
  });

  it('is not printed with its object', async () => {
    @Injectable()
    class Database {
      @SsmParam('/db/host') readonly host!: string;
      @SsmSecret('prod/db') private readonly login!: string;
      readonly name = 'orders';

      hasLogin(): boolean {
        return this.login !== undefined;
      }
    }
    const { app } = await start({ providers: [Database] });
    const database = app.get(Database);
    expect(database.hasLogin()).toBe(true);
    expect(JSON.stringify(database)).toBe('{"name":"orders"}');
    expect(Object.keys(database)).toEqual(['name']);
    expect(Object.assign({}, database)).toEqual({ name: 'orders' });
    expect(inspect(database, { depth: Infinity, showHidden: true })).not.toMatch(/db\.internal|first/);
  });

  it('cannot be assigned to', async () => {
    @Injectable()
    class Database {
      @SsmParam('/db/host') host!: string;
    }
    const { app } = await start({ providers: [Database] });
    expect(() => (app.get(Database).host = 'other')).toThrow(TypeError);
  });

  it('is an ordinary property of an object that is made with new', () => {
    class Database {
      @SsmParam('/db/host') host!: string;
    }
    const database = new Database();
    expect(database.host).toBeUndefined();
    database.host = 'localhost';
    expect(JSON.stringify(database)).toBe('{"host":"localhost"}');
  });

  it('stands beside properties that Nest injects', async () => {
    @Injectable()
    class Database {
      @Inject('NAME') readonly name!: string;
      @SsmParam('/db/host') readonly host!: string;
      @Inject(SsmCache) readonly cache!: SsmCache;
    }
    const { app } = await start({ providers: [Database, { provide: 'NAME', useValue: 'orders' }] });
    const database = app.get(Database);
    expect([database.name, database.host]).toEqual(['orders', 'db.internal']);
    expect(database.cache).toBe(app.get(SsmCache));
  });

  it('may have a symbol for a name', async () => {
    const host = Symbol('host');
    @Injectable()
    class Database {
      @SsmParam('/db/host') readonly [host]!: string;
    }
    const { app } = await start({ providers: [Database] });
    expect(app.get(Database)[host]).toBe('db.internal');
  });

  it('is there in providers that need each other', async () => {
    @Injectable()
    class Orders {
      @SsmParam('/db/host') readonly host!: string;
      constructor(@Inject(forwardRef(() => Invoices)) readonly invoices: unknown) {}
    }
    @Injectable()
    class Invoices {
      @SsmParam('/db/port') readonly port!: number;
      constructor(@Inject(forwardRef(() => Orders)) readonly orders: unknown) {}
    }
    const { app } = await start({ providers: [Orders, Invoices] });
    expect([app.get(Orders).host, app.get(Invoices).port]).toEqual(['db.internal', 5432]);
  });

  it('is loaded before a factory that injects the cache is called, though its class is in another module', async () => {
    @Injectable()
    class Database {
      @SsmParam('/db/host') readonly host!: string;
    }
    class DatabaseModule {}
    const { app } = await start({
      imports: [{ module: DatabaseModule, providers: [Database] }],
      providers: [
        {
          provide: 'HOST',
          inject: [SsmCache],
          useFactory: (cache: SsmCache) => cache.parameter('/db/host').value,
        },
      ],
    });
    expect(app.get('HOST')).toBe('db.internal');
  });
});
