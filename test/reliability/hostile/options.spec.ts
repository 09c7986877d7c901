import { describe, expect, it } from '@jest/globals';
import { makeHolding, placesIn } from './places.js';
import { WRONG } from './wrong.js';

const TEXT = ['a text'];
const FLAG = ['true'];
const OBJECT = ['an empty object', 'a date', 'an object without prototype'];
const FUNCTION = ['a function', 'a class', 'a function proxy that throws'];
/** What of all that is not wrong for an option. */
const RIGHT: Readonly<Record<string, readonly string[]>> = {
  maxAge: ['Infinity'],
  maxStale: ['Infinity'],
  refreshTimeout: ['Infinity'],
  preloadTimeout: ['Infinity'],
  recoveryTimeout: ['Infinity'],
  withDecryption: FLAG,
  optional: FLAG,
  preload: FLAG,
  recursive: FLAG,
  isGlobal: FLAG,
  groups: OBJECT,
  parameters: OBJECT,
  env: FLAG,
  fallThrough: FLAG,
  watch: FLAG,
  secrets: OBJECT,
  ssm: OBJECT,
  secretsManager: OBJECT,
  region: TEXT,
  key: TEXT,
  versionStage: TEXT,
  versionId: TEXT,
  filters: ['an empty list'],
  transform: FUNCTION,
  useFactory: FUNCTION,
  useClass: FUNCTION,
  on: FUNCTION,
  onResult: FUNCTION,
  schema: ['a class'],
  default: Object.keys(WRONG),
};
/** What is known only later: whether there is such a group, property, method, path or client. */
const LATER: Readonly<Record<string, readonly string[]>> = {
  '@SsmParam() group': TEXT,
  '@SsmSecret() group': TEXT,
  '@SsmParams() group': TEXT,
  '@RefreshOnError() refresh': [...TEXT, 'a class'],
  '@RefreshOnError() onRefresh': [...TEXT, ...FUNCTION],
  'handle.refreshOnError() onRefresh': FUNCTION,
  'group.refreshOnError() onRefresh': FUNCTION,
  'ssmCacheConfig() path': FUNCTION,
  'ssmCacheConfig() ssmClient': FUNCTION,
  'ssmCacheConfig() secretsManagerClient': FUNCTION,
  'ssmCacheConfig() secret id': [...TEXT, ...FUNCTION],
};

const isTyped = (error: unknown): boolean =>
  error instanceof Error && String((error as { code?: unknown }).code).startsWith('SSM_CACHE_');

/** What giving it throws, or rejects with. */
const failureOf = async (give: (options: any) => unknown, options: unknown): Promise<unknown> => {
  try {
    await give(options);
    return undefined;
  } catch (error) {
    return error;
  }
};

const { cache } = await makeHolding();
const places = Object.entries(placesIn(cache));
const options = places.flatMap(([place, { options: names, give, others }]) =>
  names.map((option) => ({ place, option, give: (value: unknown) => give({ ...others, [option]: value }) })),
);

describe('An option of a wrong type', () => {
  it.each(options)('is a typed error where it is given: $place $option', async ({ place, option, give }) => {
    const right = LATER[`${place} ${option}`] ?? RIGHT[option] ?? [];
    for (const [title, make] of Object.entries(WRONG)) {
      const failure = await failureOf(give, make());

      const isRight = right.includes(title);
      expect([title, isRight ? failure === undefined : isTyped(failure), failure]).toEqual([
        title,
        true,
        failure,
      ]);
    }
  });

  it('costs nothing that is held', () => {
    expect(cache.parameter('/held').value).toBe('held');
  });
});

describe('Options that are none', () => {
  it.each(places)('are a typed error where they are given: %s', async (_place, { give, others }) => {
    for (const [title, make] of Object.entries(WRONG)) {
      const failure = await failureOf(give, make());

      const isObject = OBJECT.includes(title) && others === undefined;
      expect([title, isTyped(failure), failure]).toEqual([title, !isObject, failure]);
    }
  });

  it('inherited ones are options as well', () => {
    class Options {
      get maxAge(): number {
        return -1;
      }
    }

    expect(() => cache.parameter('/x', new Options())).toThrow(RangeError);
  });
});
