import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { StandardSchema } from 'nestjs-ssm-cache';
import { z } from 'zod';
import { makeCache, rejection } from '../../support/make-cache.js';

const ANY: StandardSchema<unknown> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) },
};
const QUOTING: StandardSchema<unknown> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => ({
      issues: [{ message: `bad (was ${String(value)})` }, { message: String(value) }],
    }),
  },
};

/** A cache whose only parameter and secret hold what the test says. */
const holding = (value: string) => {
  const made = makeCache({ minRefreshInterval: 0 });
  let current = value;
  made.ssm.instead = () => ({ Parameters: [{ Name: '/x', Type: 'String', Value: current, Version: 1 }] });
  made.vault.instead = () => ({ Name: 's', SecretString: current });
  return { ...made, put: (next: string) => (current = next) };
};

const nested = (depth: number, leaf: string, [open, close]: readonly [string, string]): string =>
  open.repeat(depth) + leaf + close.repeat(depth);
const LISTS = ['[', ']'] as const;
const OBJECTS = ['{"a":', '}'] as const;
/** Such depths take their time, in milliseconds. */
const PATIENCE = 60_000;

describe('JSON that pollutes', () => {
  it.each([
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"a":{"__proto__":{"polluted":1},"toString":1,"hasOwnProperty":2}}',
    '[{"__proto__":[]},{"__proto__":null}]',
  ])('is data like any other: %s', async (text) => {
    const { cache, put } = holding(text);
    for (const options of [{ transform: 'json' }, { schema: ANY, transform: 'json' }] as const) {
      const handle = cache.parameter<any>('/x', options);
      const value = await handle.get();

      expect(({} as any).polluted).toBeUndefined();
      expect(JSON.stringify(value)).toBe(text);
      expect(Object.isFrozen(value)).toBe(!('schema' in options)); // what a schema makes belongs to the application
      put(text.replace('1', '2'));
      await handle.refresh();
      expect(JSON.stringify(handle.value)).toBe(text.replace('1', '2'));
      put(text);
      await handle.refresh();
    }
  });

  it('has no key that it does not have itself', async () => {
    const { cache } = holding('{"a":{}}');
    for (const key of ['__proto__', 'constructor', 'toString', 'a.__proto__', 'a.constructor.name']) {
      expect((await rejection(cache.secret('s', { key }).get())).code).toBe('SSM_CACHE_TRANSFORM');
    }
  });
});

describe('JSON that nests', () => {
  it.each([10_000, 100_000])(
    '%p deep is read, compared and kept, or a typed error',
    async (depth) => {
      for (const brackets of [LISTS, OBJECTS]) {
        const { cache, put } = holding(nested(depth, '1', brackets));
        const handles = [
          cache.parameter('/x', { transform: 'json' }),
          cache.parameter('/x', { transform: 'json', schema: ANY }),
          cache.parameter('/x', { schema: ANY }),
          cache.parameter('/x', { transform: async (text) => JSON.parse(text as string) as unknown }),
        ];
        const first = await Promise.all(handles.map((handle) => handle.get()));
        let revisions = 0;
        for (const handle of handles) handle.onChange(() => (revisions += 1));
        put(`${nested(depth, '1', brackets)} `);
        await cache.refresh();
        expect(handles[0]?.value === first[0] && handles[1]?.value === first[1]).toBe(true);
        put(nested(depth, '2', brackets));
        await cache.refresh();
        expect(revisions).toBeGreaterThanOrEqual(4);
      }
    },
    PATIENCE,
  );

  it.each([10_000, 100_000])(
    '%p deep is refused by a schema without harm to the last good value',
    async (depth) => {
      const { cache, put } = holding('[1]');
      const tree: z.ZodType = z.lazy(() => z.array(z.union([tree, z.number()])));
      const handles = [
        cache.parameter('/x', { transform: 'json', schema: tree }),
        cache.secret('s', { transform: 'json', schema: tree }),
        cache.parameter('/x', { schema: QUOTING, default: 'none' }),
      ];
      await Promise.allSettled(handles.map((handle) => handle.get()));
      put(nested(depth, '"no"', LISTS));

      for (const handle of handles)
        expect((await rejection(handle.refresh())).code).toBe('SSM_CACHE_TRANSFORM');
      expect(handles[0]?.value).toEqual([1]);
      expect(handles[1]?.value).toEqual([1]);
    },
    PATIENCE,
  );

  it('to any depth that can be thought of is read as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 20 }), async (data) => {
        const { cache } = holding(JSON.stringify(data));
        const value = await cache.parameter('/x', { transform: 'json' }).get();
        expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(JSON.stringify(data))));
      }),
    );
  });
});

describe('A value of any size', () => {
  const SIZES = [0, 4_096, 8_192, 65_536];
  const of = (text: string) => (size: number) => text.repeat(Math.ceil(size / text.length)).slice(0, size);
  const CONTENTS: Readonly<Record<string, (size: number) => string>> = {
    digits: of('1'),
    'digits and a letter': (size) => `${of('1')(size).slice(1)}x`,
    'zeros and a point': (size) => `${of('0')(size).slice(1)}.`,
    spaces: of(' '),
    commas: of(','),
    base64: of('QUJD'),
    'base64 and a sign': (size) => `${of('QUJD')(size).slice(1)}!`,
    'opening brackets': of(' ('),
    'quoted values': of(' with value "'),
    'tails of messages': of(', received '),
    backslashes: of('\\u'),
    'a JSON list': (size) => `[${of('1,')(Math.max(0, size - 2))}1]`,
    'a JSON text': (size) => JSON.stringify(of('a')(Math.max(0, size - 2))),
    'a cut JSON text': (size) => `{"a":"${of('b')(size)}`,
  };
  const OPTIONS: Readonly<Record<string, object>> = {
    text: {},
    json: { transform: 'json' },
    number: { transform: 'number' },
    boolean: { transform: 'boolean' },
    list: { transform: 'list' },
    base64: { transform: 'base64' },
    'a schema that takes all': { schema: ANY },
    'a schema that quotes it': { schema: QUOTING },
    zod: { schema: z.object({ a: z.number() }) },
  };
  const BEST_OF = 3;

  const readingTime = async (value: string, options: object): Promise<number> => {
    const times: number[] = [];
    for (let run = 0; run < BEST_OF; run += 1) {
      const { cache } = holding(value);
      const before = performance.now();
      const [outcome] = await Promise.allSettled([cache.parameter('/x', options).get()]);
      times.push(performance.now() - before);
      if (outcome.status === 'rejected') expect(outcome.reason.code).toBe('SSM_CACHE_TRANSFORM');
    }
    return Math.min(...times);
  };

  const cases = Object.keys(OPTIONS).flatMap((how) =>
    Object.keys(CONTENTS).map((content) => ({ how, content })),
  );

  it.each(cases)(
    'is read in time that grows with it, no faster: $content as $how',
    async ({ how, content }) => {
      const times: number[] = [];
      for (const size of SIZES) {
        times.push(
          await readingTime((CONTENTS[content] as (size: number) => string)(size), OPTIONS[how] as object),
        );
      }

      // Sixteen times as much, in at most eight times the time that a linear reader would take of it.
      const [, small = 0, , large = 0] = times;
      expect(large).toBeLessThan(Math.max(100, small * 16 * 8));
    },
  );
});
