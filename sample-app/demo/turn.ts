/** One turn of the demo, in a process of its own: the options of a decorator are read once for a process. */
import { once } from 'node:events';
import { shutdownSignal } from '../shutdown-signal.js';
import { startSample, type Sample } from '../start-sample.js';
import { Load } from './load.js';
import { Rotations } from './rotations.js';
import type { Turn, TurnResult } from './turn.interface.js';

const REQUESTS_PER_SECOND = 120;
/** From one rotation to the next, beside the window of the rotation. */
const PAUSE = 2;

const signal = shutdownSignal();

try {
  const [turn] = (await once(process, 'message', { signal })) as [Turn];
  const sample = await startSample({ port: 0, signal, logger: false });
  try {
    process.send?.(await run(sample, turn));
  } finally {
    await sample.close();
  }
} catch (error) {
  if (!signal.aborted) process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
}
process.exit();

async function run({ url, environment }: Sample, { window, rotations: times }: Turn): Promise<TurnResult> {
  const load = new Load(url, REQUESTS_PER_SECOND);
  const rotations = new Rotations(url, () => environment.awsCalls?.()['GetSecretValue'] ?? 0);
  const stop = new AbortController();
  const loading = load.run(stop.signal);
  try {
    await rotations.run({ times, seconds: times * (window + PAUSE), signal });
  } finally {
    stop.abort();
    await loading;
  }
  const { failures, latencies } = load;
  return { latencies: latencies.values, failures, rotations: rotations.count, reads: rotations.reads };
}
