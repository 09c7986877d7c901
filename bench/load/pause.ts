import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { SsmCache } from 'nestjs-ssm-cache';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Aws } from '../support/aws.js';
import { echo } from '../support/echo-client.js';
import { spread } from '../support/format.js';
import { report } from '../support/report.js';
import { medianOf } from '../support/statistics.js';

const NAMES = Array.from({ length: 200 }, (_, index) => `/bench/pause/name${index}`);
const NAMES_A_CALL = 10;
const REPEATS = 30;
const LATENCY = 20;

const aws = await Aws.start({
  parameters: Object.fromEntries(NAMES.map((name) => [name, `the value of ${name}`])),
  latency: LATENCY,
});

/** The longest turn of the event loop until `task` has ended, in milliseconds of processor time where that is less. */
const longestTurnOf = async (task: () => Promise<unknown>): Promise<number> => {
  const over = new AbortController();
  let longest = 0;
  const watching = (async () => {
    let before = performance.now();
    let cpuBefore = process.cpuUsage();
    while (!over.signal.aborted) {
      await nextTurn();
      const now = performance.now();
      const { user, system } = process.cpuUsage(cpuBefore);
      longest = Math.max(longest, Math.min(now - before, (user + system) / 1_000));
      before = now;
      cpuBefore = process.cpuUsage();
    }
  })();
  await nextTurn();
  await task();
  over.abort();
  await watching;
  return longest;
};

const BATCHES = Array.from({ length: NAMES.length / NAMES_A_CALL }, (_, index) =>
  NAMES.slice(index * NAMES_A_CALL, (index + 1) * NAMES_A_CALL),
);

const byTheSdkAtOnce = async (): Promise<void> => {
  const client = new SSMClient(aws.config);
  await Promise.all(BATCHES.map((Names) => client.send(new GetParametersCommand({ Names }))));
  client.destroy();
};

const byTheSdkInTurns = async (): Promise<void> => {
  const client = new SSMClient(aws.config);
  const calls: Promise<unknown>[] = [];
  for (const Names of BATCHES) {
    calls.push(client.send(new GetParametersCommand({ Names })));
    await nextTurn();
  }
  await Promise.all(calls);
  client.destroy();
};

const byTheCache = (options: ConstructorParameters<typeof SsmCache>[0]) => async (): Promise<void> => {
  const cache = new SsmCache(options);
  for (const name of NAMES) cache.parameter(name);
  await cache.ready();
  cache.close();
};

const ALONE = '**nestjs-ssm-cache** alone: a client that answers at once';
const OURS = '**nestjs-ssm-cache** with the SDK';

const CASES = [
  { name: 'the SDK alone: 20 calls of `GetParameters` at once', task: byTheSdkAtOnce },
  { name: 'the SDK alone: one of the 20 calls in a turn', task: byTheSdkInTurns },
  { name: OURS, task: byTheCache({ ssm: aws.config }) },
  {
    name: ALONE,
    task: byTheCache({ ssmClient: echo((name) => `the value of ${name}`) }),
  },
];

const rows: string[][] = [];
const later = new Map<string, number>();
for (const { name, task } of CASES) {
  const first = await longestTurnOf(task);
  const repeated: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) repeated.push(await longestTurnOf(task));
  rows.push([name, spread([first], 'ms'), spread(repeated, 'ms')]);
  later.set(name, medianOf(repeated));
}

report({
  tables: [
    {
      title: 'The longest pause of the event loop while 200 names load',
      note:
        `Each way in turn, first in code that has never run and then ${REPEATS} times more. A turn counts with its processor ` +
        'time where that is less than the time on the clock, since another process may have had the processor meanwhile.',
      columns: ['way', 'the first time', 'later'],
      rows,
    },
  ],
  figures: {
    'longest pause, milliseconds': later.get(OURS) ?? Number.NaN,
    'longest pause of ours alone, milliseconds': later.get(ALONE) ?? Number.NaN,
  },
});
aws.stop();
