/** One turn of the demo, in a process of its own: the options of a decorator are read once for a process. */
import { once } from 'node:events';
import { shutdownSignal } from '../shutdown-signal.js';
import { startSample, type Sample } from '../start-sample.js';
import { Load } from './load.js';
import { Rotations } from './rotations.js';
import type { Turn, TurnResult } from './turn.interface.js';

/** From one rotation to the next, in seconds: a call that waits for one must not meet the next one. */
const pauseAfter = (window: number) => Math.max(2, 2 * window);

const signal = shutdownSignal();
// A demo that is interrupted leaves no turn behind.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

try {
  const [turn] = (await once(process, 'message', { signal })) as [Turn];
  const sample = await startSample({ port: 0, signal, logger: false });
  try {
    const result = await run(sample, turn);
    if (process.connected) process.send?.(result);
  } finally {
    await sample.close();
  }
} catch (error) {
  if (!signal.aborted) process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
}
process.exit();

async function run({ url, environment }: Sample, turn: Turn): Promise<TurnResult> {
  const { window, rotations: times, perSecond } = turn;
  const load = new Load(url, perSecond);
  const rotations = new Rotations(url, () => environment.awsCalls?.()['GetSecretValue'] ?? 0);
  const stop = new AbortController();
  const loading = load.run(stop.signal);
  try {
    await rotations.run({ times, seconds: times * (window + pauseAfter(window)), signal });
  } finally {
    stop.abort();
    await loading;
  }
  const { failures, latencies } = load;
  return { latencies: latencies.values, failures, rotations: rotations.count, reads: rotations.reads };
}
