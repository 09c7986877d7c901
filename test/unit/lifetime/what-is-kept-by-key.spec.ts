import { describe, expect, it } from '@jest/globals';
import { collectGarbage, collectNow } from '../../support/collect-garbage.js';
import { WeakRegistry } from '../../../lib/engine/weak-registry.js';
import { settle } from '../../support/fake-runtime.js';

describe('Objects by key', () => {
  const LONG = 1_000_000;

  it('are the new ones where old ones of the same key are collected late', async () => {
    const objects = new WeakRegistry<{ name: string }>();
    const drop = () => void objects.getOrMake('a', () => ({ name: 'old' }));
    drop();
    await settle(2);
    collectNow();
    const made = objects.getOrMake('a', () => ({ name: 'new' }));
    await collectGarbage();

    expect(made.name).toBe('new');
    expect(objects.getOrMake('a', () => ({ name: 'newer' }))).toBe(made);
    expect([...objects.values()]).toEqual([made]);
  });

  it('leave not even their keys behind', async () => {
    const objects = new WeakRegistry<object>();
    const drop = () => {
      for (let index = 0; index < 20; index += 1) {
        objects.getOrMake(Buffer.alloc(LONG, `${index}-`).toString('latin1'), () => ({}));
      }
    };
    const before = process.memoryUsage().heapUsed;
    const kept = (): number => process.memoryUsage().heapUsed - before;
    drop();
    await collectGarbage();
    // In a large heap, Node.js tells late of what it has collected.
    for (let round = 0; round < 10 && kept() >= 8 * LONG; round += 1) await collectGarbage();

    expect(kept()).toBeLessThan(8 * LONG);
    expect([...objects.values()]).toEqual([]);
  });
});
