import { setTimeout as sleep } from 'node:timers/promises';
import { Aws } from '../support/aws.js';
import { number } from '../support/format.js';
import { report } from '../support/report.js';
import { NAME, READERS, type Reader } from './readers.js';

const LATENCY = 20;
const MAX_AGE = 0.5;
const READERS_AT_ONCE = 1_000;
const OUTAGE = 2_000;
const READ_EVERY = 2;

const aws = await Aws.start({ parameters: { [NAME]: 'a value' }, latency: LATENCY });

/** Reads once, and then waits until what was read is too old. */
const expire = async ({ read }: Reader): Promise<void> => {
  if ((await read()) !== 'a value') throw new Error('The reader gave something else than the value.');
  await sleep(MAX_AGE * 1_000 + 50);
  await aws.takeCalls();
};

/** How many calls many readers of an expired value cause together. */
const callsOfMany = async (reader: Reader): Promise<number> => {
  await expire(reader);
  await Promise.all(Array.from({ length: READERS_AT_ONCE }, () => reader.read()));
  await sleep(4 * LATENCY);
  return aws.takeCalls();
};

interface Outage {
  readonly calls: number;
  readonly reads: number;
  readonly failed: number;
}

/** What a steady reader sees while AWS answers every call with 503. */
const outageOf = async (reader: Reader): Promise<Outage> => {
  await expire(reader);
  await aws.set({ isAway: true });
  const reads: Promise<boolean>[] = [];
  const endsAt = performance.now() + OUTAGE;
  while (performance.now() < endsAt) {
    reads.push(
      reader.read().then(
        () => false,
        () => true,
      ),
    );
    await sleep(READ_EVERY);
  }
  const calls = await aws.takeCalls();
  const failures = await Promise.all(reads);
  await aws.set({ isAway: false });
  return { calls, reads: reads.length, failed: failures.filter((isFailed) => isFailed).length };
};

const manyRows: string[][] = [];
const outageRows: string[][] = [];
const figures: Record<string, number> = {};
for (const makeReader of READERS) {
  const reader = makeReader(aws.config, MAX_AGE);
  const calls = await callsOfMany(reader);
  manyRows.push([reader.name, number(calls)]);
  const outage = await outageOf(reader);
  outageRows.push([reader.name, number(outage.calls), number(outage.failed), number(outage.reads)]);
  if (makeReader === READERS[0]) {
    figures['calls of 1,000 readers'] = calls;
    figures['failed reads in an outage'] = outage.failed;
  }
  reader.close();
}

report({
  tables: [
    {
      title: `${number(READERS_AT_ONCE)} readers of an expired value`,
      note: 'All ask in the same turn of the event loop. `@middy/ssm` refreshes by a timer, before anybody asks.',
      columns: ['reader', 'calls'],
      rows: manyRows,
    },
    {
      title: 'An outage of 2 s',
      note:
        `A value that may be ${MAX_AGE} s old has expired, and AWS answers every call with 503. It is read every ` +
        `${READ_EVERY} ms. The calls count what the SDK repeats by itself.`,
      columns: ['reader', 'calls', 'failed reads', 'of reads'],
      rows: outageRows,
    },
  ],
  figures,
});
aws.stop();
