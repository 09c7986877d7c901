import { describe, expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../lib/runtime/internals.js';
import { FakeRuntime } from '../support/fake-runtime.js';
import { awsError, track } from '../support/make-cache.js';
import { ThrottledAws } from '../support/throttled-aws.js';

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
  const declared = declare(cache).map((handle) => ({ declaration: 'A.b', live: handle[INTERNALS] }));
  const start = track(cache.preload(declared, 30_000));
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

describe('A start at the limit of the account', () => {
  it('reads 1,000 names in one process in little more than AWS allows', async () => {
    expect(await secondsToStart(1_000, names(1_000), { callsPerSecond: 40 })).toBeLessThan(6);
  }, 60_000);
});
