/**
 * The whole story, unattended: a steady load over HTTP while the login is rotated again and again, in turns with and without
 * `pending`. Ends with 0 only if no request failed, and if no rotation was noticed with `pending`.
 *
 *     npm run demo -- --strategy alternating
 */
import { parseArgs } from 'node:util';
import { shutdownSignal } from '../shutdown-signal.js';
import { Column } from './column.js';
import { formatTable } from './table.js';
import type { Turn } from './turn.interface.js';
import { takeTurn } from './turn.js';
import { findProblems } from './verdict.js';

const { values: flags } = parseArgs({
  options: {
    strategy: { type: 'string', default: 'single' },
    /** The turns of each kind. */
    turns: { type: 'string', default: '2' },
  },
});
const strategy = flags.strategy === 'alternating' ? 'alternating' : 'single';

/**
 * From the new password to AWSCURRENT on it, in seconds, with the rotations and the load of one turn. In a long window without
 * `pending` all requests wait, and log in again together.
 */
const WINDOWS = [
  { window: 0.3, rotations: 12, perSecond: 120 },
  { window: 5, rotations: 3, perSecond: 30 },
] as const;

const signal = shutdownSignal();
const print = (text: string) => process.stdout.write(`${text}\n`);

try {
  if (process.env.SAMPLE_AWS === 'real')
    throw new Error('The demo counts calls, and so needs the local AWS.');
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  print(signal.aborted ? 'Interrupted.' : `The demo failed: ${String(error)}`);
  process.exitCode = 1;
}
process.exit();

async function run(): Promise<boolean> {
  print(`A PostgreSQL, a local AWS and the service under load, anew for each turn. Strategy: ${strategy}.`);
  const columns = WINDOWS.flatMap(({ window }) => [new Column(window, false), new Column(window, true)]);
  const turns = Number(flags.turns);
  for (const { window, ...load } of WINDOWS) {
    for (let index = 0; index < 2 * turns; index++) {
      const turn: Turn = { pending: index % 2 === 1, strategy, window, ...load };
      // One after the other, so that they do not disturb each other.
      // oxlint-disable-next-line no-await-in-loop
      const result = await takeTurn(turn, signal);
      const column = columns.find((one) => one.isOf(turn));
      column?.add(result);
      print(
        `${column?.title.padEnd(15)}  ${result.latencies.length} requests, ${result.failures.length} failed`,
      );
    }
  }
  print(report(columns));
  const problems = findProblems(columns);
  print(
    problems.length === 0
      ? 'No request failed, and with pending no rotation was noticed.'
      : problems.join('\n'),
  );
  return problems.length === 0;
}

function report(columns: readonly Column[]): string {
  const row = (label: string, figure: (column: Column) => string) => [label, ...columns.map(figure)] as const;
  const percentile = (share: number) => (column: Column) =>
    `${column.latencies.percentile(share).toFixed(1)} ms`;
  return formatTable(
    'Set to current',
    columns.map(({ title }) => title),
    [
      row('Requests', ({ requests }) => requests.toLocaleString('en')),
      row('Failed', ({ failures }) => String(failures.length)),
      [''],
      row('Latency, median', percentile(0.5)),
      row('Latency, 95 %', percentile(0.95)),
      row('Latency, 99 %', percentile(0.99)),
      row('Latency, longest', percentile(1)),
      [''],
      row('Rotations of the login', ({ rotations }) => String(rotations)),
      row('Rotations of the signing key', ({ keyRotations }) => String(keyRotations)),
      row('Reads of the secret a rotation, mean', ({ meanReads }) => meanReads.toFixed(1)),
      row('Reads of the secret a rotation, most', ({ mostReads }) => String(mostReads)),
    ],
  );
}
