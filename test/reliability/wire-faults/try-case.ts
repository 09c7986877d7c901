import { setTimeout as sleep } from 'node:timers/promises';
import type { SsmCache, SsmHandle } from 'nestjs-ssm-cache';
import { EMPTY_CACHE, EXPIRED_VALUE, type Expectation } from './expectations.js';
import { settlesWithin } from '../support/settles-within.js';
import type { FaultCase } from './faults.js';
import { FaultyAws, MAX_AGE, REFRESH_TIMEOUT } from './faulty-aws.js';
import { readAtOnce, readStrictly } from './observe.js';

/** Milliseconds that a reader may wait beyond the deadline. */
const GRACE = 100;
/** Milliseconds after the end of a fault at which nobody waits for the value any longer. The back-off is 1 s. */
const RECOVERY = 5_000;
/** Milliseconds after which a refresh has ended, however many calls it makes: ten times as long as one call may take. */
const LONGEST_REFRESH = 10 * REFRESH_TIMEOUT * 1_000 + 1_000;
const STEP = 50;

interface Reader {
  readonly cache: SsmCache;
  readonly handles: readonly SsmHandle<unknown, any>[];
}

/** A value was loaded and has expired; meanwhile AWS holds a new one, and then the fault begins. */
export const tryOnExpiredValue = ({ fault, kind, outcome }: FaultCase): Promise<string | undefined> =>
  inWorld(kind, async (aws) => {
    aws.write('first');
    const reader = aws.openCache();
    const loaded = await readStrictly(reader.handles);
    if (loaded !== 'first') return `loaded ${loaded}`;
    aws.write('second');
    await sleep(MAX_AGE * 1_000 + 1);
    await aws.begin(fault);
    const expected = EXPIRED_VALUE[outcome];
    const complaint = (await checkStrictly(reader, expected)) ?? checkAtOnce(reader, expected);
    await aws.end(fault);
    return complaint ?? recovered(reader);
  });

/** Nothing was ever loaded when the fault begins. */
export const tryOnEmptyCache = ({ fault, kind, outcome }: FaultCase): Promise<string | undefined> =>
  inWorld(kind, async (aws) => {
    aws.write('second');
    const reader = aws.openCache();
    await aws.begin(fault);
    const expected = EMPTY_CACHE[outcome];
    const complaint =
      (await checkStrictly(reader, expected)) ??
      (expected.mayGoOn === true ? await checkUntilEnded(reader, expected) : undefined) ??
      halfLoaded(reader, expected) ??
      checkAtOnce(reader, expected);
    await aws.end(fault);
    return complaint ?? recovered(reader);
  });

const inWorld = async (
  kind: FaultCase['kind'],
  run: (aws: FaultyAws) => Promise<string | undefined>,
): Promise<string | undefined> => {
  const aws = await FaultyAws.start(kind);
  try {
    return await run(aws);
  } finally {
    await aws.close();
  }
};

const checkStrictly = async ({ handles }: Reader, expected: Expectation): Promise<string | undefined> => {
  const reads = readStrictly(handles);
  const isInTime = await settlesWithin(REFRESH_TIMEOUT * 1_000 + GRACE, reads);
  const strict = await reads;
  if (strict !== expected.strict) return `a strict read gave ${strict}, not ${expected.strict}`;
  return isInTime ? undefined : 'a strict read outlasted the deadline';
};

const checkAtOnce = ({ handles }: Reader, expected: Expectation): string | undefined => {
  const atOnce = readAtOnce(handles);
  return atOnce === expected.atOnce ? undefined : `a synchronous read gave ${atOnce}, not ${expected.atOnce}`;
};

/** Until the first fetch ends nothing has failed, though a reader waits no longer. */
const checkUntilEnded = async (reader: Reader, expected: Expectation): Promise<string | undefined> => {
  const { cache, handles } = reader;
  const loading = (): readonly string[] =>
    cache.inspect().flatMap(({ name, state }) => (state === 'loading' ? name : []));
  const states = ['loading', ...(expected.states ?? [])] as const;
  const end = performance.now() + LONGEST_REFRESH;
  for (let names = loading(); names.length > 0; names = loading()) {
    const odd = halfLoaded(reader, { ...expected, states });
    if (odd !== undefined) return odd;
    const atOnce = readAtOnce(handles.filter(({ fullName }) => names.includes(fullName)));
    if (atOnce !== 'SSM_CACHE_NOT_LOADED') return `a synchronous read gave ${atOnce} during the first fetch`;
    if (performance.now() > end) return 'the first fetch does not end';
    await sleep(STEP);
  }
  return undefined;
};

/** Looks for anything that is there though nothing was loaded. */
const halfLoaded = ({ cache, handles }: Reader, { states }: Expectation): string | undefined => {
  if (states === undefined) return undefined;
  const odd = cache
    .inspect()
    .find(
      ({ state, age, type, version }) => !states.includes(state) || (age ?? type ?? version) !== undefined,
    );
  if (odd !== undefined) return `${odd.name} is ${odd.state}, ${odd.age} s old`;
  const versioned = handles.find(({ version }) => version !== undefined);
  return versioned && `${versioned.name} has a version`;
};

const recovered = async ({ handles }: Reader): Promise<string | undefined> => {
  const end = performance.now() + RECOVERY;
  let seen = '';
  while (performance.now() < end) {
    seen = await readStrictly(handles);
    if (seen === 'second' && readAtOnce(handles) === 'second') return undefined;
    await sleep(STEP);
  }
  return `after the fault a read gave ${seen}`;
};
