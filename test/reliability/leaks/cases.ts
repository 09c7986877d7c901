import { CANARIES } from './canary.js';
import { SUBJECTS } from './subjects.js';

/** The kinds of reads that every canary is tried with. */
const SOME = ['single', 'tree', 'key of a secret'];

/** One canary with every kind of read, the others with some. */
export const CASES = CANARIES.flatMap((canary, index) =>
  Object.entries(SUBJECTS)
    .filter(([kind]) => index === 0 || SOME.includes(kind))
    .map(([kind, subject]) => ({ canary, kind, subject })),
);

/** How long one case may take, in milliseconds. */
export const PATIENCE = 300_000;
