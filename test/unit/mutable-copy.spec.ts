import { describe, expect, it } from '@jest/globals';
import { mutableCopy } from '../../lib/values/data/mutable-copy.js';

describe('A copy that may be changed', () => {
  it('is one also of what refers to itself', () => {
    const loop: Record<string, unknown> = { name: 'loop' };
    loop.self = Object.freeze([loop]);
    const copy = mutableCopy(Object.freeze(loop)) as typeof loop;

    expect(copy).not.toBe(loop);
    expect((copy.self as unknown[])[0]).toBe(copy);
    expect(Object.isFrozen(copy.self)).toBe(false);
  });

  it('shares what the original shares, however often', () => {
    let data: unknown = 'leaf';
    for (let depth = 0; depth < 100; depth += 1) data = [data, data];
    const copy = mutableCopy(data) as unknown[];

    expect(copy[0]).toBe(copy[1]);
    expect(copy).not.toBe(data);
  });
});
