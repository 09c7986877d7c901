import * as fc from 'fast-check';
import type { Kind, WorldOptions } from './schedule-world.js';
import type { StepName } from './steps.js';

type Mix = Partial<Record<StepName, number>>;

/** A promise, and the schedules that are the hardest for it. All the promises are checked in all schedules. */
export interface Property {
  readonly promise: string;
  readonly kinds?: readonly Kind[];
  readonly mix?: Mix;
  readonly options?: { readonly [Name in keyof WorldOptions]?: readonly WorldOptions[Name][] };
}

const USUAL_MIX: Mix = {
  read: 4,
  get: 4,
  refresh: 2,
  refreshAll: 1,
  refreshExpired: 1,
  answer: 6,
  fail: 2,
  garble: 1,
  convert: 2,
  rotate: 1,
  toggle: 1,
  join: 1,
  list: 1,
  listen: 1,
  stopListening: 1,
  advance: 4,
  freeze: 1,
  block: 1,
  setClock: 1,
};

const USUAL_OPTIONS = {
  maxAge: [10],
  maxStale: [Infinity],
  minRefreshInterval: [1],
  chance: [0, 0.9],
  jitter: [0, 0.2],
  isRotating: [true, true, false],
};

const KINDS: readonly Kind[] = ['entry', 'pair', 'tree', 'group'];

export const PROPERTIES: readonly Property[] = [
  {
    promise: 'no older value is read after a newer one',
    mix: { answer: 8, fail: 3, advance: 6, join: 3, convert: 5 },
  },
  {
    promise: 'no two fetches are in flight for one unit',
    options: { maxAge: [0, 1, 10], minRefreshInterval: [0, 1] },
    mix: { refresh: 6, get: 6, answer: 3 },
  },
  {
    promise: 'no wake-up is lost',
    options: { chance: [0, 0.9, 0.999], maxAge: [1, 10], minRefreshInterval: [0, 1, 30] },
    mix: { fail: 5, garble: 2, answer: 3 },
  },
  {
    promise: 'a group and a tree show one moment of AWS',
    kinds: ['group', 'group', 'tree'],
    mix: { toggle: 3, list: 2, listen: 3, join: 4, convert: 3, rotate: 5, answer: 12, fail: 4, refresh: 4 },
  },
  {
    promise: 'no promise stays unsettled, and no strict read for longer than refreshTimeout',
    options: { maxAge: [0, 10], minRefreshInterval: [0, 1, 30] },
    mix: {
      get: 6,
      refresh: 4,
      refreshAll: 2,
      refreshExpired: 2,
      list: 2,
      join: 3,
      convert: 2,
      answer: 3,
      block: 2,
    },
  },
  {
    promise: 'no strict read is older than maxAge while AWS answers',
    options: { maxAge: [0, 0.5, 2, 10] },
    mix: { get: 10, answer: 10, fail: 1, garble: 0, freeze: 3, block: 2, setClock: 2 },
  },
  {
    promise: 'nothing is read past maxAge + maxStale',
    options: { maxAge: [0, 0.5, 5], maxStale: [0, 1, 5] },
    mix: { read: 8, get: 4, fail: 4, freeze: 3, block: 3, setClock: 3 },
  },
  {
    promise: 'nothing refused is read',
    mix: { read: 6, refuse: 8, fail: 1, join: 2, refresh: 4, list: 2 },
  },
  {
    promise: 'nothing that is gone is read strictly, however young it is',
    mix: { get: 8, read: 2, vanish: 8, fail: 2, refresh: 6, list: 2, answer: 8, advance: 2 },
  },
  {
    promise: 'forced refreshes keep their distance and join no earlier fetch',
    options: { maxAge: [10, Infinity], minRefreshInterval: [0, 1, 2, 7] },
    mix: { refresh: 12, refreshAll: 4, read: 1, get: 1, freeze: 0, setClock: 0, listen: 2 },
  },
  {
    promise: 'no more than one wish is pending',
    options: { maxAge: [0, 1, 10], minRefreshInterval: [0, 1, 7] },
    mix: { refresh: 8, refreshAll: 4, get: 8, read: 8, answer: 3 },
  },
  { promise: 'a cache may be closed at any time', mix: { close: 2, get: 6, refresh: 4 } },
];

export const mixOf = ({ mix }: Property): Mix => ({ ...USUAL_MIX, ...mix });

export const optionsOf = ({ kinds = KINDS, options = {} }: Property): fc.Arbitrary<WorldOptions> => {
  const values = Object.entries({ ...USUAL_OPTIONS, ...options, kind: kinds });
  const choices = values.map(([name, choice]) => [name, fc.constantFrom(...choice)] as const);
  return fc.record(Object.fromEntries(choices)) as fc.Arbitrary<any>;
};
