// A process of a fleet: starts on the word "start", learns of a change on "refresh", closes on "close", and then ends by itself.
import { once } from 'node:events';
import { writeHeapSnapshot } from 'node:v8';
import { SSMClient } from '@aws-sdk/client-ssm';
import { Redis } from 'ioredis';
import { SsmCache } from '../../../dist/esm/index.js';

const { port, names, config, heap, keySource, pace, share } = JSON.parse(process.argv[2]);

const makeKey = () => Buffer.from([...keySource].map((digit) => Number.parseInt(digit, 36)));
const resources = () =>
  process
    .getActiveResourcesInfo()
    .filter((kind) => kind !== 'PipeWrap')
    .toSorted();
const before = resources();
const run = async () => {
  const client = new Redis(port).on('error', () => undefined);
  const sdk = new SSMClient(config);
  const listeners = client.eventNames().reduce((sum, event) => sum + client.listenerCount(event), 0);
  const keys = share === 'values' ? { keys: [{ get: async () => makeKey().toString('base64') }] } : {};
  const cache = new SsmCache({
    ssmClient: sdk,
    refreshTimeout: 20,
    fleet: { client, namespace: 'processes', share, pace, timeout: 2, ...keys },
  });
  process.send('ready');
  await once(process, 'message');
  const begin = performance.now();
  const handles = names.map((name) => cache.parameter(name));
  await cache.ready();
  const seconds = (performance.now() - begin) / 1_000;
  process.send({
    throttled: cache.stats().throttled,
    paced: cache.stats().fleet.paced,
    seconds,
    read: handles.filter(({ value }) => value !== '').length,
  });
  await once(process, 'message');
  await handles[0].refresh();
  const { length } = handles[0].value;
  cache.close();
  const left = client.eventNames().reduce((sum, event) => sum + client.listenerCount(event), 0) - listeners;
  await client.quit();
  sdk.destroy();
  return { cache, left, length };
};
const { cache, left, length } = await run();
await new Promise((resolve) => setTimeout(resolve, 200));
globalThis.gc?.();
const more = resources();
for (const kind of before) if (more.includes(kind)) more.splice(more.indexOf(kind), 1);
if (heap !== undefined) writeHeapSnapshot(heap);
process.send({
  left,
  length,
  closed: cache.health().status,
  failures: cache.stats().fleet.failures,
  resources: more,
});
process.disconnect();
