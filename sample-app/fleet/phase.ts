import type { LocalAws } from 'nestjs-ssm-cache/testing';
import { Latencies } from '../demo/latencies.js';
import { Load } from '../demo/load.js';
import type { Balancer } from './balancer.js';

/** Reads of values; what a rotation or a push writes is no call of the fleet. */
const READS = /^(?:Batch)?Get/;

/** What one part of the demo came to. */
export interface PhaseResult {
  readonly title: string;
  readonly latencies: Latencies;
  readonly failures: readonly string[];
  readonly repeated: number;
  readonly lost: number;
  /** Reads of AWS by the fleet, those that AWS refused included. */
  readonly calls: number;
  /** How long it took until all processes had each new value, in milliseconds. */
  readonly spreads: readonly number[];
}

/** What a phase notes while the load goes on. */
export interface PhaseNotes {
  /** How long a change took to reach all processes, in milliseconds. */
  spread(milliseconds: number): void;
  /** So many reads of AWS were made by others than the fleet. */
  foreignCalls(count: number): void;
}

interface PhaseParts {
  readonly aws: LocalAws;
  readonly balancer: Balancer;
  readonly perSecond: number;
}

/** Runs one part of the demo under load. */
export async function runPhase(
  title: string,
  { aws, balancer, perSecond }: PhaseParts,
  act: (notes: PhaseNotes) => Promise<void>,
): Promise<PhaseResult> {
  const before = { calls: readsOf(aws), repeated: balancer.repeated, lost: balancer.lost };
  const load = new Load(balancer.url, perSecond);
  const stop = new AbortController();
  const loading = load.run(stop.signal);
  const spreads: number[] = [];
  let foreign = 0;
  try {
    await act({
      spread: (milliseconds) => void spreads.push(milliseconds),
      foreignCalls: (count) => void (foreign += count),
    });
  } finally {
    stop.abort();
    await loading;
  }
  return {
    title,
    latencies: load.latencies,
    failures: load.failures,
    repeated: balancer.repeated - before.repeated,
    lost: balancer.lost - before.lost,
    calls: readsOf(aws) - before.calls - foreign,
    spreads,
  };
}

export const readsOf = (aws: LocalAws): number =>
  aws.calls.filter(({ service, operation }) => service !== 'sqs' && READS.test(operation)).length;
