import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { Aws } from '../support/aws.js';
import { number, spread } from '../support/format.js';
import { report } from '../support/report.js';
import { medianOf } from '../support/statistics.js';
import { PATH, STARTERS } from './starters.js';

const LATENCY = 100;
const COUNTS = [1, 10, 50, 200];
const REPEATS = 5;
const OURS = STARTERS[1]?.name ?? '';

const namesOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${PATH}/${count}/name${index}`);

const parameters = Object.fromEntries(
  COUNTS.flatMap(namesOf).map((name) => [name, `the value of ${name}`] as const),
);
const aws = await Aws.start({ parameters, latency: LATENCY });

const timeOf = async (task: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await task();
  return performance.now() - startedAt;
};

/** What a call takes on a connection that is open, on a client that is warm. */
const measureRoundTrip = async (): Promise<number> => {
  const client = new SSMClient(aws.config);
  const times: number[] = [];
  for (let call = 0; call < 12; call += 1) {
    times.push(await timeOf(() => client.send(new GetParameterCommand({ Name: `${PATH}/1/name0` }))));
  }
  client.destroy();
  return medianOf(times.slice(2));
};

for (const { start, isSlow } of STARTERS) if (isSlow !== true) await start(namesOf(10), aws.config);
const roundTrip = await measureRoundTrip();
await aws.takeCalls();

const trips = new Map<string, number[]>();
const calls = new Map<string, number>();
for (let repeat = 0; repeat < REPEATS; repeat += 1) {
  for (const { name, start, isSlow } of STARTERS) {
    for (const count of isSlow === true && repeat > 0 ? [] : COUNTS) {
      const key = `${name}, ${count}`;
      const time = await timeOf(() => start(namesOf(count), aws.config));
      trips.set(key, [...(trips.get(key) ?? []), time / roundTrip]);
      calls.set(key, await aws.takeCalls());
    }
  }
}

const cellOf = (name: string, count: number): string => {
  const key = `${name}, ${count}`;
  return `${number(calls.get(key) ?? Number.NaN)} calls, ${spread(trips.get(key) ?? [])}`;
};

report({
  tables: [
    {
      title: 'Starting',
      note:
        `From nothing until the values of all names are known: calls, and time in round trips. A round trip took ` +
        `${number(roundTrip)} ms, of which the server waited ${LATENCY} ms. The SDK is imported beforehand, each ` +
        'start has a client of its own. AWS would also throttle what goes beyond 40 calls a second. One by one is ' +
        'measured once.',
      columns: ['way', ...COUNTS.map((count) => (count === 1 ? '1 name' : `${count} names`))],
      rows: STARTERS.map(({ name }) => [name, ...COUNTS.map((count) => cellOf(name, count))]),
    },
  ],
  figures: {
    ...Object.fromEntries(
      COUNTS.map((count) => [
        `start with ${count} names, round trips`,
        medianOf(trips.get(`${OURS}, ${count}`) ?? []),
      ]),
    ),
    'start with 50 names, calls': calls.get(`${OURS}, 50`) ?? Number.NaN,
  },
});
aws.stop();
