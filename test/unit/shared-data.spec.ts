import { describe, expect, it } from '@jest/globals';
import { hasInternals, INTERNALS } from '../../lib/runtime/internals.js';
import { deepFreeze } from '../../lib/values/data/deep-freeze.js';
import { makeCache } from '../support/make-cache.js';

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
