// A part of a fleet in a process of its own: made beforehand, begun on the word "start", ended on the word "stop".
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { SSM_CLIENT, SsmCacheModule, SsmParam, SsmParams } from 'nestjs-ssm-cache';

const NAMES_PER_CALL = 10;
const RUNTIME_TOKEN = 'SSM_CACHE:RUNTIME';
const { kind, size, names, path, client, rehearsal, slowness } = JSON.parse(process.argv[2]);

/** The cache's time, in slow motion. */
const slowRuntime = {
  clock: { now: () => ({ wall: Date.now() / slowness, monotonic: performance.now() / slowness }) },
  scheduler: {
    endOfTurn: (task) => setImmediate(() => task()),
    after: (milliseconds, task, holds) => {
      const timer = setTimeout(() => task(), milliseconds * slowness);
      if (!holds) timer.unref();
      return () => clearTimeout(timer);
    },
  },
};

/** Lets the SDK's own retries pass in slow motion too. */
const slowDown = async (sdk) => {
  const { retryBackoffStrategy: backOff } = await sdk.config.retryStrategy();
  const usual = backOff.computeNextBackoffDelay.bind(backOff);
  backOff.computeNextBackoffDelay = (retry) => usual(retry) * slowness;
};

const declareNames = (prototype) => {
  for (const name of names) SsmParam(name, { type: String })(prototype, name);
};

const declarePath = (prototype) => {
  SsmParams(path, { shape: 'record', type: Object })(prototype, 'all');
};

const readNames = (instance) => names.map((name) => instance[name]);
const readPath = ({ all }) => names.map((name) => all[name.slice(path.length + 1)]);

/** An application whose client is the module's own, or, every second time, one that it is given. */
const application = (declare, read) => (config, index) => {
  class Decorated {}
  declare(Decorated.prototype);
  class AppModule {}
  Module({ imports: [SsmCacheModule.forRoot({ ssm: config })], providers: [Decorated] })(AppModule);
  const given = index % 2 === 0 ? new SSMClient(config) : undefined;
  const builder = Test.createTestingModule({ imports: [AppModule] });
  if (slowness > 1) builder.overrideProvider(RUNTIME_TOKEN).useValue(slowRuntime);
  if (given !== undefined) builder.overrideProvider(SSM_CLIENT).useValue(given);
  let app;
  return {
    start: async () => {
      app = await (await builder.compile()).init();
      const values = read(app.get(Decorated));
      if (names.some((name, at) => values[at] !== `value of ${name}`))
        throw new Error('A value is not there.');
    },
    stop: async () => {
      await app?.close();
      given?.destroy();
    },
  };
};

/** What is written without a thought: all batches in parallel, and the SDK's own retries. */
const naive = (config) => {
  const sdk = new SSMClient(config);
  const batches = Array.from({ length: Math.ceil(names.length / NAMES_PER_CALL) }, (_, index) =>
    names.slice(index * NAMES_PER_CALL, (index + 1) * NAMES_PER_CALL),
  );
  return {
    start: async () => {
      await slowDown(sdk);
      const calls = batches.map((Names) => sdk.send(new GetParametersCommand({ Names })));
      const ends = await Promise.allSettled(calls);
      if (ends.some(({ status }) => status === 'rejected')) throw new Error('A batch is not there.');
    },
    stop: async () => sdk.destroy(),
  };
};

const make = {
  application: application(declareNames, readNames),
  'application of a path': application(declarePath, readPath),
  naive,
}[kind];

/** The seconds that each start took; null for one that failed. */
const startAll = (members) => {
  const begin = performance.now();
  return Promise.all(
    members.map((member) =>
      member.start().then(
        () => (performance.now() - begin) / 1_000 / slowness,
        () => null,
      ),
    ),
  );
};

const stopAll = (members) => Promise.all(members.map((member) => member.stop()));

// Code that has never run is slow, which is not what is measured.
const rehearsed = [make(rehearsal, 0), make(rehearsal, 1)];
await startAll(rehearsed);
await stopAll(rehearsed);

const members = Array.from({ length: size }, (_, index) => make(client, index));
process.on('message', (word) => {
  if (word === 'start') void startAll(members).then((times) => process.send(times));
  else void stopAll(members).then(() => process.disconnect());
});
process.send('ready');
