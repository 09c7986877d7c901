import { CANARIES } from './canary.js';
import { WHENS } from './evidence.js';
import { SUBJECTS } from './subjects.js';

/** The kinds of reads that every canary is tried with. */
const SOME = new Set(['single', 'tree', 'key of a secret']);

/** One canary with every kind of read, before and after the first load, the others with some, and after it. */
export const CASES = CANARIES.flatMap((canary, index) =>
  Object.entries(SUBJECTS)
    .filter(([kind]) => index === 0 || SOME.has(kind))
    .map(([kind, subject]) => ({ canary, kind, subject, whens: index === 0 ? WHENS : WHENS.slice(1) })),
);

/** How long one case may take, in milliseconds. */
export const PATIENCE = 300_000;
