import { describe, expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { FakeRuntime } from '../../support/fake-runtime.js';
import { awsError, track } from '../../support/make-cache.js';
import { ThrottledAws } from '../../support/throttled-aws.js';

type AwsOptions = ConstructorParameters<typeof ThrottledAws>[1];

type Declare = (cache: SsmCache) => readonly { readonly [INTERNALS]: any }[];

const STEP = 0.1;

/** What a start may take longer after a throttled call, in seconds. */
const MOST_LONGER = 2;

const pathOf = (size: number) => ({ path: `/of-${size}`, size });

const namesUnder = ({ path, size }: ReturnType<typeof pathOf>): string[] =>
  Array.from({ length: size }, (_, index) => `${path}/${String(index).padStart(4, '0')}`);

const tree =
  (size: number): Declare =>
  (cache) => [cache.parameters(pathOf(size).path)];

const group =
  (size: number): Declare =>
  (cache) => {
    const members = cache.createGroup();
    return namesUnder(pathOf(size)).map((name) => members.parameter(name));
  };

const names =
  (size: number): Declare =>
  (cache) =>
    namesUnder(pathOf(size)).map((name) => cache.parameter(name));

/** Random numbers that are the same in each run. */
const seeded = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
};

/** How long a start takes in seconds, by the steps of the test. */
const secondsToStart = async (
  size: number,
  declare: Declare,
  options: AwsOptions,
  seed = 1,
): Promise<number> => {
  const runtime = new FakeRuntime();
  const aws = new ThrottledAws(runtime, options);
  for (const name of namesUnder(pathOf(size))) aws.store.put(name, 'v');
  const { clock, scheduler, logger } = runtime;
  const cache = new SsmCache({ ssmClient: aws }, { clock, scheduler, logger, random: seeded(seed) });
  const declared = declare(cache).map((handle) => ({ declaration: 'A.b', view: handle[INTERNALS] }));
  const start = track(cache[INTERNALS].preload(declared, 30_000));
  let seconds = 0;
  for (; start.state === 'pending' && seconds < 35; seconds += STEP) await runtime.advance(STEP);
  expect(start).toMatchObject({ state: 'fulfilled', value: [] });
  cache.close();
  return seconds;
};

describe('A start after one throttled call', () => {
  it.each<[string, number, Declare]>([
    ['a path of 200', 200, tree(200)],
    ['a path of 80', 80, tree(80)],
    ['a group of 480', 480, group(480)],
    ['1,000 names', 1_000, names(1_000)],
    ['50 names', 50, names(50)],
  ])(
    'takes at most two seconds more than without: %s',
    async (_what, size, declare) => {
      const usual = await secondsToStart(size, declare, {});
      for (const [seed, call] of [
        [1, 1],
        [2, 1],
        [3, 4],
      ] as const) {
        const throttled = (number: number): boolean => number === call;

        expect(await secondsToStart(size, declare, { throttled }, seed)).toBeLessThanOrEqual(
          usual + MOST_LONGER,
        );
      }
    },
    60_000,
  );

  it.each([
    ['TooManyRequestsException', 400],
    ['Throttling', 400],
    ['ThrottledException', 400],
    ['SlowDown', 503],
    ['a name that nobody knows', 429],
  ])('takes no longer however AWS calls it: %s', async (name, status) => {
    const throttled = (call: number): boolean => call === 2;
    const error = () => awsError(name, 'UnknownError', status);

    expect(await secondsToStart(100, tree(100), { throttled, error })).toBeLessThan(0.6 + MOST_LONGER + STEP);
  });

  it('takes little longer after several throttled calls, wherever they are', async () => {
    const throttled = (call: number): boolean => [2, 9, 17].includes(call);

    expect(await secondsToStart(200, tree(200), { throttled })).toBeLessThan(1.2 + 6);
  });
});

describe('A listing that takes longer than refreshTimeout', () => {
  it('loads at the start and refreshes later, since each page brings it further: 100 pages of 60 ms', async () => {
    expect(await secondsToStart(1_000, tree(1_000), {})).toBeLessThan(7);

    const runtime = new FakeRuntime();
    const { clock, scheduler, logger } = runtime;
    const aws = new ThrottledAws(runtime);
    for (const name of namesUnder(pathOf(1_000))) aws.store.put(name, 'v');
    const cache = new SsmCache({ ssmClient: aws, maxAge: 60, jitter: 0 }, { clock, scheduler, logger });
    const handle = cache.parameters('/of-1000', { shape: 'record' });
    void handle.get().catch(() => undefined);
    await runtime.advance(7);
    const loaded = aws.calls;
    aws.store.put('/of-1000/0000', 'new');
    await runtime.advance(60);
    void handle.get();
    await runtime.advance(15);

    expect(handle.value).toMatchObject({ '0000': 'new' });
    expect([loaded, aws.calls]).toEqual([100, expect.any(Number)]);
    expect(aws.calls).toBeLessThanOrEqual(300);
    cache.close();
  }, 60_000);
});

describe('A start at the limit of the account', () => {
  it('reads 1,000 names in one process in little more than AWS allows', async () => {
    expect(await secondsToStart(1_000, names(1_000), { callsPerSecond: 40 })).toBeLessThan(6);
  }, 60_000);
});

/** How many of a fleet start in front of one account, by when the 95th percentile of them has, and how many calls they make. */
const startFleet = async (fleet: number, size: number, declare: Declare) => {
  const runtime = new FakeRuntime();
  const { clock, scheduler, logger } = runtime;
  const aws = new ThrottledAws(runtime, { latency: 30, callsPerSecond: 40 });
  for (const name of namesUnder(pathOf(size))) aws.store.put(name, 'v');
  const begin = clock.now().monotonic;
  const times: number[] = [];
  const caches = Array.from({ length: fleet }, (_, index) => {
    const random = seeded(7_919 * (index + 1));
    const cache = new SsmCache({ ssmClient: aws }, { clock, scheduler, logger, random });
    const declared = declare(cache).map((handle) => ({ declaration: 'A.b', view: handle[INTERNALS] }));
    void cache[INTERNALS].preload(declared, 30_000).then((failures) => {
      if (failures.length === 0) times.push((clock.now().monotonic - begin) / 1_000);
    });
    return cache;
  });
  for (let seconds = 0; times.length < fleet && seconds < 31; seconds += 1) await runtime.advance(1);
  for (const cache of caches) cache.close();
  const p95 = times.toSorted((one, other) => one - other)[Math.ceil(fleet * 0.95) - 1];
  return { started: times.length, p95: p95 ?? Infinity, calls: aws.calls };
};

describe('A fleet that starts at the limit of the account', () => {
  it('starts whole, in little more than its calls need: 40 processes with 50 names', async () => {
    const { started, p95, calls } = await startFleet(40, 50, names(50));

    expect(started).toBe(40);
    expect(p95).toBeLessThanOrEqual(5);
    expect(calls).toBeLessThanOrEqual(420);
  }, 60_000);

  it('starts whole, in little more than its calls need: ten processes with a path of 200', async () => {
    const { started, p95, calls } = await startFleet(10, 200, tree(200));

    expect(started).toBe(10);
    expect(p95).toBeLessThan(9);
    expect(calls).toBeLessThan(260);
  }, 60_000);
});
