import { INTERNALS } from '../../lib/runtime/internals.js';
import { SsmCache } from '../../lib/cache/ssm-cache.js';
import { SimulatedParameterStore, SimulatedRedis } from './simulated-services.js';
import { SimulatedTime } from './simulated-time.js';

export interface Scenario {
  readonly share: 'signals' | 'values';
  readonly instances: number;
  readonly names: number;
}

/** What a simulated fleet came to. Seconds, and counts. */
export interface Figures extends Scenario {
  readonly start: {
    readonly p95: number;
    readonly last: number;
    readonly calls: number;
    readonly throttled: number;
    readonly operations: number;
  };
  /** In a minute. */
  readonly steady: {
    readonly calls: number;
    readonly throttled: number;
    readonly messages: number;
    readonly operations: number;
  };
  readonly change: {
    readonly p50: number;
    readonly p95: number;
    readonly last: number;
    readonly calls: number;
    readonly messages: number;
    readonly operations: number;
  };
  /** What the simulation itself took, in seconds. */
  readonly took: number;
}

/** The limit of an account, and what the fleet allows itself, in calls a second. */
const LIMIT = 40;
const PACE = 36;
const MAX_AGE = 300;
/** Milliseconds. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LONGEST_START = 2 * HOUR;

/** Has a fleet of real caches start, run, and hear of a change, in simulated time. */
export const simulate = async (scenario: Scenario): Promise<Figures> => {
  const startedAt = performance.now();
  const { instances, names, share } = scenario;
  const time = new SimulatedTime();
  const aws = new SimulatedParameterStore(time, LIMIT);
  const redis = new SimulatedRedis(time);
  const random = seeded(1);
  const logger = { log: ignore, warn: ignore, error: ignore };
  const runtime = { clock: time.clock, scheduler: time.scheduler, random, logger };
  const keys = share === 'values' ? { keys: [new Uint8Array(32).fill(7)] } : {};
  const fleet = { client: redis, namespace: 'simulation', share, pace: PACE, ...keys };
  const caches = Array.from(
    { length: instances },
    () => new SsmCache({ ssmClient: aws, maxAge: MAX_AGE, refresh: 'background', fleet }, runtime),
  );
  const handles = caches.map((cache) =>
    Array.from({ length: names }, (_, index) => cache.parameter(`/name-${index}`)),
  );
  // The fleet is a part of the package that each cache loads by itself.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const counts = () => ({
    calls: aws.calls,
    throttled: aws.throttled,
    messages: redis.messages,
    operations: redis.operations,
  });

  const starts: number[] = [];
  for (const cache of caches) {
    const targets = Array.from(cache[INTERNALS].engine.views, (view) => ({
      declaration: 'Orders.name',
      view,
    }));
    void cache[INTERNALS].preload(targets, LONGEST_START).then((failures) => {
      if (failures.length > 0) throw new Error('A start has failed.');
      starts.push(time.now);
    });
  }
  await time.run(LONGEST_START, () => starts.length === instances);
  const start = { ...spread(starts), ...counts() };

  // The first max age is one in which all is due together; the second one is measured.
  await time.run(1.5 * MAX_AGE * 1_000);
  const before = counts();
  await time.run(MAX_AGE * 1_000);
  const steady = perMinute(before, counts(), (MAX_AGE * 1_000) / MINUTE);

  const heard: number[] = [];
  const changedAt = time.now;
  const beforeChange = counts();
  for (const [first] of handles) {
    const stop = first?.onChange(() => {
      heard.push(time.now - changedAt);
      stop?.();
    });
  }
  aws.version += 1;
  void handles[0]?.[0]?.refresh();
  await time.run(MAX_AGE * 1_000, () => heard.length === instances);
  const change = { ...spread(heard), ...perMinute(beforeChange, counts(), 1) };

  for (const cache of caches) cache.close();
  await time.run(1_000);
  const took = Math.round((performance.now() - startedAt) / 100) / 10;
  return { ...scenario, start, steady, change, took };
};

const ignore = (): void => undefined;

const perMinute = <T extends Readonly<Record<string, number>>>(before: T, after: T, minutes: number): T =>
  Object.fromEntries(
    Object.entries(after).map(([name, count]) => [name, Math.round((count - (before[name] ?? 0)) / minutes)]),
  ) as T;

const spread = (times: readonly number[]) => {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number =>
    Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) / 10) / 100;
  return { p50: at(0.5), p95: at(0.95), last: at(1) };
};

/** Numbers that are the same in each run (mulberry32). */
const seeded = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
