import { describe, expect, it } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WeakMapByKey } from '../../lib/cache/weak-map-by-key.js';
import { settle } from '../support/fake-runtime.js';

setFlagsFromString('--expose-gc');
const collectNow = runInNewContext('gc') as () => void;

const collect = async (): Promise<void> => {
  for (let round = 0; round < 3; round += 1) {
    await settle(2);
    collectNow();
  }
};

describe('Objects by key', () => {
  const LONG = 1_000_000;

  it('are the new ones where old ones of the same key are collected late', async () => {
    const objects = new WeakMapByKey<{ name: string }>();
    const drop = () => void objects.getOrMake('a', () => ({ name: 'old' }));
    drop();
    await settle(2);
    collectNow();
    const made = objects.getOrMake('a', () => ({ name: 'new' }));
    await collect();

    expect(made.name).toBe('new');
    expect(objects.getOrMake('a', () => ({ name: 'newer' }))).toBe(made);
    expect([...objects.values()]).toEqual([made]);
  });

  it('leave not even their keys behind', async () => {
    const objects = new WeakMapByKey<object>();
    const drop = () => {
      for (let index = 0; index < 20; index += 1) {
        objects.getOrMake(Buffer.alloc(LONG, `${index}-`).toString('latin1'), () => ({}));
      }
    };
    const before = process.memoryUsage().heapUsed;
    drop();
    await collect();

    expect(process.memoryUsage().heapUsed - before).toBeLessThan(8 * LONG);
    expect([...objects.values()]).toEqual([]);
  });
});
