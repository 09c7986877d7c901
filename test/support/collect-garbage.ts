import { jest } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { settle } from './fake-runtime.js';

setFlagsFromString('--expose-gc');
// Late in a run of all tests the heap is large, and to collect it takes a second.
jest.setTimeout(60_000);

/** Collects what nobody holds, once. */
export const collectNow = runInNewContext('gc') as () => void;

/** Collects what nobody holds, until what its collection lets go of is collected too. */
export const collectGarbage = async (): Promise<void> => {
  for (let round = 0; round < 3; round += 1) {
    await settle(2);
    collectNow();
  }
};
