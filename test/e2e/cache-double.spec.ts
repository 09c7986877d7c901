import { expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { SsmCache, SsmCacheModule } from 'nestjs-ssm-cache';

it('a double of the cache needs only what the application calls, and close()', async () => {
  @Injectable()
  class Greeter {
    constructor(private readonly cache: SsmCache) {}

    greet(): Promise<string> {
      return this.cache.parameter('/greeting').get();
    }
  }
  @Module({ imports: [SsmCacheModule.forRoot()], providers: [Greeter] })
  class AppModule {}
  const application = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(SsmCache)
    .useValue({ parameter: () => ({ get: async () => 'Hello' }), close: () => undefined })
    .compile();
  await application.init();

  await expect(application.get(Greeter).greet()).resolves.toBe('Hello');
  await application.close();
});
