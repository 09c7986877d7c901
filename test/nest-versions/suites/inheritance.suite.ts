import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Injectable } from '@nestjs/common';
import { RefreshOnError, SsmCache, SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import request from 'supertest';
import { start } from '../support/application.js';
import { world } from '../support/world.js';

@Injectable()
class Parent {
  @SsmParam('/db/host') protected readonly host!: string;
  @SsmParam('/db/port') readonly port!: number;

  place(): string {
    return `${this.host}:${this.port}`;
  }
}

describe('inheritance', () => {
  it('gives a subclass without decorators what its parent declares', async () => {
    @Injectable()
    class Child extends Parent {
      readonly own = 'own';
    }
    const { app } = await start({ providers: [Child] });
    expect(app.get(Child).place()).toBe('db.internal:5432');
    expect(app.get(Child).own).toBe('own');
  });

  it('gives a decorated subclass of a plain class its values', async () => {
    class Plain {
      readonly kind = 'plain';
    }
    @Injectable()
    class Child extends Plain {
      @SsmParam('/db/host') readonly host!: string;
    }
    const { app } = await start({ providers: [Child] });
    expect([app.get(Child).kind, app.get(Child).host]).toEqual(['plain', 'db.internal']);
  });

  it('gives a decorated subclass of a decorated class the values of both', async () => {
    @Injectable()
    class Child extends Parent {
      @SsmSecret('prod/db', { key: 'password' }) readonly password!: string;
    }
    const { app } = await start({ providers: [Child, Parent] });
    expect([app.get(Child).place(), app.get(Child).password]).toEqual(['db.internal:5432', 'first']);
    expect(app.get(Parent).place()).toBe('db.internal:5432');
    expect(Object.hasOwn(app.get(Parent), 'password')).toBe(false);
  });

  it('lets a subclass declare a property anew, and its parent and its sisters keep theirs', async () => {
    @Injectable()
    class Replica extends Parent {
      @SsmParam('/replica/host') declare protected readonly host: string;
    }
    @Injectable()
    class Sister extends Parent {}
    const parameters = { '/db/host': 'db.internal', '/replica/host': 'replica.internal', '/db/port': '5432' };
    const { app } = await start({ providers: [Parent, Replica, Sister] }, { parameters });
    expect([app.get(Parent), app.get(Replica), app.get(Sister)].map((each) => each.place())).toEqual([
      'db.internal:5432',
      'replica.internal:5432',
      'db.internal:5432',
    ]);
  });

  it('does not ask for what a subclass replaced', async () => {
    @Injectable()
    class Replica extends Parent {
      @SsmParam('/replica/host') declare protected readonly host: string;
    }
    const parameters = { '/replica/host': 'replica.internal', '/db/port': '5432' };
    const { app } = await start({ providers: [Replica] }, { parameters });
    expect(app.get(Replica).place()).toBe('replica.internal:5432');
  });

  it('lets a subclass declare a property anew with another type and an initial value', async () => {
    @Injectable()
    class Loose {
      @SsmParam('/db/port') readonly port!: string | number;
    }
    @Injectable()
    class Numeric extends Loose {
      @SsmParam('/db/port') override readonly port: number = 0;
    }
    const { app } = await start({ providers: [Loose, Numeric] });
    expect([app.get(Loose).port, app.get(Numeric).port]).toEqual(['5432', 5432]);
  });

  describe('leaves a property alone that a subclass has redeclared', () => {
    @Injectable()
    class Database {
      @SsmParam('/db/host') readonly host!: string;
      @SsmParam('/db/port') readonly port!: number;
      @SsmSecret('prod/db', { key: 'password' }) protected readonly password!: string;

      login(): string {
        return `${this.host}:${this.port} with ${this.password}`;
      }
    }
    class ByField extends Database {
      override readonly host = 'localhost';
      protected override readonly password = 'local';
    }
    class ByConstructor extends Database {
      constructor() {
        super();
        Object.assign(this, { host: 'localhost', password: 'local' });
      }
    }
    class ByDefinition extends Database {
      constructor() {
        super();
        Object.defineProperty(this, 'host', { get: () => 'localhost', configurable: true });
        Object.defineProperty(this, 'password', { value: 'local', enumerable: true });
      }
    }
    class Grandchild extends ByField {}

    it.each([ByField, ByConstructor, ByDefinition, Grandchild])('%p', async (double) => {
      const { app } = await start({ providers: [{ provide: Database, useClass: double }] });
      expect(app.get(Database).login()).toBe('localhost:5432 with local');
    });

    it.each([ByField, ByDefinition, Grandchild])('and does not ask AWS for it: %p', async (double) => {
      const { app, secrets } = await start({ providers: [{ provide: Database, useClass: double }] });
      await app.get(SsmCache).refresh();
      expect(secrets.calls).toEqual([]);
    });

    it('and asks AWS for it where another class declares it', async () => {
      const { app, secrets } = await start({ providers: [Database, ByField] });
      expect(app.get(Database).login()).toBe('db.internal:5432 with first');
      expect(secrets.calls).toHaveLength(1);
    });

    it('but not one of which a method has a variable', async () => {
      class Renamed extends Database {
        override login(): string {
          let host = super.login();
          host = `${host}!`;
          return host;
        }
      }
      const { app } = await start({ providers: [Renamed] });
      expect(app.get(Renamed).login()).toBe('db.internal:5432 with first!');
    });

    it('and does not refresh it when a method fails', async () => {
      class Repository {
        @SsmParam('/db/host') readonly host!: string;
        @SsmSecret('prod/db', { key: 'password' }) readonly password!: string;

        @RefreshOnError()
        async find(): Promise<string> {
          throw new Error(`${this.host} with ${this.password}`);
        }
      }
      class PartlyLocal extends Repository {
        constructor() {
          super();
          Object.assign(this, { password: 'local' });
        }
      }
      class Local extends Repository {
        override readonly host = 'localhost';
        override readonly password = 'local';
      }
      const { app, store, secrets } = await start({ providers: [PartlyLocal, Local] });
      const calls = () => [store.calls.length, secrets.calls.length];
      const [ofStore = 0, ofSecrets = 0] = calls();

      await expect(app.get(Local).find()).rejects.toThrow('localhost with local');
      expect(calls()).toEqual([ofStore, ofSecrets]);

      await expect(app.get(PartlyLocal).find()).rejects.toThrow('db.internal with local');
      expect(calls()).toEqual([ofStore + 1, ofSecrets]);
    });

    it('in its prototype, where fields are assigned', async () => {
      class ByPrototype extends Database {}
      Object.defineProperty(ByPrototype.prototype, 'host', { get: () => 'localhost' });
      const { app } = await start({ providers: [ByPrototype] });
      expect(app.get(ByPrototype).host).toBe(world.definesFields ? undefined : 'localhost');
    });

    it('with a field that is falsy', async () => {
      class Falsy extends Database {
        override readonly host = '';
        override readonly port = 0;
      }
      const { app } = await start({ providers: [Falsy] });
      expect([app.get(Falsy).host, app.get(Falsy).port]).toEqual(['', 0]);
    });
  });

  describe('binds a property that the class itself initialises', () => {
    class Settings {
      @SsmParam('/db/host') readonly host: string = 'none';
      @SsmParam('/db/port') port: number;

      constructor() {
        this.port = 1;
      }
    }

    it('on instances of a subclass too', async () => {
      class Child extends Settings {
        readonly other = 'other';
      }
      const { app } = await start({ providers: [Settings, Child] });
      expect([app.get(Settings).host, app.get(Settings).port]).toEqual(['db.internal', 5432]);
      expect([app.get(Child).host, app.get(Child).port]).toEqual(['db.internal', 5432]);
    });

    it('or that a plain parent of it initialises', async () => {
      class Plain {
        readonly host: string = 'none';
      }
      class Declaring extends Plain {
        @SsmParam('/db/host') declare readonly host: string;
      }
      class Child extends Declaring {}
      const { app } = await start({ providers: [Child] });
      expect(app.get(Child).host).toBe('db.internal');
    });

    it('and leaves it alone where a subclass initialises it in its turn', async () => {
      class Double extends Settings {
        override readonly host = 'localhost';

        constructor() {
          super();
          this.port = 2;
        }
      }
      const { app } = await start({ providers: [Double] });
      expect([app.get(Double).host, app.get(Double).port]).toEqual(['localhost', 2]);
    });
  });

  it('holds for abstract classes, over several generations, and beside what Nest injects', async () => {
    abstract class Grandparent {
      @SsmParam('/db/host') readonly host!: string;
      @Inject('NAME') readonly name!: string;
    }
    abstract class Middle extends Grandparent {}
    @Injectable()
    class Child extends Middle {
      @SsmParam('/db/port') readonly port!: number;
      @Inject('NAME') readonly title!: string;
    }
    const { app } = await start({ providers: [Child, { provide: 'NAME', useValue: 'orders' }] });
    const { host, name, port, title } = app.get(Child);
    expect([host, name, port, title]).toEqual(['db.internal', 'orders', 5432, 'orders']);
  });

  it('holds for mixins', async () => {
    const withHost = <T extends new (...args: any[]) => object>(base: T) => {
      class WithHost extends base {
        @SsmParam('/db/host') readonly host!: string;
      }
      return WithHost;
    };
    @Injectable()
    class Child extends withHost(Parent as unknown as new () => object) {}
    const { app } = await start({ providers: [Child] });
    expect(app.get<{ host: string }>(Child).host).toBe('db.internal');
  });

  it('holds for a class that stands in for another', async () => {
    @Injectable()
    class Child extends Parent {}
    const { app } = await start({ providers: [{ provide: Parent, useClass: Child }] });
    expect(app.get(Parent)).toBeInstanceOf(Child);
    expect(app.get(Parent).place()).toBe('db.internal:5432');
  });

  it('holds for controllers', async () => {
    @Controller()
    class HostController extends Parent {
      @Get('place')
      show(): string {
        return this.place();
      }
    }
    const { server } = await start({ controllers: [HostController] });
    expect(await request(server).get('/place')).toMatchObject({ status: 200, text: 'db.internal:5432' });
  });

  it('holds for @RefreshOnError, which refreshes what the subclass declares too', async () => {
    class Repository {
      @SsmParam('/db/host') readonly host!: string;

      @RefreshOnError()
      async connect(): Promise<string> {
        return this.attempt();
      }

      protected async attempt(): Promise<string> {
        throw new Error('replaced by the subclass');
      }
    }
    @Injectable()
    class Orders extends Repository {
      @SsmSecret('prod/db', { key: 'password' }) readonly password!: string;

      protected override async attempt(): Promise<string> {
        if (this.password !== 'second') throw new Error('wrong password');
        return `${this.host} with ${this.password}`;
      }
    }
    const { app, secrets } = await start({ providers: [Orders] });
    secrets.rotate('prod/db', '{"password":"second"}');
    await expect(app.get(Orders).connect()).resolves.toBe('db.internal with second');
  });

  it('repeats a method that a subclass calls by super', async () => {
    const attempts: string[] = [];
    class Repository {
      @SsmParam('/db/host') readonly host!: string;

      @RefreshOnError()
      async connect(): Promise<string> {
        attempts.push(this.host);
        if (this.host === 'db.internal') throw new Error('moved');
        return this.host;
      }
    }
    @Injectable()
    class Orders extends Repository {
      override async connect(): Promise<string> {
        return `connected to ${await super.connect()}`;
      }
    }
    const { app, store } = await start({ providers: [Orders] });
    store.put('/db/host', 'db2.internal');
    await expect(app.get(Orders).connect()).resolves.toBe('connected to db2.internal');
    expect(attempts).toEqual(['db.internal', 'db2.internal']);
  });
});
