import { describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Injectable, Module, Scope, UseInterceptors } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  getSsmGroupToken,
  InjectSsmCache,
  InjectSsmGroup,
  InjectSsmParam,
  InjectSsmSecret,
  RefreshOnError,
  SecretsManagerParameter,
  SsmCache,
  SsmCacheInterceptor,
  SsmCacheModule,
  SsmParam,
  SsmParameter,
  SsmParameterGroup,
  SsmParams,
  SsmSecret,
} from 'nestjs-ssm-cache';
import request from 'supertest';

/** Answers everything, as auto-mockers do: each property is a mock function that has such properties again. */
const autoMock = (): object => {
  const answers = new Map<string | symbol, unknown>();
  return new Proxy(jest.fn(), {
    get: (_target, key) => {
      if (key === 'then') return undefined;
      if (!answers.has(key)) answers.set(key, autoMock());
      return answers.get(key);
    },
  });
};

/** Gives itself for whatever it is asked. */
const selfMock = (): object => {
  const mock: object = new Proxy(() => mock, { get: (_target, key) => (key === 'then' ? undefined : mock) });
  return mock;
};

const spied = (): object => {
  const double = Object.create(SsmCache.prototype) as object;
  for (const key of ['parameter', 'secret', 'group', 'refresh', 'close'])
    Object.defineProperty(double, key, { value: jest.fn() });
  return double;
};

const DOUBLES: readonly (readonly [kind: string, make: () => unknown])[] = [
  ['a plain object', () => ({})],
  ['an object without a prototype', () => Object.create(null) as object],
  ['mock functions', () => ({ parameter: jest.fn(), secret: jest.fn(), close: jest.fn() })],
  ['an auto-mocker', autoMock],
  ['a Proxy that gives itself', selfMock],
  ['an instance of the class with stubs for methods', spied],
  ['a copy of the members of a real cache', () => Object.assign({}, new SsmCache())],
  ['a function', () => jest.fn()],
  ['a text', () => 'cache'],
];

class LoginError extends Error {}

@Injectable()
class Orders {
  @SsmParam('/orders/limit') limit!: number;
  @SsmSecret('prod/orders') private readonly password!: Promise<string>;
  @SsmParams('/orders/features') features!: object;
  readonly calls: string[] = [];

  @RefreshOnError({ refresh: { group: 'database' }, onRefresh: 'reconnect' })
  async find(id: string): Promise<string> {
    this.calls.push(id);
    if (id === 'none') throw new LoginError('no login');
    return `${id} with ${await this.password}`;
  }

  reconnect(): void {
    this.calls.push('reconnect');
  }
}

const expectPlain = async (orders: Orders): Promise<void> => {
  expect([orders.limit, orders.features]).toEqual([undefined, undefined]);
  orders.limit = 5;
  Object.assign(orders, { password: 'p1' });
  expect(orders.limit).toBe(5);
  await expect(orders.find('7')).resolves.toBe('7 with p1');
  await expect(orders.find('none')).rejects.toThrow(LoginError);
  expect(orders.calls).toEqual(['7', 'none']);
};

describe.each(DOUBLES)('where %s stands in for the cache', (_kind, makeDouble) => {
  it('a class that an auto-mocker completes has plain properties, and its methods are called once', async () => {
    const module = await Test.createTestingModule({ providers: [Orders] })
      .useMocker(makeDouble)
      .compile();

    await expectPlain(module.get(Orders));
    await module.close();
  });

  it('an application starts, serves and ends, and properties are plain in every scope', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class RequestOrders extends Orders {}
    @UseInterceptors(SsmCacheInterceptor)
    @Controller()
    class OrdersController {
      @SsmParam('/greeting') greeting!: string;

      @Get()
      greet(): string {
        return `greeting: ${this.greeting}`;
      }
    }
    @Injectable()
    class Grouped {
      constructor(
        @InjectSsmGroup('database') readonly database: unknown,
        @InjectSsmGroup('mail') readonly mail: unknown,
      ) {}
    }
    @Module({
      imports: [
        SsmCacheModule.forRoot({ groups: { database: {} } }),
        SsmCacheModule.forFeature({ groups: { mail: {} } }),
      ],
      controllers: [OrdersController],
      providers: [Orders, RequestOrders, Grouped],
    })
    class AppModule {}
    const module = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(SsmCache)
      .useFactory({ factory: makeDouble })
      .compile();
    const application = module.createNestApplication();
    await application.init();

    await expectPlain(application.get(Orders));
    await expectPlain(await application.resolve(RequestOrders));
    await request(application.getHttpServer()).get('/').expect(200, 'greeting: undefined');
    await application.close();
  });
});

it.each<[string, (token: unknown) => unknown]>([
  ['makes doubles of classes alone, as those of a Proxy do', (token) => new Proxy(token as object, {})],
  [
    'knows only functions, as the one in the documentation of Nest does',
    (token) =>
      typeof token === 'function' ? (Object.create(token.prototype as object) as unknown) : undefined,
  ],
])(
  'a mocker that %s completes a class with properties, injected handles, a group and the cache',
  async (_kind, mock) => {
    @Injectable()
    class Strategy {
      @SsmParam('/limit') limit!: number;
      constructor(
        @InjectSsmParam('/host') readonly host: SsmParameter,
        @InjectSsmSecret('prod/jwt', { key: 'key' }) readonly secret: SecretsManagerParameter,
        @InjectSsmGroup('database') readonly database: SsmParameterGroup,
        @InjectSsmCache() readonly cache: SsmCache,
      ) {}
    }
    @UseInterceptors(SsmCacheInterceptor)
    @Controller()
    class StrategyController {
      @SsmParam('/greeting') greeting!: string;

      @Get()
      greet(): string {
        return `greeting: ${this.greeting}`;
      }
    }
    const module = await Test.createTestingModule({
      controllers: [StrategyController],
      providers: [Strategy],
    })
      .useMocker(mock)
      .compile();
    const strategy = module.get(Strategy);
    strategy.limit = 5;

    expect(strategy).toMatchObject({
      limit: 5,
      host: expect.anything(),
      secret: expect.anything(),
      database: expect.anything(),
      cache: expect.anything(),
    });
    expect(module.get(getSsmGroupToken('database'))).toBe(strategy.database);
    expect(module.get(StrategyController).greet()).toBe('greeting: undefined');
    await module.close();
  },
);

it('a double that a unit test provides under the class of the cache is enough', async () => {
  const module = await Test.createTestingModule({
    providers: [Orders, { provide: SsmCache, useValue: {} }],
  }).compile();

  await expectPlain(module.get(Orders));
});

it('a double of the cache is what the application injects, and what it teaches it to do', async () => {
  @Injectable()
  class Greeter {
    constructor(
      private readonly cache: SsmCache,
      @InjectSsmGroup('database') readonly database: unknown,
    ) {}

    greet(): Promise<string> {
      return this.cache.parameter('/greeting').get();
    }
  }
  @Module({ imports: [SsmCacheModule.forRoot({ groups: { database: {} } })], providers: [Greeter] })
  class AppModule {}
  const application = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(SsmCache)
    .useValue({
      parameter: () => ({ get: async () => 'Hello' }),
      group: (name: string) => `group ${name}`,
    })
    .compile();
  await application.init();

  await expect(application.get(Greeter).greet()).resolves.toBe('Hello');
  expect(application.get(Greeter).database).toBe('group database');
  await application.close();
});

it('a Proxy of a real cache is no double: properties hold its values', async () => {
  const getParameters = async ({ Names }: { Names: string[] }) => ({
    Parameters: Names.map((Name) => ({ Name, Type: 'String', Value: '7', Version: 1 })),
  });
  const cache = new SsmCache({ ssmClient: { getParameters } });
  @Injectable()
  class Limits {
    @SsmParam('/orders/limit') readonly limit!: number;
  }
  await cache.parameter('/orders/limit').get();
  const module = await Test.createTestingModule({ providers: [Limits] })
    .useMocker(() => new Proxy(cache, {}))
    .compile();

  await cache.ready();
  expect(module.get(Limits).limit).toBe(7);
  cache.close();
});
