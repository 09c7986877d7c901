import { Module } from '@nestjs/common';
import { ContextIdFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { SSM_CLIENT, SsmCacheModule } from 'nestjs-ssm-cache';
import { InMemoryParameterStore } from 'nestjs-ssm-cache/testing';
import { compare } from '../support/compare.js';
import { loopOver, subjects } from '../support/loop.js';
import { report } from '../support/report.js';
import { BoundRequestService, CallingService, PARAMETERS, RawRequestService } from './services.js';

const callingServices = subjects((index) => ({ provide: `calling ${index}`, useClass: CallingService }));

@Module({
  imports: [SsmCacheModule.forRoot({ maxAge: 300 })],
  providers: [...callingServices, BoundRequestService, RawRequestService],
})
class AppModule {}

const application = await Test.createTestingModule({ imports: [AppModule] })
  .overrideProvider(SSM_CLIENT)
  .useValue(new InMemoryParameterStore(PARAMETERS))
  .compile();
await application.init();

const services = callingServices.map(({ provide }) => application.get<CallingService>(provide));
const resolversOf = (service: typeof BoundRequestService | typeof RawRequestService) =>
  subjects(() => ({ resolve: () => application.resolve(service, ContextIdFactory.create()) }));
const sumOfAll = Array.from({ length: 10 }, (_, index) => `made.property${index}.length`).join(' + ');
const resolveAndRead = `await it.resolve().then((made) => ${sumOfAll})`;

const calls = await compare({
  title: 'A call that succeeds',
  note: 'Of an async method that does nothing, each awaited before the next.',
  what: 'method',
  base: { name: 'bare', run: loopOver(services, '(await it.bare("text")).length') },
  others: [
    { name: '`@RefreshOnError()`', run: loopOver(services, '(await it.recovering("text")).length') },
    {
      name: '`@RefreshOnError({ onRefresh })`',
      run: loopOver(services, '(await it.reconnecting("text")).length'),
    },
  ],
  rounds: 60,
  reads: 3_000,
});
const instances = await compare({
  title: 'An instance for each request',
  note: 'Nest makes a request-scoped instance with ten properties, and each of them is read once.',
  what: 'ten properties',
  base: { name: 'raw', run: loopOver(resolversOf(RawRequestService), resolveAndRead) },
  others: [{ name: 'bound by `@SsmParam`', run: loopOver(resolversOf(BoundRequestService), resolveAndRead) }],
  rounds: 60,
  reads: 200,
});

report({
  tables: [calls.table, instances.table],
  figures: {
    'recovering call, multiple of a bare one': calls.multipleOf('`@RefreshOnError()`'),
    'request-scoped instance, multiple of a raw one': instances.multipleOf('bound by `@SsmParam`'),
  },
});
await application.close();
