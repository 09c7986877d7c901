import { getHeapStatistics } from 'node:v8';
import type { Loop } from './loop.js';

const TRIES = 12;

/** What Node has to be started with. The sizes are in mebibytes. */
export const ALLOCATION_FLAGS = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];

/**
 * Bytes that a read allocates: what twice as many reads leave on the heap more. No garbage is collected meanwhile, since
 * the young generation is given more room than they fill; what looking itself allocates is in both and cancels out. Of
 * many tries the least counts, since whatever else goes on in the process can only add.
 *
 * Needs `ALLOCATION_FLAGS`.
 */
export const bytesPerRead = async (run: Loop, reads: number): Promise<number> => {
  let once = Infinity;
  let twice = Infinity;
  for (let index = 0; index < TRIES; index += 1) {
    once = Math.min(once, await allocatedBy(run, reads));
    twice = Math.min(twice, await allocatedBy(run, 2 * reads));
  }
  return (twice - once) / reads;
};

const allocatedBy = async (run: Loop, reads: number): Promise<number> => {
  globalThis.gc?.();
  const before = getHeapStatistics().used_heap_size;
  const result = run(reads);
  if (typeof result !== 'number') await result;
  return getHeapStatistics().used_heap_size - before;
};
