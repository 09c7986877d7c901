import { describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  Header,
  Headers,
  HttpCode,
  Inject,
  Injectable,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Scope,
  SetMetadata,
  UseGuards,
  UseInterceptors,
  type ArgumentMetadata,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { IsRetry, RefreshOnError, SsmSecret } from 'nestjs-ssm-cache';
import { defer, map, of, type Observable } from 'rxjs';
import request from 'supertest';
import { start } from '../support/application.js';

class Order {
  id!: number;
}

/** Tells which type a pipe is given for a parameter. */
class TypeNamePipe implements PipeTransform {
  transform(_value: unknown, { metatype }: ArgumentMetadata): unknown {
    return metatype?.name;
  }
}

@Injectable()
class RoleGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const role = this.reflector.get<string | undefined>('role', context.getHandler());
    const { headers } = context.switchToHttp().getRequest<{ headers: { role?: string } }>();
    return role === undefined || role === headers.role;
  }
}

@Injectable()
class HandlerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { name } = context.getHandler();
    return next.handle().pipe(map((body: object) => ({ ...body, handler: name })));
  }
}

@UseGuards(RoleGuard)
class OrdersRoutes {
  @SsmSecret('prod/db', { key: 'password' }) private readonly password!: string;

  @Get('above/:id')
  @SetMetadata('role', 'reader')
  @Header('x-answered', 'yes')
  @RefreshOnError()
  async above(
    @Param('id', ParseIntPipe) id: number,
    @IsRetry() isRetry: boolean,
    @Query('page') page: string,
  ): Promise<object> {
    return { id, page, isRetry, login: this.login() };
  }

  @RefreshOnError()
  @SetMetadata('role', 'reader')
  @Header('x-answered', 'yes')
  @Get('below/:id')
  async below(
    @Param('id', ParseIntPipe) id: number,
    @IsRetry() isRetry: boolean,
    @Query('page') page: string,
  ): Promise<object> {
    return { id, page, isRetry, login: this.login() };
  }

  @Post('typed')
  @HttpCode(202)
  @RefreshOnError()
  async typed(@Body(TypeNamePipe) body: Order, @Headers('page') page?: string): Promise<object> {
    return { body, page, login: this.login() };
  }

  @Get('named')
  @UseInterceptors(HandlerInterceptor)
  @RefreshOnError()
  async named(): Promise<object> {
    return { login: this.login() };
  }

  @Get('bare')
  @RefreshOnError()
  async bare(@IsRetry() isRetry?: boolean): Promise<object> {
    return { isRetry, login: this.login() };
  }

  @Get('observable/:id')
  @RefreshOnError()
  observable(@Param('id') id: string, @IsRetry() isRetry?: boolean): Observable<object> {
    return defer(() => of({ id, isRetry, login: this.login() }));
  }

  private login(): string {
    if (this.password !== 'second') throw new Error('wrong password');
    return 'in';
  }
}

describe.each([
  { name: 'default', scope: Scope.DEFAULT },
  { name: 'request', scope: Scope.REQUEST },
])('@RefreshOnError on the routes of a controller in $name scope', ({ scope }) => {
  @Controller({ path: 'orders', scope })
  class OrdersController extends OrdersRoutes {}

  const startRotated = async () => {
    const application = await start({ controllers: [OrdersController] });
    application.secrets.rotate('prod/db', '{"password":"second"}');
    return application;
  };

  it.each(['above', 'below'])(
    'keeps route, guard, header, pipes and parameters of a handler when they stand %s it',
    async (order) => {
      const { server } = await startRotated();
      expect(await request(server).get(`/orders/${order}/7?page=2`).set('role', 'reader')).toMatchObject({
        status: 200,
        body: { id: 7, page: '2', isRetry: true, login: 'in' },
        headers: { 'x-answered': 'yes' },
      });
      expect(await request(server).get(`/orders/${order}/7`)).toMatchObject({ status: 403 });
      expect(await request(server).get(`/orders/${order}/seven`).set('role', 'reader')).toMatchObject({
        status: 400,
      });
    },
  );

  it('says isRetry: false when nothing failed', async () => {
    const { server } = await start(
      { controllers: [OrdersController] },
      { secrets: { 'prod/db': '{"password":"second"}' } },
    );
    expect(await request(server).get('/orders/bare')).toMatchObject({
      status: 200,
      body: { isRetry: false, login: 'in' },
    });
  });

  it('repeats a handler without other parameters', async () => {
    const { server } = await startRotated();
    expect(await request(server).get('/orders/bare')).toMatchObject({
      status: 200,
      body: { isRetry: true, login: 'in' },
    });
  });

  it('tells pipes the declared types of parameters', async () => {
    const { server } = await startRotated();
    expect(await request(server).post('/orders/typed').set('page', '3').send({ id: 1 })).toMatchObject({
      status: 202,
      body: { body: 'Order', page: '3', login: 'in' },
    });
  });

  it('tells interceptors the name of the handler', async () => {
    const { server } = await startRotated();
    expect(await request(server).get('/orders/named')).toMatchObject({
      status: 200,
      body: { login: 'in', handler: 'named' },
    });
  });

  it('subscribes again to an Observable', async () => {
    const { server } = await startRotated();
    expect(await request(server).get('/orders/observable/7')).toMatchObject({
      status: 200,
      body: { id: '7', isRetry: true, login: 'in' },
    });
  });

  it('answers all requests that run into the old password, with one refresh', async () => {
    const { server, secrets } = await startRotated();
    secrets.resetCalls();
    const answers = await Promise.all(Array.from({ length: 20 }, () => request(server).get('/orders/bare')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(secrets.calls).toHaveLength(1);
  });

  it('answers 500 when the refresh brings nothing new', async () => {
    const { server } = await start({ controllers: [OrdersController] });
    expect(await request(server).get('/orders/bare')).toMatchObject({ status: 500 });
  });
});
