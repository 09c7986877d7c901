/**
 * The whole story, unattended: a steady load over HTTP while the password is rotated again and again. Ends with 0 only if
 * not one request failed.
 */
import { setInterval as every } from 'node:timers/promises';
import { shutdownSignal } from '../shutdown-signal.js';
import { startSample, type Sample } from '../start-sample.js';
import { Load } from './load.js';
import { Rotations } from './rotations.js';
import { formatTable, type Row } from './table.js';
import { findProblems } from './verdict.js';

const SECONDS = 55;
const ROTATIONS = 24;
const REQUESTS_PER_SECOND = 120;

const signal = shutdownSignal();
const print = (text: string) => process.stdout.write(`${text}\n`);

try {
  if (process.env.SAMPLE_AWS === 'real')
    throw new Error('The demo counts calls, and so needs the local AWS.');
  print('Starting PostgreSQL, a local AWS and the service …');
  const sample = await startSample({ port: 0, signal, logger: ['warn', 'error'] });
  try {
    process.exitCode = (await run(sample)) ? 0 : 1;
  } finally {
    await sample.close();
  }
} catch (error) {
  print(signal.aborted ? 'Interrupted.' : `The demo failed: ${String(error)}`);
  process.exitCode = 1;
}
process.exit();

async function run({ url, environment }: Sample): Promise<boolean> {
  const awsCalls = () => environment.awsCalls?.() ?? {};
  const load = new Load(url, REQUESTS_PER_SECOND);
  const rotations = new Rotations(url, () => secretReads(awsCalls()));
  print(`${REQUESTS_PER_SECOND} requests a second to ${url}, ${ROTATIONS} rotations in ${SECONDS} seconds:`);

  const stop = new AbortController();
  const progress = showProgress(load, rotations, stop.signal);
  const loading = load.run(stop.signal);
  try {
    await rotations.run({ times: ROTATIONS, seconds: SECONDS, signal });
  } finally {
    stop.abort();
    await Promise.all([loading, progress]);
  }

  print(formatTable('\nThe demo', report(load, rotations, awsCalls())));
  const { sent: requests, failures } = load;
  const problems = findProblems({
    requests,
    failures,
    rotations: rotations.count,
    refreshes: rotations.refreshes,
  });
  print(problems.length === 0 ? 'Nothing failed.' : problems.join('\n'));
  return problems.length === 0;
}

async function showProgress(load: Load, rotations: Rotations, stop: AbortSignal): Promise<void> {
  let seconds = 0;
  try {
    for await (const _ of every(5_000, undefined, { signal: stop })) {
      seconds += 5;
      const time = `${seconds} s`.padStart(5);
      print(
        `${time}   ${load.sent} requests   ${load.failures.length} failed   ${rotations.count} rotations`,
      );
    }
  } catch {
    // Stopped.
  }
}

function report(
  { sent, failures, latencies }: Load,
  { count, refreshes }: Rotations,
  aws: Record<string, number>,
): Row[] {
  const milliseconds = (share: number) => `${latencies.percentile(share).toFixed(1)} ms`;
  return [
    ['Requests', sent],
    ['Failed', failures.length],
    ['', ''],
    ['Latency, median', milliseconds(0.5)],
    ['Latency, 95 %', milliseconds(0.95)],
    ['Latency, 99 %', milliseconds(0.99)],
    ['Latency, longest', milliseconds(1)],
    ['', ''],
    ['Rotations', count],
    ['Forced refreshes a rotation, mean', (sum(refreshes) / refreshes.length).toFixed(1)],
    ['Forced refreshes a rotation, most', Math.max(...refreshes)],
    ['', ''],
    ...Object.entries(aws)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([operation, calls]): Row => [`AWS ${operation}`, calls]),
  ];
}

function secretReads({ GetSecretValue = 0, BatchGetSecretValue = 0 }: Record<string, number>): number {
  return GetSecretValue + BatchGetSecretValue;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
