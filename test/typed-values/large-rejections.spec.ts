import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { StandardSchema } from 'nestjs-ssm-cache';
import { z } from 'zod';
import { describeIssues } from '../../lib/values/secrecy/schema-issues.js';
import { TreeDecoder } from '../../lib/values/decoders/tree-decoder.js';
import { makeCache, rejection } from '../support/make-cache.js';

/** More than is looked at for a reason, and far less than the data that is rejected here. */
const MOST_WORK = 2_000_000;
const SIZES = [1_000, 12_000] as const;

/** A schema that takes nothing, and that finds fault with all of it. */
const refusingAll = (paths: readonly (readonly PropertyKey[])[]): StandardSchema => ({
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: () => ({ issues: paths.map((path) => ({ message: 'Expected a number', path })) }),
  },
});

/** How many characters are scanned while `run` runs, by what the reasons are made with. */
const scannedBy = (run: () => unknown): number => {
  let scanned = 0;
  for (const name of ['replace', 'match', 'toLowerCase', 'includes', 'indexOf', 'lastIndexOf'] as const) {
    const original = String.prototype[name] as (this: string, ...args: unknown[]) => unknown;
    jest.spyOn(String.prototype, name).mockImplementation(function (this: string, ...args: unknown[]) {
      scanned += this.length;
      return original.apply(this, args);
    } as never);
  }
  run();
  jest.restoreAllMocks();
  return scanned;
};

/** How often the members of some data are read while `run` looks at a proxy of it. */
const readsOf = (data: object, run: (data: object) => unknown): number => {
  let reads = 0;
  const counted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? new Proxy(value, {
          get: (target, key, receiver) => {
            reads += 1;
            return counted(Reflect.get(target, key, receiver));
          },
        })
      : value;
  run(counted(data) as object);
  return reads;
};

afterEach(() => {
  jest.restoreAllMocks();
});

describe('To say why a value is rejected takes no longer for a large one', () => {
  it.each<[string, (size: number) => unknown]>([
    [
      'an object of many fields',
      (size) =>
        Object.fromEntries(Array.from({ length: size }, (_, index) => [`field${index}`, `value-${index}`])),
    ],
    ['a list', (size) => Array.from({ length: size }, (_, index) => `value-${index}`)],
    ['a list of lists', (size) => Array.from({ length: size }, (_, index) => [`value-${index}`, index])],
    ['one text', (size) => 'value '.repeat(size * 40)],
    ['bytes', (size) => new Uint8Array(size * 200)],
    [
      'a map',
      (size) => new Map(Array.from({ length: size }, (_, index) => [`k-${index}`, `value-${index}`])),
    ],
  ])('%s', (_title, make) => {
    const issues = Array.from({ length: 7 }, (_, index) => ({ message: 'Expected a number', path: [index] }));
    const [small, large] = SIZES.map((size) => {
      const data = make(size);
      return scannedBy(() => describeIssues(issues, data));
    }) as [number, number];

    expect(small).toBeGreaterThan(0);
    expect(large).toBeLessThan(MOST_WORK);
  });

  it.each<[string, (size: number) => object]>([
    ['a list', (size) => Array.from({ length: size }, (_, index) => `value-${index}`)],
    ['objects', (size) => Array.from({ length: size }, (_, index) => ({ name: `value-${index}` }))],
  ])('looks at no more of it: %s', (_title, make) => {
    const [smaller, larger] = [SIZES[1], 4 * SIZES[1]].map((size) =>
      readsOf(make(size), (data) => describeIssues([{ message: 'Expected a number' }], data)),
    ) as [number, number];

    expect(smaller).toBeGreaterThan(100);
    expect(larger).toBe(smaller);
  });

  it('whatever the number of issues, and the length of their messages and paths', () => {
    let looked = 0;
    const issue = () => ({
      get message() {
        looked += 1;
        return `Expected, received "${'x'.repeat(1_000_000)}"`;
      },
      path: Array.from({ length: 10_000 }, () => 'level'),
    });
    const issues = Array.from({ length: 1_000 }, issue);
    const work = scannedBy(() => describeIssues(issues, {}));

    expect(work).toBeLessThan(MOST_WORK);
    expect(looked).toBeLessThanOrEqual(5);
  });

  it('which of the parameters under a path is to blame', () => {
    const work = SIZES.map((size) => {
      const names = Array.from({ length: size }, (_, index) => `p${String(index).padStart(6, '0')}`);
      const value = names.map((name) => ({
        name: `/t/${name}`,
        raw: { value: 'v', type: 'String' as const, version: 1 },
      }));
      const refused = readsOf({ value }, (raw) =>
        attempt(() =>
          new TreeDecoder('tree', refusingAll(names.map((name) => [name]))).read(raw as never, '/t'),
        ),
      );
      const taken = readsOf({ value }, (raw) => new TreeDecoder('tree', undefined).read(raw as never, '/t'));
      return refused - taken;
    });

    expect(work[1]).toBeLessThan(2_000);
  });
});

const attempt = (run: () => unknown): void => {
  try {
    run();
  } catch {
    // It is rejected, as it should be.
  }
};

describe('What is said of a large value that is rejected', () => {
  const large = (bad: string) => ({
    ...Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [`p${index}`, `c4n4ry-${index}`.repeat(9)]),
    ),
    port: bad,
  });

  it('names the place and the parameter, but quotes no reason that it cannot check', async () => {
    const { cache, parameters } = makeCache();
    for (const [name, value] of Object.entries(large('c4n4ry-port'))) parameters.put(`/t/${name}`, value);
    const schema = z.looseObject({ port: z.string().refine(() => false, 'not c4n4ry-2999c4n4ry') });
    const { message } = await rejection(cache.parameters('/t', { schema }).get());

    expect(message).toBe(
      '"/t" with "/t/port" in version 1 cannot be used: it does not fit its schema (port: it does not fit; the value is too large to tell why without quoting it). Store a value that fits, or change the declaration.',
    );
    expect(cache.inspect()[0]?.rejections).toHaveLength(3_001);
  });

  it('tells the reason for the largest secret that AWS stores', async () => {
    const { cache, secrets } = makeCache();
    const text = JSON.stringify({ port: 'x', filler: 'abcdefgh '.repeat(7_250) });
    expect(text.length).toBeGreaterThan(65_000);
    secrets.put('s', text);
    const schema = z.looseObject({ port: z.coerce.number() });
    const { message } = await rejection(cache.secret('s', { schema }).get());

    expect(message).toContain('port: Invalid input: expected number');
  });

  it.each([
    [69_900, /its schema \(.*no port/],
    [70_001, /its schema \(.*the value is too large to tell why/],
  ])('tells the reason up to 70,000 characters: %d', async (length, reason) => {
    const { cache, vault } = makeCache();
    vault.instead = () => ({ Name: 's', VersionId: 'v', SecretString: 'a'.repeat(length) });
    const schema = z.string().refine(() => false, 'no port');
    const { message } = await rejection(cache.secret('s', { schema }).get());

    expect(message).toMatch(reason);
  });

  it('lists some of the keys of a secret that has many', async () => {
    const { cache, vault } = makeCache();
    const fields = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`tok_${index}KEY`, 1]));
    vault.instead = () => ({
      Name: 's',
      VersionId: 'v',
      SecretString: JSON.stringify({ ...fields, user: 'u' }),
    });
    const { message } = await rejection(cache.secret('s', { key: 'none' }).get());

    expect(message).toContain('its keys are 5001 others');
  });
});
