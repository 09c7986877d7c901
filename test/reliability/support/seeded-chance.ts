import * as fc from 'fast-check';

/** Numbers from 0 up to 1 as `random()` gives them, the same for the same seed, over and over again. */
export const seededChance = (seed: number): (() => number) => {
  const range = 2 ** 30;
  const numbers = fc.sample(fc.integer({ min: 0, max: range - 1 }), { seed, numRuns: 10_000 });
  let next = 0;
  return () => (numbers[next++ % numbers.length] as number) / range;
};
