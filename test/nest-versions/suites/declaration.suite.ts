import { describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { InvalidDeclarationError, IsRetry, RefreshOnError, SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import { start } from '../support/application.js';

describe('a declaration that cannot work is refused when the class is loaded', () => {
  it.each([
    {
      what: 'a static property',
      message: /@SsmParam on Orders\.host: static properties cannot be bound/,
      declare: () => {
        class Orders {
          @SsmParam('/db/host') static host: string;
        }
        return Orders;
      },
    },
    {
      what: 'a static method',
      message: /@RefreshOnError on .*find: it decorates methods/,
      declare: () => {
        class Orders {
          @RefreshOnError()
          static async find(): Promise<void> {}
        }
        return Orders;
      },
    },
    {
      what: 'a getter',
      message: /@RefreshOnError on Orders\.count: it decorates methods/,
      declare: () => {
        class Orders {
          @RefreshOnError()
          get count(): number {
            return 0;
          }
        }
        return Orders;
      },
    },
    {
      what: 'a method that returns neither a promise nor an Observable',
      message: /@RefreshOnError on Orders\.count: the method returns Number.* Make it async/,
      declare: () => {
        class Orders {
          @RefreshOnError()
          count(): number {
            return 0;
          }
        }
        return Orders;
      },
    },
    {
      what: 'a callback that is none',
      message: /@RefreshOnError on Orders\.find: "onRefresh" must be a function/,
      declare: () => {
        class Orders {
          @RefreshOnError({ onRefresh: 1 as never })
          async find(): Promise<void> {}
        }
        return Orders;
      },
    },
    {
      what: 'a parameter of a constructor',
      message: /@IsRetry on .*constructor: it marks a parameter of a method/,
      declare: () => {
        class Orders {
          constructor(@IsRetry() readonly isRetry: boolean) {}
        }
        return Orders;
      },
    },
  ])('$what', ({ message, declare }) => {
    expect(declare).toThrow(InvalidDeclarationError);
    expect(declare).toThrow(message);
  });
});

describe('a recovery whose parts do not exist keeps the application from starting', () => {
  it('names the method that is to be called', async () => {
    @Injectable()
    class Orders {
      // As a plain string: the compiler refuses the name itself.
      @RefreshOnError({ onRefresh: 'reconect' as string })
      async find(): Promise<void> {}
    }
    await expect(start({ providers: [Orders] })).rejects.toThrow(
      '@RefreshOnError on Orders.find: onRefresh names "reconect", which is not a method of the class',
    );
  });

  it('names the property that is to be refreshed', async () => {
    @Injectable()
    class Orders {
      @RefreshOnError({ refresh: 'pasword' })
      async find(): Promise<void> {}
    }
    await expect(start({ providers: [Orders] })).rejects.toThrow(
      '@RefreshOnError on Orders.find: refresh names "pasword", which is not a decorated property of the class',
    );
  });
});

describe('a recovery refreshes what it names and no more', () => {
  it('one property, and calls a function that has the instance as this', async () => {
    const seen: unknown[] = [];
    @Injectable()
    class Orders {
      @SsmParam('/db/host') readonly host!: string;
      @SsmSecret('prod/db', { key: 'password' }) readonly password!: string;

      @RefreshOnError({
        refresh: ['password'],
        onRefresh(this: Orders) {
          seen.push(this.password);
        },
      })
      async find(): Promise<string> {
        if (this.password === 'first') throw new Error('wrong password');
        return this.password;
      }
    }
    const { app, store, secrets } = await start({ providers: [Orders] });
    secrets.rotate('prod/db', '{"password":"second"}');
    store.put('/db/host', 'moved.internal');
    await expect(app.get(Orders).find()).resolves.toBe('second');
    expect(seen).toEqual(['second']);
    expect(app.get(Orders).host).toBe('db.internal');
  });
});
