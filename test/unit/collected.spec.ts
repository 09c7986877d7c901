import { describe, expect, it } from '@jest/globals';
import { collectGarbage } from '../support/collect-garbage.js';
import { makeCache } from '../support/make-cache.js';

describe('What nobody holds', () => {
  it('is not held by a failure either: handles that are made and dropped during an outage', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 1 });
    parameters.put('/x', 'v');
    const held = cache.parameter('/x');
    await held.get();
    parameters.failAlways('ServiceUnavailable');
    const dropped: WeakRef<object>[] = [];
    for (let count = 0; count < 50; count += 1) {
      const handle = cache.parameter('/x', { transform: (value) => `${String(value)}${count}` });
      dropped.push(new WeakRef(handle));
      await runtime.advance(70);
      await handle.get();
    }
    await collectGarbage();

    expect(dropped.filter((reference) => reference.deref() !== undefined).length).toBeLessThan(5);
  });

  it('stays while somebody listens to it: a group', async () => {
    const { cache, parameters } = makeCache();
    parameters.put('/x', 'one');
    let told = 0;
    const listen = async () => {
      const group = cache.createGroup();
      await group.parameter('/x').get();
      group.onChange(() => void (told += 1));
    };
    await listen();
    await collectGarbage();
    parameters.put('/x', 'two');
    await cache.refresh();
    expect(told).toBe(1);
  });

  it('is not brought back by a look at what there is: an optional value that does not exist', async () => {
    const { cache } = makeCache();
    const dropped = async () => {
      await cache.parameter('/flag', { optional: true }).get();
    };
    await dropped();
    await collectGarbage();
    expect(cache.inspect()).toHaveLength(1);

    await expect(cache.refresh()).resolves.toBeUndefined();
  });
});
