import { describe, expect, it } from '@jest/globals';
import {
  Catch,
  Controller,
  Get,
  Injectable,
  Module,
  NotFoundException,
  Param,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type MiddlewareConsumer,
  type NestInterceptor,
  type NestMiddleware,
  type NestModule,
  type PipeTransform,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { SsmCache, SsmParam } from 'nestjs-ssm-cache';
import { map, type Observable } from 'rxjs';
import request from 'supertest';
import { start } from '../support/application.js';
import { SCOPES } from '../support/scopes.js';
import { world } from '../support/world.js';

interface Reply {
  status(code: number): { json(body: unknown): void };
}

describe.each(SCOPES)('an enhancer in $name scope has its values', ({ scope }) => {
  @Injectable({ scope })
  class HostGuard implements CanActivate {
    @SsmParam('/db/host') private readonly host!: string;

    canActivate(context: ExecutionContext): boolean {
      const { params } = context.switchToHttp().getRequest<{ params: { host?: string } }>();
      return params.host === undefined || params.host === this.host;
    }
  }

  @Injectable({ scope })
  class PortInterceptor implements NestInterceptor {
    @SsmParam('/db/port') private readonly port!: number;

    intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
      return next.handle().pipe(map((body) => `${body}:${this.port}`));
    }
  }

  @Injectable({ scope })
  class HostPipe implements PipeTransform {
    @SsmParam('/db/host') private readonly host!: string;

    transform(value: unknown): unknown {
      return value === 'host' ? this.host : value;
    }
  }

  @Catch(NotFoundException)
  @Injectable({ scope })
  class HostFilter implements ExceptionFilter {
    @SsmParam('/db/host') private readonly host!: string;

    catch(_error: unknown, context: ArgumentsHost): void {
      context.switchToHttp().getResponse<Reply>().status(404).json({ askAt: this.host });
    }
  }

  class Routes {
    @Get('guarded/:host')
    guarded(): string {
      return 'in';
    }

    @Get('intercepted')
    intercepted(): string {
      return 'port';
    }

    @Get('piped/:name')
    piped(@Param('name') name: string): string {
      return name;
    }

    @Get('filtered')
    filtered(): never {
      throw new NotFoundException();
    }
  }

  @Controller()
  @UseGuards(HostGuard)
  @UseInterceptors(PortInterceptor)
  @UsePipes(HostPipe)
  @UseFilters(HostFilter)
  class DecoratedRoutes extends Routes {}

  @Controller()
  class BareRoutes extends Routes {}

  const onController = { where: 'on a controller', controllers: [DecoratedRoutes], providers: [] };
  const onApplication = {
    where: 'on the application',
    controllers: [BareRoutes],
    providers: [
      { provide: APP_GUARD, useClass: HostGuard },
      { provide: APP_INTERCEPTOR, useClass: PortInterceptor },
      { provide: APP_PIPE, useClass: HostPipe },
      { provide: APP_FILTER, useClass: HostFilter },
    ],
  };
  // Nest 10 never calls enhancers of the application that are in transient scope.
  const isCalled = world.nest > 10 || scope !== Scope.TRANSIENT;

  it.each(isCalled ? [onController, onApplication] : [onController])(
    '$where',
    async ({ controllers, providers }) => {
      const { server, calls } = await start({ controllers, providers });
      expect(await request(server).get('/guarded/db.internal')).toMatchObject({ status: 200 });
      expect(await request(server).get('/guarded/elsewhere')).toMatchObject({ status: 403 });
      expect(await request(server).get('/intercepted')).toMatchObject({ status: 200, text: 'port:5432' });
      expect(await request(server).get('/piped/host')).toMatchObject({
        status: 200,
        text: 'db.internal:5432',
      });
      expect(await request(server).get('/filtered')).toMatchObject({
        status: 404,
        body: { askAt: 'db.internal' },
      });
      expect(calls()).toBe(1);
    },
  );
});

describe('class middleware, which Nest makes after the scan,', () => {
  @Injectable()
  class HostMiddleware implements NestMiddleware {
    @SsmParam('/db/host') private readonly host!: string;

    use(
      _request: unknown,
      response: { setHeader(name: string, value: string): void },
      next: () => void,
    ): void {
      response.setHeader('x-host', this.host);
      next();
    }
  }
  @Controller()
  class Routes {
    @Get('host')
    show(): string {
      return 'see header';
    }
  }
  @Module({ controllers: [Routes] })
  class RoutesModule implements NestModule {
    configure(consumer: MiddlewareConsumer): void {
      consumer.apply(HostMiddleware).forRoutes(Routes);
    }
  }
  const imports = [RoutesModule];

  it('has its values at the first request', async () => {
    const { app, server, calls } = await start({ imports });
    expect(calls()).toBe(1);
    expect(app.get(SsmCache).inspect()).toMatchObject([{ name: '/db/host', state: 'fresh' }]);
    expect(await request(server).get('/host')).toMatchObject({
      status: 200,
      headers: { 'x-host': 'db.internal' },
    });
  });

  it('keeps the application from starting when one is missing', async () => {
    await expect(start({ imports }, { parameters: {} })).rejects.toThrow(/HostMiddleware\.host/);
  });

  it('is not waited for where the start waits for nothing', async () => {
    const { app } = await start({ imports }, { parameters: {}, options: { preload: false } });
    expect(app.get(SsmCache).inspect()).toMatchObject([{ name: '/db/host' }]);
  });
});
