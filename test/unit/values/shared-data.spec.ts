import { describe, expect, it } from '@jest/globals';
import { hasInternals, INTERNALS } from '../../../lib/runtime/internals.js';
import { deepFreeze, mutableCopy } from '../../../lib/values/data/plain-data.js';
import { makeCache } from '../../support/make-cache.js';

describe('Data that all readers share', () => {
  it('is frozen at every depth, also where it leads back to itself', () => {
    const inner = { list: [{ a: 1 }] };
    const loop: Record<string, unknown> = { inner };
    loop['self'] = loop;

    expect(deepFreeze(loop)).toBe(loop);
    expect([loop, inner, inner.list, inner.list[0]].every((data) => Object.isFrozen(data))).toBe(true);
  });

  it.each([['text'], [7], [null], [undefined], [[undefined, 1]], [[[], undefined]]])('may be %j', (data) => {
    expect(deepFreeze(data)).toBe(data);
    expect(Object.isFrozen(data)).toBe(true);
  });
});

describe('What is a handle or a group', () => {
  it('is known by what it has, whichever copy of the package it is of', () => {
    const { cache } = makeCache();
    const foreign = Object.assign(() => undefined, { [INTERNALS]: {} });

    expect([cache.parameter('/x'), cache.createGroup(), foreign].map(hasInternals)).toEqual([
      true,
      true,
      true,
    ]);
    expect([null, undefined, 'text', 1, {}, () => undefined].some(hasInternals)).toBe(false);
  });
});

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
