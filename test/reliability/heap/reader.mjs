/**
 * A process that reads in every kind, and writes snapshots of its heap: when it has read, when the values were replaced,
 * when new ones could not be used, and when it has closed. The names come from outside, and so do the values.
 */
import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { writeHeapSnapshot } from 'node:v8';
import {
  SsmCache,
  SsmCacheModule,
  SsmParam,
  SsmParams,
  SsmSecret,
  ssmCacheConfig,
} from '../../../dist/esm/index.js';

const { ENDPOINT: endpoint, FOLDER: folder } = process.env;
const client = {
  endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
};
const options = { ssm: client, secretsManager: client, minRefreshInterval: 0 };

class Holder {
  async useAll() {
    return [this.text, await this.strict, this.secret, this.key, this.data, this.all].length;
  }
}
const declare = (decorator, property, type) => {
  Reflect.defineMetadata('design:type', type, Holder.prototype, property);
  decorator(Holder.prototype, property);
};
declare(SsmParam('/x'), 'text', String);
declare(SsmParam('/x'), 'strict', Promise);
declare(SsmSecret('text'), 'secret', String);
declare(SsmSecret('json', { key: 'password' }), 'key', String);
declare(SsmParam('/json', { transform: 'json' }), 'data', Object);
declare(SsmParams('/t'), 'all', Object);
Injectable()(Holder);

const config = ssmCacheConfig('settings', { path: '/t', ssm: client, minRefreshInterval: 0 });
class AppModule {}
Module({
  imports: [ConfigModule.forRoot({ ignoreEnvFile: true, load: [config] }), SsmCacheModule.forRoot(options)],
  providers: [Holder],
})(AppModule);

let app = await NestFactory.createApplicationContext(AppModule, { logger: false });
const cache = new SsmCache(options);
const group = cache.createGroup();
const handles = [
  cache.parameter('/x'),
  cache.parameter('/x', { transform: async (text) => ({ text }) }),
  cache.secret('text'),
  cache.secret('json', { key: 'password' }),
  cache.secret('binary'),
  cache.parameter('/json', { transform: 'json' }),
  cache.parameters('/t', { shape: 'map' }),
  group.parameter('/x'),
  group.secret('text'),
  cache.parameter('/x', { transform: (text) => JSON.parse(`"${text.replace(/^!/, '"')}"`) }),
];

const readAll = async () => {
  await Promise.all([...handles.map((handle) => handle.get()), app.get(Holder).useAll()]);
  const calls = handles.map((handle) => handle.refreshOnError(async () => handle.value.length)());
  await Promise.all(calls);
};
const refreshAll = async () => {
  const all = [...handles, group, cache, app.get(SsmCache), config];
  return Promise.allSettled(all.map((each) => each.refresh()));
};
const forget = async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    await wait(20);
    globalThis.gc();
  }
};
const steps = {
  read: readAll,
  refresh: async () => {
    await refreshAll();
    await readAll();
  },
  fail: async () => {
    const outcomes = await refreshAll();
    globalThis.failures = outcomes.filter(({ status }) => status === 'rejected').map(({ reason }) => reason);
  },
  close: async () => {
    globalThis.kept = [cache, group, handles, config, app.get(Holder), app.get(SsmCache)];
    await app.close();
    cache.close();
    // Nest keeps what it injected for as long as somebody keeps the application: the configuration as it was at the start.
    app = undefined;
  },
};

process.send({ ready: true });
for (;;) {
  const [step] = await once(process, 'message');
  if (step === 'end') break;
  await steps[step]();
  await forget();
  const file = `${folder}/${step}-${process.hrtime.bigint()}.heapsnapshot`;
  writeHeapSnapshot(file);
  process.send({ file, failures: globalThis.failures?.length });
}
process.disconnect();
