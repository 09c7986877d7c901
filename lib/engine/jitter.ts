import type { CacheRuntime } from '../runtime/cache-runtime.js';
import type { Stamp } from '../runtime/clock.js';

const draws = new WeakMap<Stamp, number>();

/** One random number, from 0 to 1, for all that one refresh brought: values that came together grow old together. */
export const drawFor = (stamp: Stamp, runtime: Pick<CacheRuntime, 'random'>): number => {
  const draw = draws.get(stamp) ?? runtime.random();
  draws.set(stamp, draw);
  return draw;
};
