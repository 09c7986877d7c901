/** A process that dies of what it cannot read, in the way that it is told to. */
import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SsmCache, SsmCacheModule, SsmParam, SsmSecret } from '../../../dist/esm/index.js';

const { ENDPOINT: endpoint, WAY: way, TRANSFORM: transform } = process.env;
const client = {
  endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
};
const options = { ssm: client, secretsManager: client, maxAge: 0, maxStale: 0 };
const how = transform === undefined ? { type: Object } : { transform };

const application = (setup) => {
  class Holder {}
  SsmParam('/x', how)(Holder.prototype, 'text');
  SsmSecret('text', how)(Holder.prototype, 'secret');
  Injectable()(Holder);
  class AppModule {}
  Module({ imports: [SsmCacheModule.forRoot({ ...options, preloadTimeout: 0 })], providers: [Holder] })(
    AppModule,
  );
  return NestFactory.createApplicationContext(AppModule, setup);
};

const ways = {
  'an unhandled rejection': () => {
    // The promise itself may be awaited late: what is made of it is rejected without anybody to handle it.
    void new SsmCache(options)
      .parameter('/x', how)
      .get()
      .then((value) => value);
  },
  'an uncaught exception': async () => {
    const handle = new SsmCache(options).parameter('/x', how);
    await handle.get().catch(() => undefined);
    setTimeout(() => handle.value);
  },
  'a failed start': () => application({}),
  'a failed start that nobody catches': () => application({ abortOnError: false, logger: false }),
  'a diagnostic report': async () => {
    const handle = new SsmCache(options).secret('text', how);
    await handle.get().catch((error) => console.log(JSON.stringify(process.report.getReport(error))));
    process.exitCode = 1;
  },
};

await ways[way]();
