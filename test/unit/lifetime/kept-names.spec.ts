import { describe, expect, it } from '@jest/globals';
import { collectGarbage } from '../../support/collect-garbage.js';
import { makeCache, thrown } from '../../support/make-cache.js';

const names = (cache: { inspect(): { name: string }[] }): string[] => cache.inspect().map(({ name }) => name);

const read = async (made: ReturnType<typeof makeCache>, from: number, to: number): Promise<void> => {
  for (let index = from; index < to; index += 1) {
    made.parameters.put(`/tenants/${index}`, 'v');
    await made.cache.parameter(`/tenants/${index}`).get();
  }
};

const readAtOnce = async (
  { cache, parameters }: ReturnType<typeof makeCache>,
  count: number,
): Promise<void> => {
  const all = Array.from({ length: count }, (_, index) => `/tenants/${index}`);
  for (const name of all) parameters.put(name, 'v');
  await Promise.all(all.map((name) => cache.parameter(name).get()));
};

describe('Names that come from requests', () => {
  it('are let go beyond maxEntries, the least recently asked for first', async () => {
    const made = makeCache({ maxEntries: 100 });
    await read(made, 0, 100);
    await made.cache.parameter('/tenants/0').get();
    await collectGarbage();
    await read(made, 100, 150);

    const kept = names(made.cache);
    expect(kept.length).toBeLessThanOrEqual(125);
    expect(kept).toContain('/tenants/0');
    expect(kept).toContain('/tenants/149');
    expect(kept).not.toContain('/tenants/1');
  }, 60_000);

  it('are let go when garbage is collected, although no other name comes after them', async () => {
    const made = makeCache({ maxEntries: 100 });
    await readAtOnce(made, 1_000);
    expect(names(made.cache)).toHaveLength(1_000);
    await collectGarbage();
    // Node.js calls what is registered for a collection in a task of its own.
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(names(made.cache).length).toBeLessThanOrEqual(100);
  }, 60_000);

  it('are let go beyond 10,000 where no number is given', async () => {
    const made = makeCache();
    await readAtOnce(made, 10_500);
    await collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(names(made.cache).length).toBeLessThanOrEqual(10_000);
    expect(names(made.cache).length).toBeGreaterThan(9_900);
  }, 60_000);

  it('are read anew after they were let go', async () => {
    const made = makeCache({ maxEntries: 1 });
    await read(made, 0, 150);
    await collectGarbage();
    await read(made, 150, 300);
    made.parameters.put('/tenants/3', 'new');

    await expect(made.cache.parameter('/tenants/3').get()).resolves.toBe('new');
  }, 60_000);

  it('stay as long as a handle is held or listened to', async () => {
    const made = makeCache({ maxEntries: 1 });
    const held = made.cache.parameter('/held');
    const heard: string[] = [];
    for (const name of ['/held', '/heard']) made.parameters.put(name, 'v');
    await held.get();
    await made.cache.parameter('/heard').get();
    made.cache.parameter('/heard').onChange(() => heard.push('changed'));
    await read(made, 0, 150);
    await collectGarbage();
    await read(made, 150, 300);
    made.parameters.put('/heard', 'new');
    await made.cache.refresh();

    expect(names(made.cache)).toEqual(expect.arrayContaining(['/held', '/heard']));
    expect(held.value).toBe('v');
    expect(heard).toEqual(['changed']);
  }, 60_000);

  it('of secrets count as well', async () => {
    const made = makeCache({ maxEntries: 10 });
    for (let index = 0; index < 150; index += 1) {
      made.secrets.put(`tenant-${index}`, 'v');
      await made.cache.secret(`tenant-${index}`).get();
    }
    await collectGarbage();
    made.secrets.put('last', 'v');
    for (let index = 0; index < 60; index += 1)
      await made.cache
        .secret('last', { versionStage: `S${index}` })
        .get()
        .catch(() => 0);

    expect(made.cache.inspect().length).toBeLessThanOrEqual(125);
  }, 60_000);

  it.each([0, 1.5, -1, NaN])('cannot be limited to %p', (maxEntries) => {
    expect(thrown(() => makeCache({ maxEntries })).code).toBe('SSM_CACHE_OPTION_RANGE');
  });
});

describe('forget()', () => {
  it('lets go of a name that nothing holds', async () => {
    const made = makeCache();
    await read(made, 0, 2);
    await collectGarbage();
    made.cache.forget('/tenants/0');

    expect(names(made.cache)).toEqual(['/tenants/1']);
  }, 60_000);

  it('keeps a name whose handle is held, and knows nothing of others', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    cache.forget('/x');
    cache.forget('/unknown');

    expect(handle.value).toBe('v');
    expect(names(cache)).toEqual(['/x']);
  });
});
