import { describe, expect, it } from '@jest/globals';
import type { SsmCacheChange } from 'nestjs-ssm-cache';
import { settle } from '../../support/fake-runtime.js';
import { makeCache } from '../../support/make-cache.js';

const listened = () => {
  const made = makeCache({ minRefreshInterval: 0 });
  const changes: SsmCacheChange[] = [];
  made.cache.changes$.subscribe((change) => changes.push(change));
  return { ...made, changes };
};

describe('A refresh of a path', () => {
  const shop = async () => {
    const made = listened();
    made.parameters.put('/shop/a', '1');
    made.parameters.put('/shop/b', '2');
    const tree = made.cache.parameters('/shop');
    await tree.get();
    return { ...made, tree };
  };

  it('tells no change when all under it is as it was', async () => {
    const { tree, changes } = await shop();
    await tree.refresh();

    expect(changes).toEqual([]);
  });

  it('tells a change when one of its values is another', async () => {
    const { tree, changes, parameters } = await shop();
    parameters.put('/shop/b', '3');
    await tree.refresh();

    expect(changes.map(({ name }) => name)).toContain('/shop');
    expect(tree.value).toEqual({ a: '1', b: '3' });
  });

  it('tells a change when a value is under another name', async () => {
    const { tree, changes, parameters } = await shop();
    parameters.delete('/shop/b');
    parameters.put('/shop/c', '2');
    await tree.refresh();

    expect(changes.map(({ name }) => name)).toContain('/shop');
    expect(tree.value).toEqual({ a: '1', c: '2' });
  });

  it('does not ask its schema once more for what is as it was', async () => {
    const { cache, parameters } = listened();
    parameters.put('/shop/a', '1');
    let asked = 0;
    const validate = (value: unknown) => ((asked += 1), { value });
    const schema = { '~standard': { version: 1 as const, vendor: 'test', validate } };
    const tree = cache.parameters('/shop', { schema });
    await tree.get();
    await tree.refresh();

    expect(asked).toBe(1);
  });
});

describe('A refresh of a value', () => {
  it('tells no change of one that is still missing', async () => {
    const { cache, changes } = listened();
    const handle = cache.parameter('/x', { default: 'none' });
    await handle.get();
    await handle.refresh();

    expect(changes).toEqual([]);
  });

  it('tells the new version of one that was stored again as it was', async () => {
    const { cache, changes, parameters } = listened();
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    parameters.put('/x', 'v');
    await handle.refresh();

    expect(changes).toEqual([{ name: '/x', previousVersion: 1, version: 2 }]);
  });

  it('reads one anew that is now a list with the same text', async () => {
    const { cache, parameters } = listened();
    parameters.put('/x', 'a,b', { type: 'String' });
    const handle = cache.parameter('/x');
    expect(await handle.get()).toBe('a,b');
    parameters.delete('/x');
    parameters.put('/x', 'a,b', { type: 'StringList' });
    await handle.refresh();

    expect(handle.value).toEqual(['a', 'b']);
  });

  it('transforms bytes once more that were stored again, since the transform is told the version', async () => {
    const { cache, secrets } = listened();
    let transformed = 0;
    secrets.put('s', Uint8Array.of(1, 2));
    const handle = cache.secret('s', { transform: () => (transformed += 1) });
    await handle.get();
    await handle.refresh();
    expect(transformed).toBe(1);
    secrets.put('s', Uint8Array.of(1, 2));
    await handle.refresh();
    expect(transformed).toBe(2);
    secrets.put('s', Uint8Array.of(1, 3));
    await handle.refresh();

    expect(transformed).toBe(3);
  });
});

class Point {
  constructor(readonly x: number) {}
}

const looped = (name: string) => {
  const loop: Record<string, unknown> = { name };
  loop['self'] = loop;
  return loop;
};

/** How often a listener is told of a refresh that makes `second` where `first` was. */
const timesTold = async (first: unknown, second: unknown): Promise<number> => {
  const { cache, parameters } = makeCache();
  parameters.put('/x', 'first');
  const handle = cache.parameter('/x', { transform: (text) => (text === 'first' ? first : second) });
  await handle.get();
  let told = 0;
  handle.onChange(() => (told += 1));
  parameters.put('/x', 'second');
  await handle.refresh();
  return told;
};

describe('A listener', () => {
  it.each<[string, unknown, unknown]>([
    ['bytes', Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
    ['times', new Date(7), new Date(7)],
    ['fields in another order', { a: 1, b: [2] }, { b: [2], a: 1 }],
    ['data that lead back to themselves', looped('a'), looped('a')],
  ])('is not told of the same %s', async (_title, first, second) => {
    expect(await timesTold(first, second)).toBe(0);
  });

  it.each<[string, unknown, unknown]>([
    ['other bytes', Uint8Array.of(1, 2), Uint8Array.of(1, 3)],
    ['nothing instead of bytes', Uint8Array.of(1), null],
    ['bytes instead of nothing', null, Uint8Array.of(1)],
    ['another time', new Date(7), new Date(8)],
    ['nothing instead of a time', new Date(7), null],
    ['a time instead of nothing', null, new Date(7)],
    ['an object instead of a list', ['a'], { 0: 'a' }],
    ['a list instead of an object', { 0: 'a' }, ['a']],
    ['an instance of a class instead of an object', { x: 1 }, new Point(1)],
    ['an object instead of an instance of a class', new Point(1), { x: 1 }],
    ['another field that is undefined', { a: undefined }, { b: undefined }],
    ['other data that lead back to themselves', looped('a'), looped('b')],
    ['data of which one part is now another', { a: 1, b: { c: 1 } }, { a: 1, b: { c: 2 } }],
  ])('is told of %s', async (_title, first, second) => {
    expect(await timesTold(first, second)).toBe(1);
  });
});

describe('A refresh of a group', () => {
  it('tells the changes in the order of the group, whichever answer comes first', async () => {
    const { cache, parameters, secrets, vault, changes } = listened();
    parameters.put('/user', '1');
    secrets.put('password', '1');
    const group = cache.createGroup();
    group.secret('password');
    group.parameter('/user');
    await group.refresh();
    parameters.put('/user', '2');
    secrets.put('password', '2');

    vault.isHolding = true;
    const refreshed = group.refresh();
    await settle();
    vault.letGo();
    await refreshed;

    expect(changes.map(({ name }) => name)).toEqual(['password', '/user']);
  });
});

describe('onChange()', () => {
  it('refuses at once what cannot be called', () => {
    const { cache } = makeCache();
    const notAFunction = 'listener' as unknown as () => void;
    for (const source of [cache.parameter('/x'), cache.createGroup()]) {
      expect(() => source.onChange(notAFunction)).toThrow(
        expect.objectContaining({
          code: 'SSM_CACHE_INVALID_DECLARATION',
          names: ['onChange()'],
          message: expect.stringContaining('onChange()') as unknown,
        }),
      );
    }
  });
});
