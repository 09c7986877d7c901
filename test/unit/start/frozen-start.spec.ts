import { describe, expect, it } from '@jest/globals';
import type { SsmCache } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { settle } from '../../support/fake-runtime.js';
import { awsError, makeCache, track } from '../../support/make-cache.js';

const KINDS = ['freeze', 'block'] as const;
const OPTIONS = { maxAge: 10, jitter: 0, refreshTimeout: 5 };

interface Declared {
  readonly value: unknown;
}

/** What an application can declare, and how it is read. */
const DECLARED = {
  'a parameter': (cache: SsmCache): Declared => cache.parameter('/t/a'),
  'a secret': (cache: SsmCache): Declared => cache.secret('s'),
  'a member of a group': (cache: SsmCache): Declared => cache.createGroup().parameter('/t/a'),
  'a path': (cache: SsmCache): Declared => cache.parameters('/t'),
};

const textOf = ({ value }: Declared): unknown =>
  typeof value === 'object' ? (value as { a: string }).a : value;

/** Values that are declared, and AWS, which answers none of the first calls yet. */
const starting = async (names = Object.keys(DECLARED), options = OPTIONS, timeout = 30_000) => {
  const made = makeCache(options);
  const put = (text: string): void => {
    made.parameters.put('/t/a', text);
    made.secrets.put('s', text);
  };
  const clients = [made.ssm, made.vault];
  const letGo = (): void => clients.forEach((client) => client.letGo());
  for (const client of clients) client.isHolding = true;
  put('old');
  const declared = names.map((name) => DECLARED[name as keyof typeof DECLARED](made.cache));
  const targets = declared.map((handle, index) => ({
    declaration: `A.p${index}`,
    view: (handle as any)[INTERNALS],
  }));
  const start = track(made.cache[INTERNALS].preload(targets, timeout));
  await settle();
  return { ...made, put, letGo, start, declared, texts: () => declared.map(textOf) };
};

describe('A start that is frozen between the call to AWS and the answer', () => {
  it.each(KINDS.flatMap((kind) => Object.keys(DECLARED).map((what) => [what, kind] as const)))(
    'ends with a value that is no older than its max age: %s (%s)',
    async (what, standStill) => {
      const { runtime, put, letGo, start, texts } = await starting([what]);
      runtime[standStill](60);
      put('new');
      letGo();
      await runtime.drain();

      expect(start).toMatchObject({ state: 'fulfilled', value: [] });
      expect(texts()).toEqual(['new']);
    },
  );

  it.each(KINDS)('asks again also for what was answered before (%s)', async (standStill) => {
    const { runtime, ssm, put, letGo, start, texts } = await starting(['a parameter', 'a secret']);
    ssm.letGo();
    await settle();
    runtime[standStill](60);
    put('new');
    letGo();
    await runtime.drain();

    expect(start.state).toBe('fulfilled');
    expect(texts()).toEqual(['new', 'new']);
  });

  it.each(KINDS)('does so however long it goes on after that (%s)', async (standStill) => {
    const { runtime, ssm, put, letGo, start, texts } = await starting(['a parameter', 'a secret'], {
      ...OPTIONS,
      maxAge: 30,
    });
    ssm.letGo();
    await settle();
    runtime[standStill](60);
    put('new');
    await runtime.advance(12);
    letGo();
    await runtime.drain();

    expect(start.state).toBe('fulfilled');
    expect(texts()).toEqual(['new', 'new']);
  });

  it.each([0, 100])(
    'does so with a `preloadTimeout` of %d s, however long it had waited',
    async (seconds) => {
      const timeout = seconds * 1_000;
      const { runtime, put, letGo, start, texts } = await starting(['a parameter'], OPTIONS, timeout);
      await runtime.advance(2);
      runtime.block(60);
      put('new');
      await runtime.advance(2);
      letGo();
      await runtime.drain();

      expect(start.state).toBe('fulfilled');
      expect(texts()).toEqual(['new']);
    },
  );

  it.each(KINDS)('asks only once for what is still fresh (%s)', async (standStill) => {
    const { runtime, ssm, vault, letGo, start } = await starting(['a parameter', 'a secret']);
    runtime[standStill](9);
    letGo();
    await runtime.drain();

    expect(start.state).toBe('fulfilled');
    expect([ssm.count(), vault.count()]).toEqual([1, 1]);
  });

  it('is frozen again while it asks again, and still ends with values that are fresh', async () => {
    const { runtime, ssm, vault, put, letGo, start, texts } = await starting();
    for (const text of ['newer', 'newest']) {
      runtime.block(60);
      put(text);
      for (const client of [ssm, vault]) client.releaseAll();
      await runtime.drain();
    }
    letGo();
    await runtime.advance(1);

    expect(start.state).toBe('fulfilled');
    expect(texts()).toEqual(['newest', 'newest', 'newest', 'newest']);
  });

  it('ends with the values that were answered where AWS answers no more', async () => {
    const { runtime, ssm, vault, start, texts } = await starting();
    runtime.block(60);
    for (const client of [ssm, vault]) client.releaseAll();
    await runtime.advance(4);
    expect(start.state).toBe('pending');
    await runtime.advance(2);

    expect(start).toMatchObject({ state: 'fulfilled', value: [] });
    expect(texts()).toEqual(['old', 'old', 'old', 'old']);
  });

  it('reports a value that AWS refuses by then', async () => {
    const { runtime, ssm, letGo, start } = await starting(['a parameter']);
    runtime.block(60);
    ssm.releaseAll();
    ssm.instead = () => {
      throw awsError('AccessDeniedException');
    };
    letGo();
    await runtime.drain();

    expect(start.value?.map(({ error }) => error.code)).toEqual(['SSM_CACHE_ACCESS_DENIED']);
  });
});

describe('A start that takes long, but is not frozen', () => {
  it('asks only once', async () => {
    const { runtime, ssm, vault, letGo, start } = await starting(['a parameter', 'a secret'], {
      ...OPTIONS,
      refreshTimeout: 20,
    });
    await runtime.advance(15);
    letGo();
    await runtime.drain();

    expect(start.state).toBe('fulfilled');
    expect([ssm.count(), vault.count()]).toEqual([1, 1]);
  });
});
