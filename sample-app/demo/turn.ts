import { setTimeout as sleep } from 'node:timers/promises';
import { Load } from './load.js';
import { Rotations } from './rotations.js';
import { ServiceProcess } from './service-process.js';
import type { Turn, TurnResult } from './turn.interface.js';

/** The load before the first rotation, in milliseconds, of which no latency counts: a process that has just started is slow. */
const WARM_UP = 3_000;

/** From one rotation to the next, in seconds: a call that waits for one must not meet the next one. */
const pauseAfter = (window: number) => Math.max(2, 2 * window);

/** Starts the service, sends the load of one turn, and rotates meanwhile. */
export async function takeTurn(turn: Turn, signal: AbortSignal): Promise<TurnResult> {
  const service = await ServiceProcess.start(turn, signal);
  try {
    const { latencies, failures } = await sendLoad(service, turn.perSecond, () =>
      sleep(WARM_UP, undefined, { signal }),
    );
    if (failures.length > 0) throw new Error(`A request failed before any rotation: ${failures[0]}`);
    if (latencies.values.length === 0) throw new Error('No request was sent.');
    return await rotateUnderLoad(service, turn, signal);
  } finally {
    await service.stop();
  }
}

async function rotateUnderLoad(
  service: ServiceProcess,
  turn: Turn,
  signal: AbortSignal,
): Promise<TurnResult> {
  const { window, rotations: times, perSecond } = turn;
  const rotations = new Rotations(service.url, () => service.secretReads());
  const { failures, latencies } = await sendLoad(service, perSecond, () =>
    rotations.run({ times, seconds: times * (window + pauseAfter(window)), signal }),
  );
  return {
    latencies: latencies.values,
    failures,
    rotations: rotations.count,
    keyRotations: rotations.keyCount,
    reads: rotations.reads,
  };
}

/** Sends requests for as long as something else takes. */
async function sendLoad(
  { url }: ServiceProcess,
  perSecond: number,
  meanwhile: () => Promise<unknown>,
): Promise<Load> {
  const load = new Load(url, perSecond);
  const stop = new AbortController();
  const loading = load.run(stop.signal);
  try {
    await meanwhile();
  } finally {
    stop.abort();
    await loading;
  }
  return load;
}
