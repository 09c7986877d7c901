import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Module,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
  type MiddlewareConsumer,
  type NestModule,
  type Type,
} from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { SsmCacheInterceptor, SsmCacheMiddleware, SsmParam } from 'nestjs-ssm-cache';
import request from 'supertest';
import { start, type Application } from '../support/application.js';

@Injectable()
class TokenGuard implements CanActivate {
  @SsmParam('/token') private readonly token!: string;

  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<{ query: { token: string } }>();
    return query.token === this.token;
  }
}

@Controller('prices')
class PricesController {
  @SsmParam('/vat') private readonly vat!: string;

  @Get()
  show(): string {
    return this.vat;
  }
}

@Controller('guarded')
class GuardedController extends PricesController {
  @Get()
  @UseGuards(TokenGuard)
  override show(): string {
    return super.show();
  }
}

const PARAMETERS = { '/vat': '19', '/token': 'first' };
/** Everything is older than this as soon as it is read. */
const ALWAYS_DUE = { maxAge: 0 };

const startWith = (module: Type, options = ALWAYS_DUE): Promise<Application> =>
  start({ imports: [module] }, { options, parameters: PARAMETERS });

describe('SsmCacheMiddleware', () => {
  @Module({ controllers: [PricesController, GuardedController], providers: [TokenGuard] })
  class PricesModule implements NestModule {
    configure(consumer: MiddlewareConsumer): void {
      consumer.apply(SsmCacheMiddleware).forRoutes(PricesController, GuardedController);
    }
  }

  it('refreshes what has expired before guards and handlers read it, in one call', async () => {
    const { server, store, calls } = await startWith(PricesModule);
    store.put('/vat', '20');
    store.put('/token', 'second');
    const before = calls();
    const response = await request(server).get('/guarded?token=second');
    expect([response.status, response.text]).toEqual([200, '20']);
    expect(calls() - before).toBe(1);
  });

  it('calls nothing for a request that finds everything fresh', async () => {
    const { server, store, calls } = await startWith(PricesModule, { maxAge: 60 });
    store.put('/vat', '20');
    const before = calls();
    expect((await request(server).get('/prices')).text).toBe('19');
    expect(calls()).toBe(before);
  });

  it('lets a request pass with the last known values while AWS fails', async () => {
    const { server, store } = await startWith(PricesModule);
    store.failNext(Object.assign(new Error('slow down'), { name: 'ThrottlingException' }), 3);
    const response = await request(server).get('/guarded?token=first');
    expect([response.status, response.text]).toEqual([200, '19']);
  });
});

describe('SsmCacheInterceptor', () => {
  @Module({
    controllers: [PricesController],
    providers: [{ provide: APP_INTERCEPTOR, useClass: SsmCacheInterceptor }],
  })
  class InterceptedModule {}

  it('refreshes what has expired before handlers read it', async () => {
    const { server, store } = await startWith(InterceptedModule);
    store.put('/vat', '20');
    expect((await request(server).get('/prices')).text).toBe('20');
  });
});
