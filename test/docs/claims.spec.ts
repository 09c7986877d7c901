import { describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SsmCacheError } from '../../lib/index.js';
import { makeCache, rejection, thrown } from '../support/make-cache.js';
import { readPage } from './support/markdown.js';
import { sectionOf, tableRows } from './support/tables.js';

const textOf = async (page: string): Promise<string> => (await readPage(page)).text.replaceAll(/\s+/g, ' ');

const NIGHT = 8 * 3_600;

describe('docs/deploy/lambda.md', () => {
  const lambda = textOf('docs/deploy/lambda.md');

  it('gives time-outs whose sum is below that of a function', async () => {
    const text = await lambda;
    const [, start] = /preloadTimeout: ([\d.]+)/.exec(text) ?? [];
    const [, refresh] = /refreshTimeout: ([\d.]+)/.exec(text) ?? [];

    expect(text).toContain(
      ') is 3 seconds by default. The defaults of the cache, 30 and 5 seconds, are too long',
    );
    expect(Number(start) + Number(refresh)).toBeLessThan(3);
  });

  it('says what is read after a night', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 300 });
    parameters.put('/a', 'evening');
    const [fresh, plain] = [cache.parameter('/a'), cache.createGroup().parameter('/a')];
    await Promise.all([fresh.get(), plain.get()]);
    parameters.put('/a', 'morning');
    runtime.freeze(NIGHT);

    expect(await lambda).toContain(
      'If AWS answers within `refreshTimeout`, they never give a value older than `maxAge`',
    );
    expect(plain.value).toBe('evening');
    await expect(fresh.get()).resolves.toBe('morning');
    await runtime.advance(0);
    expect(plain.value).toBe('morning');
    expect(await lambda).toContain(
      'the first read of a plain property returns the old value; the read after the refresh is fresh.',
    );
  });

  it('says what a strict read gives while AWS does not answer', async () => {
    const { cache, parameters, ssm, runtime } = makeCache({ maxAge: 300, refreshTimeout: 1 });
    parameters.put('/a', 'evening');
    const handle = cache.parameter('/a');
    await handle.get();
    await runtime.advance(NIGHT);
    ssm.isHolding = true;
    const read = handle.get();
    await runtime.advance(1);

    expect(await lambda).toContain('If AWS does not answer, they give the last known value.');
    await expect(read).resolves.toBe('evening');
  });
});

const { text: rotation } = await readPage('docs/guides/rotation.md');
const waits = tableRows(rotation.slice(rotation.indexOf('**Wait for long enough.**'))).map((row) =>
  Object.fromEntries(Object.entries(row).map(([name, cell]) => [name.replaceAll('`', ''), cell])),
);

describe('The waits of docs/guides/rotation.md', () => {
  it('are those of a few choices, the defaults among them', () => {
    expect(waits.length).toBeGreaterThan(3);
    expect(waits[0]).toMatchObject({ retries: '1', delay: '0', minRefreshInterval: '1' });
  });

  it('are at first those without options', async () => {
    const { cache, runtime, secrets, vault } = makeCache();
    secrets.put('db', 'p1');
    const password = cache.secret('db');
    await password.get();
    await runtime.advance(100);
    const asked = vault.calls.length;
    const failed = rejection(password.refreshOnError(() => Promise.reject(new Error('28P01')))());
    await runtime.advance(0);

    expect(vault.calls.length - asked).toBe(1);
    await failed;
    await runtime.advance(60);
    expect(vault.calls.length - asked).toBe(1);
  });

  it.each(waits)('are $waits before each refresh, in seconds with $retries and $delay', async (row) => {
    const { cache, runtime, secrets, vault } = makeCache({
      minRefreshInterval: Number(row.minRefreshInterval),
    });
    secrets.put('db', 'p1');
    const password = cache.secret('db');
    await password.get();
    await runtime.advance(100);
    const begin = runtime.clock.now().monotonic;
    const refreshes: number[] = [];
    const asked = vault.calls.length;
    const call = password.refreshOnError(() => Promise.reject(new Error('28P01')), {
      retries: Number(row.retries),
      delay: Number(row.delay),
    });
    const failed = rejection(call());
    await runtime.advance(0);
    for (let tenth = 0; tenth < 200; tenth += 1) {
      while (refreshes.length < vault.calls.length - asked)
        refreshes.push((runtime.clock.now().monotonic - begin) / 1_000);
      await runtime.advance(0.1);
    }
    await failed;
    const between = refreshes.map((at, index) => at - (refreshes[index - 1] ?? 0));
    const rounded = between.map((seconds) => Math.round(seconds * 10) / 10);

    expect(rounded).toEqual(row['waits before each refresh, in seconds']?.split(', ').map(Number));
    expect(rounded.reduce((sum, seconds) => sum + seconds, 0)).toBeCloseTo(Number(row['in all']));
  });
});

describe('docs/reference/options.md', () => {
  const { cache } = makeCache();
  const group = cache.createGroup();
  const fn = async (): Promise<void> => undefined;

  it.each<[string, () => unknown]>([
    ['"preload"', () => cache.parameter('/a', { preload: false } as never)],
    ['"preload"', () => cache.secret('a', { preload: false } as never)],
    ['"preload"', () => cache.parameters('/a', { preload: false } as never)],
    ['"preload"', () => group.parameter('/a', { preload: false } as never)],
    ['"preload"', () => group.secret('a', { preload: false } as never)],
    ['"type"', () => cache.parameter('/a', { type: Number } as never)],
    ['"refresh"', () => cache.parameter('/a').refreshOnError(fn, { refresh: 'password' } as never)],
    ['"refresh"', () => group.refreshOnError(fn, { refresh: 'password' } as never)],
  ])('says where %s is refused', async (option, call) => {
    const text = await textOf('docs/reference/options.md');
    const error = thrown(call);

    expect(error.code).toBe('SSM_CACHE_INVALID_DECLARATION');
    expect(error.message).toContain(`unknown option ${option}`);
    expect(text).toContain('They take no `preload` and no `type`: only declarations have these.');
    expect(text).toContain('`refreshOnError()` of a handle or group takes all but `refresh`.');
  });
});

describe('A name that no longer exists', () => {
  const read = async (options: object): Promise<readonly unknown[]> => {
    const { cache, parameters } = makeCache({ maxAge: 300 });
    parameters.put('/a', 'one');
    const handle = cache.parameter('/a', options);
    await handle.get();
    parameters.delete('/a');
    await cache.refresh().catch(() => undefined);
    return [await handle.get().catch((error: SsmCacheError) => error.name), handle.value];
  };

  it.each([['docs/guides/failure.md', 'When a refresh fails']])(
    'is read as %s says',
    async (page, heading) => {
      const { text } = await readPage(page);
      const row = tableRows(sectionOf(text, heading)).find((cells) =>
        cells['because …']?.includes('no longer exists'),
      );
      const [, strict, synchronous] = Object.values(row ?? {});

      expect(strict).toBe('`InvalidParameterError`');
      expect(synchronous).toContain('the last known value');
      expect(await read({})).toEqual(['InvalidParameterError', 'one']);
      expect(row?.['because …']).toContain('†');
      expect(text).toMatch(/† A value with `default` or `optional/);
      expect(await read({ default: 'none' })).toEqual(['none', 'none']);
      expect(await read({ optional: true })).toEqual([undefined, undefined]);
    },
  );
});

describe('docs/more/faq.md', () => {
  it('says rightly that the cache only reads: it has no command that writes but one for messages of its queue', async () => {
    const lib = join(import.meta.dirname, '../../lib');
    const files = (await readdir(lib, { recursive: true })).filter(
      (file) => file.endsWith('.ts') && !file.startsWith('testing'),
    );
    const sources = await Promise.all(files.map((file) => readFile(join(lib, file), 'utf8')));
    const commands = sources.flatMap((source) => [...source.matchAll(/\.([A-Z]\w+)Command\(/g)]);

    expect(new Set(commands.map(([, command]) => command))).toEqual(
      new Set([
        'GetParameters',
        'GetParameter',
        'GetParametersByPath',
        'GetSecretValue',
        'BatchGetSecretValue',
        'DescribeParameters',
        'ListSecrets',
        'ReceiveMessage',
        'DeleteMessageBatch',
      ]),
    );
  });
});

describe('docs/deploy/runbook.md', () => {
  const outage = textOf('docs/deploy/runbook.md');

  /** The status when a value of 300 seconds is past its max age by so many seconds, after a read. */
  const statusAt = async (past: number, options: object = {}): Promise<string> => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 300, jitter: 0, ...options });
    parameters.put('/a', 'one');
    const handle = cache.parameter('/a');
    await cache.ready();
    parameters.failAlways('ServiceUnavailable');
    await runtime.advance(300);
    await handle.get().catch(() => undefined);
    await runtime.advance(past);
    await handle.get().catch(() => undefined);
    return cache.health().status;
  };

  it('says how the health goes on while AWS is down', async () => {
    expect(await outage).toContain('It is `degraded` when a value is 60 seconds past its `maxAge`.');
    expect(await statusAt(59)).toBe('up');
    expect(await statusAt(60)).toBe('degraded');
    expect(await statusAt(NIGHT)).toBe('degraded');
    expect(await outage).toContain('It is never `down`, unless a value is past its `maxStale`.');
    expect(await statusAt(60, { maxStale: 61 })).toBe('degraded');
    expect(await statusAt(61, { maxStale: 60 })).toBe('down');
  });
});
