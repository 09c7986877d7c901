import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startLocalAws } from 'nestjs-ssm-cache/testing';

const PROGRAM = join(import.meta.dirname, 'fleet-process.mjs');
const MOST_PROCESSES = 8;
/** The path that all parameters are under. */
const PATH = '/fleet';
/** How long an answer takes, in milliseconds. */
const LATENCY = 5;
const HOUR = 3_600_000;

export interface FleetStart {
  /** How many applications started. */
  readonly started: number;
  /** The 95th percentile of the time that one took, in seconds; `Infinity` if fewer started. */
  readonly p95: number;
  /** How many calls AWS received, throttled ones included. */
  readonly calls: number;
}

/** An application with decorated properties, one with a decorated path, or parallel calls with the SDK's own retries. */
export type FleetKind = 'application' | 'application of a path' | 'naive';

const heard = async (child: ChildProcess): Promise<unknown> => {
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('A process of the fleet ended early.');
    }),
  ]);
  return message;
};

export interface FleetOptions {
  readonly kind: FleetKind;
  readonly size: number;
  /** How many parameters each member reads. */
  readonly parameters: number;
  /** How many calls a second AWS lets through. */
  readonly callsPerSecond: number;
  /** By how much time passes more slowly than on the wall, for AWS and for the fleet. */
  readonly slowness: number;
}

/** Of what was changed long ago, one reading shows one moment. */
const anHourAgo = (): number => Date.now() - HOUR;

/** Starts all of a fleet at the same moment in front of one bucket. */
export const startFleet = async (options: FleetOptions): Promise<FleetStart> => {
  const { kind, size, parameters, callsPerSecond, slowness } = options;
  const names = Array.from({ length: parameters }, (_, index) => `${PATH}/${String(index).padStart(3, '0')}`);
  const values = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));
  const [aws, rehearsal] = await Promise.all([
    startLocalAws({ parameters: values, latency: LATENCY * slowness, clock: anHourAgo }),
    startLocalAws({ parameters: values, clock: anHourAgo }),
  ]);
  aws.throttle({ ratePerSecond: callsPerSecond / slowness, burst: callsPerSecond });
  const processes = greatestDivisor(size, MOST_PROCESSES);
  const work = { kind, names, path: PATH, slowness, size: size / processes, client: aws.clientConfig() };
  const children = Array.from({ length: processes }, () =>
    fork(PROGRAM, [JSON.stringify({ ...work, rehearsal: rehearsal.clientConfig() })]),
  );
  try {
    await Promise.all(children.map(heard));
    const ended = Promise.all(children.map(heard)) as Promise<(number | null)[][]>;
    for (const child of children) child.send('start');
    const times = (await ended)
      .flat()
      .map((seconds) => seconds ?? Infinity)
      .toSorted((one, other) => one - other);
    return {
      started: times.filter(Number.isFinite).length,
      p95: times[Math.ceil(size * 0.95) - 1] as number,
      calls: aws.calls.length,
    };
  } finally {
    await Promise.all([...children.map(end), aws.close(), rehearsal.close()]);
  }
};

/** The greatest divisor of `number` that is at most `most`. */
const greatestDivisor = (number: number, most: number): number =>
  number % most === 0 ? most : greatestDivisor(number, most - 1);

/** Lets a process close what it made, and waits for it to end by itself. */
const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  child.send('stop');
  await once(child, 'exit');
};
