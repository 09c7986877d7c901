import { describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import {
  InvalidDeclarationError,
  IsRetry,
  RefreshOnError,
  SsmParam,
  SsmParams,
  SsmSecret,
} from 'nestjs-ssm-cache';
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
      message: /@RefreshOnError on .*find: this is not a method/,
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
      message: /@RefreshOnError on Orders\.count: this is not a method/,
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
      message: /@IsRetry on Orders\.constructor: this is not a parameter of a method/,
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

/** Applies a decorator where the compiler does not let it stand. */
const misplaced = (decorator: unknown): ((...args: any[]) => any) => decorator as () => never;

describe('a property decorator that is on something else is refused when the class is loaded', () => {
  it.each([
    {
      what: "a constructor's parameter, and a decorator for it is named",
      message: /@SsmParam on a parameter of Orders: it decorates properties\..* by @InjectSsmParam\(\)/,
      declare: () => {
        class Orders {
          constructor(@misplaced(SsmParam('/db/host')) readonly host: string) {}
        }
        return Orders;
      },
    },
    {
      what: "a constructor's parameter, of a secret",
      message: /@SsmSecret on a parameter of Orders: it decorates properties\..* by @InjectSsmSecret\(\)/,
      declare: () => {
        class Orders {
          constructor(
            readonly name: string,
            @misplaced(SsmSecret('prod/db')) readonly password: string,
          ) {}
        }
        return Orders;
      },
    },
    {
      what: "a method's parameter",
      message: /@SsmParams on a parameter of Orders\.find: it decorates properties/,
      declare: () => {
        class Orders {
          find(@misplaced(SsmParams('/db')) db: object): object {
            return db;
          }
        }
        return Orders;
      },
    },
    {
      what: 'a method',
      message: /@SsmParam on Orders\.find: it decorates properties/,
      declare: () => {
        class Orders {
          @misplaced(SsmParam('/db/host'))
          find(): void {}
        }
        return Orders;
      },
    },
    {
      what: 'a getter',
      message: /@SsmSecret on Orders\.password: it decorates properties/,
      declare: () => {
        class Orders {
          @misplaced(SsmSecret('prod/db'))
          get password(): string {
            return '';
          }
        }
        return Orders;
      },
    },
    {
      what: 'a class',
      message: /@SsmParam on the class Orders: it decorates properties/,
      declare: () => {
        @misplaced(SsmParam('/db/host'))
        class Orders {}
        return Orders;
      },
    },
  ])('$what', ({ message, declare }) => {
    expect(declare).toThrow(InvalidDeclarationError);
    expect(declare).toThrow(message);
  });
});

describe('a decorator without parentheses is refused when the class is loaded', () => {
  it.each([
    {
      decorator: '@SsmParam',
      declare: () => {
        class Orders {
          @misplaced(SsmParam) readonly host!: string;
        }
        return Orders;
      },
    },
    {
      decorator: '@SsmSecret',
      declare: () => {
        class Orders {
          @misplaced(SsmSecret) static readonly password: string;
        }
        return Orders;
      },
    },
    {
      decorator: '@SsmParams',
      declare: () => {
        class Orders {
          @misplaced(SsmParams) readonly features!: object;
        }
        return Orders;
      },
    },
    {
      decorator: '@RefreshOnError',
      declare: () => {
        class Orders {
          @misplaced(RefreshOnError)
          async find(): Promise<void> {}
        }
        return Orders;
      },
    },
    {
      decorator: '@IsRetry',
      declare: () => {
        class Orders {
          async find(@misplaced(IsRetry) _isRetry: boolean): Promise<void> {}
        }
        return Orders;
      },
    },
    {
      decorator: '@IsRetry',
      declare: () => {
        class Orders {
          constructor(@misplaced(IsRetry) readonly isRetry: boolean) {}
        }
        return Orders;
      },
    },
  ])('$decorator', ({ decorator, declare }) => {
    expect(declare).toThrow(InvalidDeclarationError);
    expect(declare).toThrow(
      new RegExp(`${decorator} on Orders.*: .* Write ${decorator}\\(…\\) with parentheses`),
    );
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
      '@RefreshOnError on Orders.find: onRefresh names "reconect", which is not a method of the class. Its methods are "find".',
    );
  });

  it('names the property that is to be refreshed', async () => {
    @Injectable()
    class Orders {
      @RefreshOnError({ refresh: 'pasword' })
      async find(): Promise<void> {}
    }
    await expect(start({ providers: [Orders] })).rejects.toThrow(
      '@RefreshOnError on Orders.find: refresh names "pasword", which is not a decorated property of the class. The class has no decorated property.',
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
