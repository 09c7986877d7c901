import { describe, expect, it } from '@jest/globals';
import { Injectable, SetMetadata } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { IsRetry, RefreshOnError, SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import { defer, firstValueFrom, lastValueFrom, of, throwError, toArray, type Observable } from 'rxjs';
import { start } from '../support/application.js';
import { SCOPES } from '../support/scopes.js';

class WrongPassword extends Error {}

/** What stands in for a database: it knows the current password only. */
const login = (password: string): string => {
  if (password !== 'second') throw new WrongPassword('wrong password');
  return `in with ${password}`;
};

const rotated = '{"password":"second"}';

class Repository {
  readonly attempts: boolean[] = [];
  reconnects = 0;
  @SsmSecret('prod/db', { key: 'password' }) protected readonly password!: string;

  @RefreshOnError({ on: WrongPassword, onRefresh: 'reconnect' })
  async connect(@IsRetry() isRetry?: boolean): Promise<string> {
    this.attempts.push(isRetry!);
    return login(this.password);
  }

  @RefreshOnError({ on: WrongPassword, onRefresh: 'reconnect' })
  watch(prefix: string, @IsRetry() isRetry?: boolean): Observable<string> {
    this.attempts.push(isRetry!);
    return defer(() => of(`${prefix} ${login(this.password)}`));
  }

  protected async reconnect(): Promise<void> {
    this.reconnects += 1;
  }
}

describe.each(SCOPES)('@RefreshOnError on a provider in $name scope', ({ scope }) => {
  @Injectable({ scope })
  class Orders extends Repository {}

  it('repeats an async method with the fresh value', async () => {
    const { app, secrets } = await start({ providers: [Orders] });
    const orders = await app.resolve(Orders);
    secrets.rotate('prod/db', rotated);
    await expect(orders.connect()).resolves.toBe('in with second');
    expect(orders.attempts).toEqual([false, true]);
    expect(orders.reconnects).toBe(1);
  });

  it('subscribes again to an Observable', async () => {
    const { app, secrets } = await start({ providers: [Orders] });
    const orders = await app.resolve(Orders);
    secrets.rotate('prod/db', rotated);
    await expect(lastValueFrom(orders.watch('now').pipe(toArray()))).resolves.toEqual(['now in with second']);
    expect(orders.attempts).toEqual([false, true]);
    expect(orders.reconnects).toBe(1);
  });

  it('makes one refresh for many calls, and every call comes back', async () => {
    const { app, secrets } = await start({ providers: [Orders] });
    const orders = await app.resolve(Orders);
    secrets.rotate('prod/db', rotated);
    secrets.resetCalls();
    const calls = Array.from({ length: 50 }, (_, index) =>
      index % 2 === 0 ? orders.connect() : firstValueFrom(orders.watch('now')),
    );
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['in with second', 'now in with second']));
    expect(secrets.calls).toHaveLength(1);
    expect(orders.reconnects).toBe(1);
  });

  it('throws the error of the method when the refresh brings nothing new', async () => {
    const { app } = await start({ providers: [Orders] });
    const orders = await app.resolve(Orders);
    await expect(orders.connect()).rejects.toThrow(WrongPassword);
    expect(orders.attempts).toEqual([false, true]);
  });

  it('keeps a reconnect of one instance from another', async () => {
    const { app, secrets } = await start({ providers: [Orders] });
    const [one, other] = [await app.get(ModuleRef).create(Orders), await app.get(ModuleRef).create(Orders)];
    secrets.rotate('prod/db', rotated);
    await Promise.all([one.connect(), other.connect()]);
    expect([one.reconnects, other.reconnects]).toEqual([1, 1]);
  });
});

describe('@RefreshOnError', () => {
  it('works in onModuleInit and in a factory', async () => {
    @Injectable()
    class Orders extends Repository {
      state = 'not connected';

      async onModuleInit(): Promise<void> {
        this.state = await this.connect();
      }
    }
    const { app } = await start(
      {
        providers: [
          Orders,
          { provide: 'CONNECTION', inject: [Orders], useFactory: (orders: Orders) => orders.connect() },
        ],
      },
      { secrets: { 'prod/db': rotated } },
    );
    expect([app.get(Orders).state, app.get('CONNECTION')]).toEqual(['in with second', 'in with second']);
  });

  it('works on a class without decorated properties', async () => {
    @Injectable()
    class Clients {
      calls = 0;

      @RefreshOnError({ refresh: { group: 'login' } })
      async call(): Promise<string> {
        this.calls += 1;
        if (this.calls === 1) throw new Error('expired');
        return 'called';
      }
    }
    const { app } = await start({ providers: [Clients] }, { options: { groups: { login: {} } } });
    await expect(app.get(Clients).call()).resolves.toBe('called');
  });

  it('leaves name, length, this and metadata of the method as they are', async () => {
    @Injectable()
    class Orders {
      @SsmParam('/db/host') readonly host!: string;

      @RefreshOnError()
      @SetMetadata('below', 1)
      async find(_id: string, _limit: number): Promise<unknown> {
        return this;
      }

      @SetMetadata('above', 2)
      @RefreshOnError()
      async list(_page: string): Promise<void> {}
    }
    const { app } = await start({ providers: [Orders] });
    const { find, list } = Orders.prototype as unknown as Record<
      'find' | 'list',
      (...args: never) => unknown
    >;
    expect([find.name, find.length, list.name, list.length]).toEqual(['find', 2, 'list', 1]);
    expect(Reflect.getMetadata('below', find)).toBe(1);
    expect(Reflect.getMetadata('above', list)).toBe(2);
    expect(Reflect.getMetadata('design:paramtypes', Orders.prototype, 'find')).toEqual([String, Number]);
    const orders = app.get(Orders);
    await expect(orders.find('1', 2)).resolves.toBe(orders);
  });

  it('leaves a method as it was written on an object that is made with new', async () => {
    const repository = new Repository();
    await expect(repository.connect()).rejects.toThrow(WrongPassword);
    expect(repository.attempts).toEqual([false]);
  });

  it('gives an Observable its failure when nothing new comes', async () => {
    @Injectable()
    class Orders {
      @SsmParam('/db/host') readonly host!: string;

      @RefreshOnError()
      watch(): Observable<string> {
        return throwError(() => new WrongPassword('still wrong'));
      }
    }
    const { app } = await start({ providers: [Orders] });
    await expect(firstValueFrom(app.get(Orders).watch())).rejects.toThrow('still wrong');
  });

  it('refreshes the cache of its own application only', async () => {
    @Injectable()
    class Orders extends Repository {}
    const [one, other] = await Promise.all([start({ providers: [Orders] }), start({ providers: [Orders] })]);
    one.secrets.rotate('prod/db', rotated);
    await expect(one.app.get(Orders).connect()).resolves.toBe('in with second');
    expect(other.secrets.calls).toHaveLength(1);
    await expect(other.app.get(Orders).connect()).rejects.toThrow(WrongPassword);
  });
});

describe('@RefreshOnError around another one', () => {
  class OtherError extends Error {}

  @Injectable()
  class Twice {
    readonly attempts: unknown[] = [];
    @SsmSecret('prod/db', { key: 'password' }) readonly password!: string;

    @RefreshOnError({ on: OtherError })
    @RefreshOnError({ on: WrongPassword })
    async call(@IsRetry() isRetry?: boolean): Promise<void> {
      this.attempts.push(isRetry);
      if (this.attempts.length === 1) throw new OtherError();
      if (this.attempts.length === 2) throw new WrongPassword();
    }
  }

  it('tells the method of every repeat that it is one', async () => {
    const { app } = await start({ providers: [Twice] });
    const twice = app.get(Twice);
    await twice.call();
    expect(twice.attempts).toEqual([false, true, true]);
  });
});
