import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { makeCache } from '../support/make-cache.js';
import { vandalise } from './support/vandal.js';

// Thousands of runs take seconds on an idle machine, and minutes on a busy one.
jest.setTimeout(600_000);

const RUNS = { json: 3_500, keys: 1_500, trees: 1_000, safety: 2_500, sameness: 1_000, bytes: 500 } as const;

const KEY = fc.oneof(
  { weight: 4, arbitrary: fc.string() },
  {
    weight: 1,
    arbitrary: fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'then', 'length', ''),
  },
);
const SCALAR = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);

/** Pairs of keys and values, so that `__proto__` becomes a key and no prototype. */
const objectOf = (value: fc.Arbitrary<unknown>) =>
  fc
    .uniqueArray(fc.tuple(KEY, value), { selector: ([key]) => key, maxLength: 5 })
    .map((pairs) => Object.fromEntries(pairs));

const { json: JSON_VALUE } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    SCALAR,
    fc.array(tie('json'), { maxLength: 5 }),
    objectOf(tie('json')),
  ),
}));
const JSON_OBJECT = objectOf(JSON_VALUE);

/** A parameter or a secret whose text the test gives. */
const worldOf = () => {
  const made = makeCache({ minRefreshInterval: 0 });
  const stored: { content: string | Uint8Array; version: number } = { content: '', version: 1 };
  made.ssm.instead = () => ({
    Parameters: [{ Name: '/x', Type: 'String', Value: stored.content, Version: stored.version }],
  });
  made.vault.instead = () => ({
    Name: 'x',
    VersionId: `v${stored.version}`,
    [typeof stored.content === 'string' ? 'SecretString' : 'SecretBinary']: stored.content,
  });
  const store = (content: string | Uint8Array): void => {
    stored.content = content;
    stored.version += 1;
  };
  return { ...made, store };
};

const handleOf = (cache: ReturnType<typeof worldOf>['cache'], isSecret: boolean) =>
  isSecret
    ? cache.secret<any>('x', { transform: 'json' })
    : cache.parameter<any>('/x', { transform: 'json' });

const expectAlways = async <T>(property: fc.IAsyncProperty<T>, numRuns: number): Promise<void> =>
  fc.assert(property, { numRuns });

describe('Any JSON value', () => {
  it('is read back as it was stored', async () => {
    await expectAlways(
      fc.asyncProperty(JSON_VALUE, fc.boolean(), async (value, isSecret) => {
        const { cache, store } = worldOf();
        const text = JSON.stringify(value);
        store(text);
        const read: unknown = await handleOf(cache, isSecret).get();

        return isDeepStrictEqual(read, JSON.parse(text)) && JSON.stringify(read) === text;
      }),
      RUNS.json,
    );
  });

  it('is read back by the path of its keys', async () => {
    // An empty key is refused where it is declared.
    const part = KEY.filter((name) => !name.includes('.'));
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).filter((keys) => keys.join('.') !== '');
    await expectAlways(
      fc.asyncProperty(path, JSON_VALUE, JSON_OBJECT, async (keys, value, beside) => {
        const { cache, store } = worldOf();
        const nested = keys.reduceRight<unknown>(
          (inner, key, index) =>
            Object.fromEntries([...(index === 0 ? [] : Object.entries(beside)), [key, inner]]),
          value,
        );
        store(JSON.stringify(nested));
        const key = keys.join('.');
        const handle =
          typeof value === 'string'
            ? cache.secret('x', { key })
            : cache.secret('x', { key, transform: 'json' });
        const read: unknown = await handle.get();

        return isDeepStrictEqual(read, JSON.parse(JSON.stringify(value)));
      }),
      RUNS.keys,
    );
  });

  it('cannot be changed by who reads it', async () => {
    await expectAlways(
      fc.asyncProperty(JSON_VALUE, fc.boolean(), async (value, isSecret) => {
        const { cache, store } = worldOf();
        const text = JSON.stringify(value);
        store(text);
        const handle = handleOf(cache, isSecret);
        vandalise(await handle.get());
        vandalise(handle.value);

        return JSON.stringify(handle.value) === text && JSON.stringify(await handle.get()) === text;
      }),
      RUNS.safety,
    );
  });

  it('stays the same object when it is stored again with its keys in another order, and only then', async () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, member]) => [key, shuffled(member)]),
      );
    };
    await expectAlways(
      fc.asyncProperty(JSON_OBJECT, JSON_VALUE, fc.boolean(), async (value, other, isSecret) => {
        const { cache, store } = worldOf();
        store(JSON.stringify(value));
        const handle = handleOf(cache, isSecret);
        const first: unknown = await handle.get();
        store(JSON.stringify(shuffled(value), null, 1));
        await handle.refresh();
        const isSame = handle.value === first;
        store(JSON.stringify([other, value]));
        await handle.refresh();

        return isSame && JSON.stringify(handle.value) === JSON.stringify([other, value]);
      }),
      RUNS.sameness,
    );
  });
});

describe('Any bytes', () => {
  it('are copied for each reader, and the same bytes are no change', async () => {
    await expectAlways(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 64 }), async (bytes) => {
        const { cache, store } = worldOf();
        store(Uint8Array.from(bytes));
        const handle = cache.secret<Uint8Array>('x');
        let changes = 0;
        handle.onChange(() => (changes += 1));
        vandalise(await handle.get());
        vandalise(handle.value);
        const [one, other] = [handle.value, await handle.get()];
        store(Uint8Array.from(bytes));
        await handle.refresh();
        store(Uint8Array.of(...bytes, 0));
        await handle.refresh();

        return (
          one !== other &&
          isDeepStrictEqual([...one], [...bytes]) &&
          handle.value.length === bytes.length + 1 &&
          changes === 1
        );
      }),
      RUNS.bytes,
    );
  });
});

describe('Any tree of names', () => {
  const segment = fc.oneof(
    fc.stringMatching(/^[a-zA-Z0-9_.-]{1,8}$/),
    fc.constantFrom('a', 'b', '__proto__', 'constructor', 'toString'),
  );
  const name = fc.array(segment, { minLength: 1, maxLength: 6 }).map((segments) => segments.join('/'));
  const text = fc.string({ minLength: 1, unit: 'grapheme' });
  const list = fc.array(fc.stringMatching(/^[^,]{1,5}$/), { minLength: 1, maxLength: 4 });
  const leaves = fc.uniqueArray(fc.tuple(name, fc.oneof(text, list)), {
    selector: ([key]) => key,
    maxLength: 12,
  });

  const at = (tree: any, path: string): unknown => {
    const found = path.split('/').reduce((level, key) => (Object.hasOwn(level, key) ? level[key] : {}), tree);
    return typeof found === 'object' && !Array.isArray(found) ? found[''] : found;
  };
  const count = (tree: unknown): number =>
    typeof tree !== 'object' || Array.isArray(tree) || tree === null
      ? 1
      : Object.values(tree).reduce((sum: number, member) => sum + count(member), 0);

  it('is read back in each shape as it was stored, and cannot be changed', async () => {
    await expectAlways(
      fc.asyncProperty(leaves, async (stored) => {
        const { cache, parameters } = makeCache({ minRefreshInterval: 0 });
        for (const [key, value] of stored) parameters.put(`/t/${key}`, value);
        const [tree, record, map] = [
          cache.parameters<any>('/t'),
          cache.parameters<any>('/t', { shape: 'record' }),
          cache.parameters<ReadonlyMap<string, unknown>>('/t', { shape: 'map' }),
        ];
        for (const handle of [tree, record, map]) vandalise(await handle.get());
        const first = [tree.value, record.value, map.value];
        await cache.refresh();

        return (
          isDeepStrictEqual([tree.value, record.value, map.value], first) &&
          tree.value === first[0] &&
          map.value === first[2] &&
          count(tree.value) === stored.length &&
          Object.keys(record.value).length === stored.length &&
          map.value.size === stored.length &&
          stored.every(
            ([key, value]) =>
              isDeepStrictEqual(at(tree.value, key), value) &&
              isDeepStrictEqual(record.value[key], value) &&
              isDeepStrictEqual(map.value.get(key), value),
          )
        );
      }),
      RUNS.trees,
    );
  });
});

describe('The runs', () => {
  it('are 10,000 in all', () => {
    expect(Object.values(RUNS).reduce((sum, runs) => sum + runs, 0)).toBe(10_000);
    expect(({} as any).changed ?? ({} as any).added ?? ({} as any).inherited).toBeUndefined();
  });
});
