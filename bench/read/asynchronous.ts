import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { SSMClient } from '@aws-sdk/client-ssm';
import { LRUCache } from 'lru-cache';
import { startLocalAws } from 'nestjs-ssm-cache/testing';
import { compare, type Comparison } from '../support/compare.js';
import { loopOfTurns, loopOver, subjects } from '../support/loop.js';
import { report } from '../support/report.js';
import type { Subject } from '../support/rounds.js';
import { startApplication } from './application.js';
import { PARAMETERS } from './services.js';

const BASE = 'resolved promise';
const GET = '`handle.get()`';
const NAME = '/bench/host';

const { boundServices, cacheManager, context, rawServices } = await startApplication();
const aws = await startLocalAws({ parameters: PARAMETERS });

const provider = new SSMProvider({ awsSdkV3Client: new SSMClient(aws.clientConfig()) });
await provider.get(NAME, { maxAge: 300 });
await cacheManager.set(NAME, 'db.internal');
const lru = new LRUCache<string, string>({ max: 100, ttl: 300_000, fetchMethod: async () => 'db.internal' });
await lru.fetch(NAME);

interface ReadSubject {
  readonly name: string;
  readonly picked: readonly unknown[];
  readonly promise: string;
}

const SUBJECTS: readonly [ReadSubject, ...ReadSubject[]] = [
  { name: BASE, picked: rawServices, promise: 'it.later' },
  { name: GET, picked: boundServices.map(({ handle }) => handle), promise: 'it.get()' },
  { name: 'property, `Promise` by `@SsmParam`', picked: boundServices, promise: 'it.later' },
  { name: 'lru-cache, `fetch()`', picked: subjects(() => lru), promise: `it.fetch("${NAME}")` },
  { name: 'Powertools, `get()`', picked: subjects(() => provider), promise: `it.get("${NAME}")` },
  {
    name: '`@nestjs/cache-manager`, `get()`',
    picked: subjects(() => cacheManager),
    promise: `it.get("${NAME}")`,
  },
];

type MakeLoop = (subject: ReadSubject) => Subject;

const measure = (title: string, note: string, makeLoop: MakeLoop): Promise<Comparison> => {
  const [base, ...others] = SUBJECTS;
  return compare({
    title,
    note,
    what: 'read and awaited',
    base: makeLoop(base),
    others: others.map(makeLoop),
    rounds: 60,
    reads: 5_000,
  });
};

const manyInATurn = await measure(
  'Awaiting values, many in a turn',
  'A hundred are asked for in one turn of the event loop, and then awaited one after the other.',
  ({ name, picked, promise }) => ({ name, run: loopOfTurns(picked, promise) }),
);
const oneInATurn = await measure(
  'Awaiting values, one in a turn',
  'Each is awaited before the next is asked for, so that each begins a turn of its own, in which the clocks of the ' +
    'system have to be asked again.',
  ({ name, picked, promise }) => ({ name, run: loopOver(picked, `(await ${promise}).length`) }),
);

report({
  tables: [manyInATurn.table, oneInATurn.table],
  figures: {
    'get(), multiple of a resolved promise, many in a turn': manyInATurn.multipleOf(GET),
    'get(), multiple of a resolved promise, one in a turn': oneInATurn.multipleOf(GET),
  },
});
await context.close();
await aws.close();
