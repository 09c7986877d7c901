import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  RefreshOnError,
  SsmCache,
  SsmCacheModule,
  SsmParam,
  type RefreshOnErrorOptions,
} from 'nestjs-ssm-cache';
import { startLocalAws, type LocalAws } from 'nestjs-ssm-cache/testing';
import { rejection } from '../support/make-cache.js';

@Injectable()
class Service {
  @SsmParam('/host') readonly host!: string;

  @RefreshOnError({ delay: 0.01, retries: 3 })
  async login(): Promise<void> {
    throw new Error('login failed');
  }
}

const create = async (aws: LocalAws, controllers: Type[] = []) => {
  const client = aws.clientConfig();
  @Module({
    imports: [SsmCacheModule.forRoot({ ssm: client, secretsManager: client, refreshTimeout: 60 })],
    providers: [Service],
    controllers,
  })
  class AppModule {}
  return NestFactory.create(AppModule, { logger: false });
};

const withAws = async (test: (aws: LocalAws) => Promise<void>): Promise<void> => {
  const aws = await startLocalAws({ parameters: { '/host': 'localhost' } });
  try {
    await test(aws);
  } finally {
    await aws.close();
  }
};

describe('An application can be closed', () => {
  it('twice, at the same time and again later', () =>
    withAws(async (aws) => {
      const application = await (await create(aws)).init();
      const service = application.get(Service);
      await Promise.all([application.close(), application.close()]);
      await application.close();

      expect(() => service.host).toThrow(expect.objectContaining({ code: 'SSM_CACHE_CLOSED' }));
    }));

  it('before it has been initialised, and while it is', () =>
    withAws(async (aws) => {
      await (await create(aws)).close();
      const application = await create(aws);
      const init = application.init();
      await application.close();
      await init;

      expect(() => application.get(Service).host).toThrow(
        expect.objectContaining({ code: 'SSM_CACHE_CLOSED' }),
      );
    }));

  it('in the middle of a recovery: the call fails with its own error, at once', () =>
    withAws(async (aws) => {
      const application = await (await create(aws)).init();
      aws.faults.always('no-answer');
      const call = rejection(application.get(Service).login());
      while (aws.calls.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
      await application.close();
      const error = (await call) as Error & { refreshError?: { code?: string } };

      expect(error.message).toBe('login failed');
      expect(error.refreshError?.code).toBe('SSM_CACHE_CLOSED');
    }));

  it('while calls wait for the delay before their repeat', () =>
    withAws(async (aws) => {
      const application = await (await create(aws)).init();
      const service = application.get(Service);
      const slow = application
        .get(SsmCache)
        .parameter('/host')
        .refreshOnError(() => service.login(), { delay: 3_600, retries: 2 });
      const call = rejection(slow());
      await new Promise((resolve) => setTimeout(resolve, 50));
      await application.close();

      expect((await call).message).toBe('login failed');
    }));

  it.each<[string, RefreshOnErrorOptions]>([
    ['waits for the delay before its repeat', { delay: 3_600 }],
    [
      'waits for a callback that never ends',
      { onRefresh: () => new Promise(() => {}), recoveryTimeout: 0.3 },
    ],
  ])('while a request %s', (_title, options) =>
    withAws(async (aws) => {
      let calls = 0;
      let begin = (): void => undefined;
      const begun = new Promise<void>((resolve) => (begin = resolve));
      @Controller()
      class Orders {
        @SsmParam('/host') readonly host!: string;

        @Get('/orders')
        @RefreshOnError(options)
        async find(): Promise<string> {
          begin();
          calls += 1;
          if (calls === 1) throw new Error('login failed');
          return this.host;
        }
      }
      const application = await create(aws, [Orders]);
      await application.listen(0, '127.0.0.1');
      const answer = fetch(`${await application.getUrl()}/orders`);
      await begun;
      await application.close();

      expect((await answer).status).toBe(options.delay === undefined ? 500 : 200);
    }),
  );
});
