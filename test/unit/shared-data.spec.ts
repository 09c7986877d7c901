import { describe, expect, it } from '@jest/globals';
import { hasInternals, INTERNALS } from '../../lib/runtime/internals.js';
import { deepFreeze } from '../../lib/values/data/deep-freeze.js';
import { makeCache } from '../support/make-cache.js';

const REFUSED = /shared by all who read it/;

describe('Data that all readers share', () => {
  it('refuses every change of a map, a set and a date', () => {
    const map = deepFreeze(new Map([['a', 1]]));
    const set = deepFreeze(new Set(['a']));
    const date = deepFreeze(new Date(0));

    expect(() => map.set('b', 2)).toThrow(REFUSED);
    expect(() => map.delete('a')).toThrow(REFUSED);
    expect(() => map.clear()).toThrow(REFUSED);
    expect(() => set.add('b')).toThrow(REFUSED);
    expect(() => set.delete('a')).toThrow(REFUSED);
    expect(() => set.clear()).toThrow(REFUSED);
    expect(() => date.setTime(1)).toThrow(REFUSED);
    expect(() => date.setUTCFullYear(1)).toThrow(REFUSED);
    expect([map.get('a'), set.has('a'), date.getTime()]).toEqual([1, true, 0]);
  });

  it('is frozen at every depth, in maps and sets too, also where it leads back to itself', () => {
    const inner = { list: [{ a: 1 }] };
    const key = { k: 1 };
    const loop: Record<string, unknown> = { map: new Map([[key, inner]]), set: new Set([{ b: 2 }]) };
    loop['self'] = loop;
    deepFreeze(loop);

    expect(Object.isFrozen(inner.list[0])).toBe(true);
    expect(Object.isFrozen(key)).toBe(true);
    expect([...(loop['set'] as Set<object>)].every((item) => Object.isFrozen(item))).toBe(true);
  });

  it('is given away as it is where it is shared already', () => {
    const map = deepFreeze(new Map([['a', 1]]));

    expect(deepFreeze(map)).toBe(map);
    expect(deepFreeze(deepFreeze({ bytes: new Uint8Array([1]) })).bytes).toEqual(new Uint8Array([1]));
  });

  it('hands out bytes as copies, and leaves instances of classes alone', () => {
    class Pool {
      size = 1;
    }
    const data = deepFreeze({ bytes: new Uint8Array([1, 2]), pool: new Pool(), text: 'a' });
    data.bytes[0] = 9;
    data.pool.size = 2;

    expect(data.bytes).toEqual(new Uint8Array([1, 2]));
    expect(data.pool.size).toBe(2);
    expect(Object.keys(data)).toEqual(['bytes', 'pool', 'text']);
    expect(Object.getOwnPropertyDescriptor(data, 'text')).toHaveProperty('value', 'a');
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
