import { nestApp } from '../runner/nest-app.js';

const onFastify = (source) =>
  source
    .replace(
      'import { NestFactory }',
      "import { FastifyAdapter } from '@nestjs/platform-fastify';\nimport { NestFactory }",
    )
    .replace('create(AppModule)', 'create(AppModule, new FastifyAdapter())')
    .replace('import { Test }', "import { FastifyAdapter } from '@nestjs/platform-fastify';\nimport { Test }")
    .replace('createNestApplication()', 'createNestApplication(new FastifyAdapter())');

/** What runs in a request: a middleware, a guard, an interceptor and a controller, each with what it declares. */
const IN_REQUESTS = `
import {
  Controller,
  Get,
  Injectable,
  Module,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type MiddlewareConsumer,
  type NestModule,
} from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import {
  SECRETS_MANAGER_CLIENT,
  SSM_CLIENT,
  SsmCacheInterceptor,
  SsmCacheMiddleware,
  SsmCacheModule,
  SsmParam,
  SsmSecret,
} from 'nestjs-ssm-cache';
import { InMemoryParameterStore, InMemorySecretsManager } from 'nestjs-ssm-cache/testing';

@Injectable()
class OpenGuard implements CanActivate {
  @SsmParam('/open') private readonly isOpen!: boolean;

  canActivate(): boolean {
    return this.isOpen;
  }
}

@Controller('guarded')
@UseGuards(OpenGuard)
class GuardedController {
  @SsmSecret('prod/token') private readonly token!: string;

  @Get()
  read(): object {
    return { token: this.token };
  }
}

@Controller('intercepted')
@UseInterceptors(SsmCacheInterceptor)
class InterceptedController {
  @SsmParam('/price') private readonly price!: number;

  @Get()
  read(): object {
    return { price: this.price };
  }
}

@Module({
  imports: [SsmCacheModule.forRoot({ maxAge: 0, minRefreshInterval: 0 })],
  controllers: [GuardedController, InterceptedController],
})
class RequestsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(SsmCacheMiddleware).forRoutes(GuardedController);
  }
}

describe('a request on Fastify', () => {
  const parameters = new InMemoryParameterStore({ '/open': 'yes', '/price': '1' });
  const secrets = new InMemorySecretsManager({ 'prod/token': 't1' });
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [RequestsModule] })
      .overrideProvider(SSM_CLIENT)
      .useValue(parameters)
      .overrideProvider(SECRETS_MANAGER_CLIENT)
      .useValue(secrets)
      .compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  const get = async (url: string): Promise<[number, any]> => {
    const { statusCode, body } = await app.inject({ method: 'GET', url });
    return [statusCode, JSON.parse(body)];
  };

  it('sees in its handler what the interceptor has refreshed', async () => {
    expect(await get('/intercepted')).toEqual([200, { price: 1 }]);
    parameters.put('/price', '2');
    expect(await get('/intercepted')).toEqual([200, { price: 2 }]);
  });

  it('sees in guards and handlers what the middleware has refreshed', async () => {
    expect(await get('/guarded')).toEqual([200, { token: 't1' }]);
    secrets.put('prod/token', 't2');
    expect(await get('/guarded')).toEqual([200, { token: 't2' }]);
    parameters.put('/open', 'no');
    expect((await get('/guarded'))[0]).toBe(403);
  });
});
`;

export default nestApp({
  name: 'nest-12-fastify',
  about: 'Nest 12 on Fastify, with middleware, guards and interceptors',
  nest: 12,
  async adapt(project) {
    await project.edit('package.json', ({ dependencies }) => {
      delete dependencies['@nestjs/platform-express'];
      dependencies['@nestjs/platform-fastify'] = '^12.0.0';
    });
    await project.edit('src/main.ts', onFastify);
    await project.edit('test/app.e2e-spec.ts', onFastify);
    await project.write('test/requests.e2e-spec.ts', IN_REQUESTS);
  },
});
