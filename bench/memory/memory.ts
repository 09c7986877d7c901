import { getHeapStatistics } from 'node:v8';
import { LRUCache } from 'lru-cache';
import { createCache } from 'cache-manager';
import { SsmCache } from 'nestjs-ssm-cache';
import { number } from '../support/format.js';
import { report } from '../support/report.js';
import { echo } from '../support/echo-client.js';

const ENTRIES = 100_000;
const NAMES = Array.from({ length: ENTRIES }, (_, index) => `/bench/memory/name${index}`);

const valueOf = (name: string): string => `the value of ${name}`;

const heapUsed = (): number => {
  globalThis.gc?.();
  globalThis.gc?.();
  return getHeapStatistics().used_heap_size;
};

/** Bytes on the heap for each entry of what `fill` makes. */
const bytesPerEntry = async (fill: () => Promise<unknown>): Promise<number> => {
  const before = heapUsed();
  const held = await fill();
  const bytes = (heapUsed() - before) / ENTRIES;
  if (held === undefined) throw new Error('Nothing was held.');
  return bytes;
};

const fillCache = async (): Promise<unknown> => {
  const cache = new SsmCache({ ssmClient: echo(valueOf), maxAge: 300 });
  const handles = NAMES.map((name) => cache.parameter(name));
  await cache.ready();
  if (handles.at(-1)?.value !== valueOf(NAMES.at(-1) ?? '')) throw new Error('Not everything was loaded.');
  return { cache, handles };
};

const CASES: readonly { name: string; fill: () => Promise<unknown> }[] = [
  { name: 'a `Map`', fill: async () => new Map(NAMES.map((name) => [name, valueOf(name)])) },
  { name: '**nestjs-ssm-cache**, each with its handle', fill: fillCache },
  {
    name: 'lru-cache',
    fill: async () => {
      const cache = new LRUCache<string, string>({ max: ENTRIES, ttl: 300_000 });
      for (const name of NAMES) cache.set(name, valueOf(name));
      return cache;
    },
  },
  {
    name: 'cache-manager',
    fill: async () => {
      const cache = createCache({ ttl: 300_000 });
      for (const name of NAMES) await cache.set(name, valueOf(name));
      return cache;
    },
  },
];

const bytes = new Map<string, number>();
for (const { name, fill } of CASES) bytes.set(name, await bytesPerEntry(fill));

report({
  tables: [
    {
      title: 'Bytes for each entry',
      note: `On the heap, after garbage collection, of ${number(ENTRIES)} entries with a text of some forty characters.`,
      columns: ['kept in', 'bytes an entry'],
      rows: CASES.map(({ name }) => [name, number(Math.round(bytes.get(name) ?? Number.NaN))]),
    },
  ],
  figures: { 'bytes an entry': bytes.get(CASES[1]?.name ?? '') ?? Number.NaN },
});
