import { expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { SsmCacheModule, SsmParam } from 'nestjs-ssm-cache';

class Service {}
SsmParam('/host', { type: String })(Service.prototype, 'host');

// As many tests are written: nobody closes the application.
it('reads a value', async () => {
  const ssm = JSON.parse(process.env.LOCAL_AWS);
  class AppModule {}
  Module({ imports: [SsmCacheModule.forRoot({ ssm, maxAge: 0.01 })], providers: [Service] })(AppModule);
  const application = await (await Test.createTestingModule({ imports: [AppModule] }).compile()).init();
  const service = application.get(Service);
  expect(service.host).toBe('localhost');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(service.host).toBe('localhost');
});
