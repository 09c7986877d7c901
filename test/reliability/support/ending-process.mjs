// A process that is to end: what it does is its first argument, where AWS is its second.
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SsmCache, SsmCacheModule, SsmParam } from 'nestjs-ssm-cache';

const [kind, config] = process.argv.slice(2);
const client = JSON.parse(config);
const say = (word) => process.stdout.write(`${word}\n`);

const application = (options) => {
  class Service {}
  SsmParam('/host', { type: String })(Service.prototype, 'host');
  class AppModule {}
  const clients = { ssm: client, secretsManager: client };
  Module({ imports: [SsmCacheModule.forRoot({ ...clients, ...options })], providers: [Service] })(AppModule);
  const created = NestFactory.createApplicationContext(AppModule, { logger: false });
  return created.then((app) => ({ app: app.enableShutdownHooks(), service: app.get(Service) }));
};

/** A cache that is used, and then let go. */
const forgotten = async () => {
  const cache = new SsmCache({ ssm: client, maxAge: 0.001 });
  const host = cache.parameter('/host');
  host.onChange(() => say('changed'));
  cache.changes$.subscribe(() => say('changed'));
  await Promise.all([host.get(), cache.createGroup().parameter('/host').get()]);
  return new WeakRef(cache);
};

const deeds = {
  /** Serves until it is told to end, while a refresh gets no answer. */
  serve: async () => {
    const { app, service } = await application({ maxAge: 0.05, refreshTimeout: 60 });
    setInterval(() => service.host, 20);
    const stuck = app.get(SsmCache).parameter('/host');
    setTimeout(() => void stuck.get().catch(({ code }) => say(code)), 200);
  },

  /** Only starts, and has nothing more to do. */
  start: async () => {
    const { service } = await application({ maxAge: 300 });
    say(service.host);
  },

  /** Reads once without Nest, and has nothing more to do. */
  read: async () => {
    const cache = new SsmCache({ ssm: client, maxAge: 300 });
    say(await cache.parameter('/host').get());
  },

  /** Reads an old value, so that a refresh begins that nobody waits for. */
  leave: async () => {
    const cache = new SsmCache({ ssm: client, maxAge: 0.001, refreshTimeout: 1 });
    const host = cache.parameter('/host');
    say(await host.get());
    setTimeout(() => say(host.value), 50);
  },

  /** Makes caches that nobody closes, and counts those that are kept all the same. */
  forget: async () => {
    const refs = await Promise.all(Array.from({ length: 20 }, forgotten));
    const kept = () => refs.filter((ref) => ref.deref() !== undefined).length;
    for (let turn = 0; turn < 20 && kept() > 0; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, 20));
      globalThis.gc();
    }
    say(`kept ${kept()}`);
  },
};

await deeds[kind]();
say('done');
