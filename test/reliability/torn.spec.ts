import { describe, expect, it } from '@jest/globals';
import { SsmCache, type SsmParameterGroup } from 'nestjs-ssm-cache';
import { FakeRuntime } from '../support/fake-runtime.js';
import { ChangingAws } from './support/changing-aws.js';
import { seededRandom } from './support/random.js';
import { report } from './support/report.js';
import { scaled } from './support/scale.js';

const CHANGES = scaled(10_000, 400);
const PATIENCE = 600_000;
const MAX_AGE = 2;
const PAGES = 4;

type Values = readonly unknown[];

/** Something of several calls, and how to read all of it. */
interface Whole {
  /** Reads all that it holds, at once. */
  readonly read: () => Values;
  readonly refresh: () => Promise<unknown>;
  readonly onChange: (listener: () => void) => unknown;
  /** How many calls a reading makes one after another. */
  readonly callsInARow: number;
  /** How many values it has in a generation. */
  readonly sizeIn: (generation: number) => number;
}

const groupOf = async (
  cache: SsmCache,
  fill: (group: SsmParameterGroup) => unknown,
  sizeIn: Whole['sizeIn'],
  callsInARow = 1,
): Promise<Whole> => {
  const group = cache.createGroup();
  await fill(group);
  return {
    read: () => Array.from(group, (handle) => handle.value),
    refresh: () => group.refresh(),
    onChange: (listener) => group.onChange(listener),
    callsInARow,
    sizeIn,
  };
};

const WHOLES: Record<string, (cache: SsmCache) => Promise<Whole>> = {
  'a parameter and a secret': (cache) =>
    groupOf(
      cache,
      (group) => [group.parameter('/user'), group.secret('password')],
      () => 2,
    ),
  '25 names': (cache) =>
    groupOf(
      cache,
      (group) => ChangingAws.names.map((name) => group.parameter(name)),
      () => ChangingAws.names.length,
    ),
  'a path and a secret': (cache) =>
    groupOf(
      cache,
      (group) => [group.secret('password'), group.parameters('/tree').catch(() => undefined)],
      (generation) => 1 + ChangingAws.leavesIn(generation),
      PAGES,
    ),
  'a listing of four pages': async (cache) => {
    const tree = cache.parameters('/tree', { shape: 'record' });
    return {
      read: () => Object.values(tree.value as Record<string, unknown>),
      refresh: () => tree.refresh(),
      onChange: (listener) => tree.onChange(listener),
      callsInARow: PAGES,
      sizeIn: (generation) => ChangingAws.leavesIn(generation),
    };
  },
};

/** Whether all is of one generation, and all of it is there. */
const isTorn = (values: Values, sizeIn: Whole['sizeIn']): boolean =>
  new Set(values).size !== 1 || values.length !== sizeIn(Number(values[0]));

/** What is seen of a whole while AWS changes at random moments. */
const watch = async (make: (cache: SsmCache) => Promise<Whole>, seed: number, changes: number) => {
  const runtime = new FakeRuntime();
  const random = seededRandom(seed);
  const aws = new ChangingAws(runtime, random, seed % 2 === 0 ? 1 : -1);
  await runtime.advance(3_600);
  const { clock, scheduler, logger } = runtime;
  const { ssmClient, secretsManagerClient } = aws;
  const cache = new SsmCache(
    { maxAge: MAX_AGE, minRefreshInterval: 0, ssmClient, secretsManagerClient },
    { clock, scheduler, logger, random },
  );
  const making = make(cache);
  await runtime.advance(5);
  const whole = await making;
  const seen = new Set<unknown>();
  const torn: Values[] = [];
  const look = (): void => {
    let values: Values;
    try {
      values = whole.read();
    } catch {
      return;
    }
    if (isTorn(values, whole.sizeIn)) torn.push(values);
    seen.add(values[0]);
  };
  whole.onChange(look);
  whole.refresh().catch(() => undefined);
  for (let change = 0; change < changes; change += 1) {
    const pause = random();
    // Most changes come while a refresh is under way; some after so long a time that their date counts.
    await runtime.advance(pause < 0.02 ? 1_000 : pause * 2.5 * whole.callsInARow);
    aws.change();
    if (random() < 0.3) whole.refresh().catch(() => undefined);
    await runtime.advance(random() * 0.4 * whole.callsInARow);
    look();
  }
  cache.close();
  return { torn, seen: seen.size };
};

/** How often calls that are made at once, as without a cache, are torn by the same changes. */
const tornWithout = async (changes: number): Promise<number> => {
  const runtime = new FakeRuntime();
  const random = seededRandom(1);
  const aws = new ChangingAws(runtime, random, 1);
  let torn = 0;
  for (let change = 0; change < changes; change += 1) {
    const read = Promise.all([
      aws.ssmClient.getParameters({ Names: ['/user'], WithDecryption: true }) as Promise<any>,
      aws.secretsManagerClient.getSecretValue({ SecretId: 'password' }) as Promise<any>,
    ]);
    await runtime.advance(random() * 0.4);
    aws.change();
    await runtime.advance(1);
    const [{ Parameters }, { SecretString }] = await read;
    if (Parameters[0].Value !== SecretString) torn += 1;
  }
  return torn;
};

describe('While AWS changes at random moments', () => {
  const kinds = Object.entries(WHOLES);
  const changes = Math.ceil(CHANGES / kinds.length);

  it('calls that are made at once are torn', async () => {
    expect(await tornWithout(100)).toBeGreaterThan(10);
  });

  it.each(kinds)(
    'nothing of it is torn: %s',
    async (what, make) => {
      const { torn, seen } = await watch(make, kinds.findIndex(([name]) => name === what) + 1, changes);

      expect(seen).toBeGreaterThan(changes / 20);
      report({
        row: 'torn groups and listings',
        figure: `${what}: ${torn.length} in ${changes.toLocaleString('en')} changes, ${seen.toLocaleString('en')} generations seen`,
        holds: torn.length === 0,
      });
    },
    PATIENCE,
  );
});
