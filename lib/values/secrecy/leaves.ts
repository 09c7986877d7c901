import { bytesIn } from '../data/bytes.js';
import { isFieldName } from './field-name.js';

/** How much is looked at, in characters: the largest secret that AWS stores, and some more. */
const MOST_CHARACTERS = 70_000;
/** What a value costs beside its characters. */
const COST_OF_VALUE = 4;

export interface Leaves {
  readonly leaves: readonly string[];
  /** Whether they are not too many. */
  readonly isWhole: boolean;
}

/** The values in some data, and those of its keys that may be secrets themselves; none where they are too many. */
export const leavesOf = (data: unknown): Leaves => {
  const leaves: string[] = [];
  const open: Iterator<unknown>[] = [[data].values()];
  const seen = new Set<unknown>();
  let left = MOST_CHARACTERS;
  while (left >= 0) {
    const next = open.at(-1)?.next();
    if (next === undefined) return { leaves, isWhole: true };
    if (next.done === true) open.pop();
    else {
      left -= costOf(next.value);
      if (left >= 0) visit(next.value);
    }
  }
  return { leaves: [], isWhole: false };

  function visit(value: unknown): void {
    const bytes = bytesIn(value);
    if (bytes !== undefined) leaves.push(Buffer.from(bytes).toString());
    else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      open.push(membersOf(value));
    } else if (['string', 'number', 'boolean'].includes(typeof value)) leaves.push(String(value));
  }
};

const costOf = (value: unknown): number =>
  COST_OF_VALUE + (typeof value === 'string' ? value.length : (bytesIn(value)?.length ?? 0));

function* membersOf(value: object): Generator<unknown, void> {
  const isIterable = Symbol.iterator in value;
  if (!Array.isArray(value)) {
    for (const key of Object.keys(value)) {
      if (!isFieldName(key)) yield key;
      if (!isIterable) yield (value as Record<string, unknown>)[key];
    }
  }
  if (isIterable) yield* value as Iterable<unknown>;
}
