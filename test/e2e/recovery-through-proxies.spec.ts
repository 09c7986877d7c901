import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplicationContext } from '@nestjs/common';
import { RefreshOnError, SsmSecret } from 'nestjs-ssm-cache';
import { InMemorySecretsManager } from 'nestjs-ssm-cache/testing';
import { defer, lastValueFrom, of, type Observable } from 'rxjs';
import { inspect } from 'node:util';
import { closeAll, startApplication } from '../support/application.js';

const running: INestApplicationContext[] = [];
afterEach(() => closeAll(running));

@Injectable()
class Repository {
  @SsmSecret('db') readonly password!: string;
  reconnects = 0;

  @RefreshOnError({ onRefresh: 'reconnect' })
  async find(): Promise<string> {
    return this.login();
  }

  @RefreshOnError({ onRefresh: 'reconnect' })
  watch(): Observable<string> {
    return defer(() => of(this.login()));
  }

  private login(): string {
    if (this.password !== 'new') throw new Error('28P01');
    return this.password;
  }

  protected reconnect(): void {
    this.reconnects += 1;
  }
}

@Injectable()
class Orders extends Repository {
  override async find(): Promise<string> {
    return `orders by ${await super.find()}`;
  }
}

const calls: string[] = [];

const rotated = async <T extends Repository>(type: new () => T) => {
  const secretsManager = new InMemorySecretsManager({ db: 'old' });
  const application = await startApplication({
    providers: [type],
    secretsManager,
    module: { groups: { database: {} } },
  });
  running.push(application);
  const instance = application.get(type);
  secretsManager.rotate('db', 'new');
  return { instance, application, secretsManager };
};

/** A `Proxy` that wraps whatever it gives, as tools for tracing and isolation do. */
const membrane = <T extends object>(target: T): T =>
  new Proxy(target, {
    get: (inner, key, receiver) => {
      const value: unknown = Reflect.get(inner, key, receiver);
      return (typeof value === 'object' && value !== null) || typeof value === 'function'
        ? membrane(value)
        : value;
    },
  });

const WRAPPED: [string, (instance: Repository) => Repository][] = [
  ['a Proxy', (instance) => new Proxy(instance, {})],
  [
    'a Proxy that asks its target',
    (instance) => new Proxy(instance, { get: (target, key) => Reflect.get(target, key) }),
  ],
  ['a Proxy of a Proxy', (instance) => new Proxy(new Proxy(instance, {}), {})],
  ['a Proxy that wraps what it gives', membrane],
  ['an object made from it', (instance) => Object.create(instance) as Repository],
  ['an object made from a Proxy', (instance) => Object.create(new Proxy(instance, {})) as Repository],
  ['a Proxy of an object made from it', (instance) => new Proxy(Object.create(instance) as Repository, {})],
  ['the provider itself', (instance) => instance],
];

describe('A recovered method is repeated', () => {
  it.each(WRAPPED)('through %s', async (_title, wrap) => {
    const { instance } = await rotated(Repository);

    await expect(wrap(instance).find()).resolves.toBe('new');
    expect(instance.reconnects).toBe(1);
  });

  it.each(WRAPPED)('with an Observable, through %s', async (_title, wrap) => {
    const { instance } = await rotated(Repository);

    await expect(lastValueFrom(wrap(instance).watch())).resolves.toBe('new');
    expect(instance.reconnects).toBe(1);
  });

  it.each(WRAPPED)('of a subclass that calls the method of its parent, through %s', async (_title, wrap) => {
    const { instance } = await rotated(Orders);

    await expect(wrap(instance).find()).resolves.toBe('orders by new');
  });

  it('with one refresh and one callback for calls through all of them', async () => {
    const { instance, secretsManager } = await rotated(Repository);
    const found = await Promise.all(WRAPPED.map(([, wrap]) => wrap(instance).find()));

    expect(new Set(found)).toEqual(new Set(['new']));
    expect(instance.reconnects).toBe(1);
    expect(secretsManager.callsOf('GetSecretValue')).toHaveLength(2);
  });

  it.each<[string, (instance: Repository) => () => Promise<string>]>([
    ['bound', (instance) => instance.find.bind(instance)],
    ['bound to a Proxy', (instance) => instance.find.bind(new Proxy(instance, {}))],
    ['taken from another instance', (instance) => () => new Repository().find.call(instance)],
    ['taken from the prototype', (instance) => () => Repository.prototype.find.call(instance)],
  ])('where it is %s', async (_title, take) => {
    const { instance } = await rotated(Repository);

    await expect(take(instance)()).resolves.toBe('new');
  });

  it('of an instance that was frozen', async () => {
    @Injectable()
    class Sealed {
      constructor() {
        Object.freeze(this);
      }

      @RefreshOnError({ refresh: { group: 'database' } })
      async list(): Promise<string> {
        if (calls.push('list') % 2 === 1) throw new Error('28P01');
        return 'listed';
      }
    }
    const application = await startApplication({ providers: [Sealed], module: { groups: { database: {} } } });
    running.push(application);

    await expect(application.get(Sealed).list()).resolves.toBe('listed');
  });

  it('and leaves nothing to see on the instance', async () => {
    const { instance } = await rotated(Repository);

    expect(inspect(instance)).not.toContain('nestjs-ssm-cache');
    expect(Object.assign({}, instance)).toEqual({ reconnects: 0 });
  });
});

describe('A recovered method runs as it is written', () => {
  it('on what Nest did not make', async () => {
    await rotated(Repository);
    const plain = Object.assign(new Repository(), { password: 'old' });

    await expect(plain.find()).rejects.toThrow('28P01');
    expect(plain.reconnects).toBe(0);
  });
});
