import { bytesIn } from '../data/bytes.js';
import { isFieldName } from './field-name.js';

/** How much is looked at, in characters: the largest secret that AWS stores, and some more. */
const MOST_CHARACTERS = 70_000;
/** What a value costs beside its characters. */
const COST_OF_VALUE = 4;

/** The values in some data, and those of its keys that may be secrets themselves; `undefined` where they are too many. */
export const leavesOf = (data: unknown): readonly string[] | undefined => {
  const leaves: string[] = [];
  const open: Iterator<unknown>[] = [[data].values()];
  const seen = new Set<unknown>();
  let left = MOST_CHARACTERS;
  for (;;) {
    const next = open.at(-1)?.next();
    if (next === undefined) return leaves;
    if (next.done === true) open.pop();
    else {
      left -= costOf(next.value);
      if (left < 0) return undefined;
      visit(next.value);
    }
  }

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
  if (!Array.isArray(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (!isFieldName(key)) yield key;
      yield member;
    }
  }
  if (Symbol.iterator in value) yield* value as Iterable<unknown>;
}
