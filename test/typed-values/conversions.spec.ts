import { describe, expect, it } from '@jest/globals';
import { booleans, bytes, lists, numbers, Refusal, texts, type Row } from './conversions.js';
import { readEverywhere, readLeaf, type Outcome } from './support/read-everywhere.js';

const TELLING_LENGTH = 6;

const titled = (rows: readonly Row[]) =>
  rows.map((row) => {
    const [type, stored, content, read, title = JSON.stringify(content)] = row;
    const result = read instanceof Refusal ? read.toString() : 'a value';
    return [`${type} of ${title}, stored as ${stored}`, result, row] as const;
  });

const expected = (read: unknown): unknown =>
  read instanceof Refusal ? { error: expect.stringContaining(read.reason) } : { value: read };

const quotes = (outcome: Outcome, content: string | Uint8Array): boolean =>
  'error' in outcome &&
  typeof content === 'string' &&
  content.trim().length >= TELLING_LENGTH &&
  outcome.error.includes(content.trim());

const isBuffer = (outcome: Outcome): boolean => 'value' in outcome && Buffer.isBuffer(outcome.value);

describe.each([
  ['A number', numbers],
  ['A boolean', booleans],
  ['A text', texts],
  ['A list', lists],
  ['Bytes', bytes],
])('%s', (_title, rows) => {
  it.each(titled(rows))('%s → %s', async (_row, _result, [type, stored, content, read]) => {
    const outcomes = await readEverywhere(type, stored, content);

    expect(outcomes).toEqual(
      Object.fromEntries(Object.keys(outcomes).map((reader) => [reader, expected(read)])),
    );
    for (const outcome of Object.values(outcomes)) {
      expect(quotes(outcome, content)).toBe(false);
      expect(isBuffer(outcome)).toBe(Buffer.isBuffer(read));
    }
  });

  // A leaf of a tree has no declared type of its own: without a schema it is what is stored, and with one the
  // schema's coercion decides, also about what it refuses. So only the values can be the same.
  const leaves = titled(rows).filter(([, , [, stored]]) => stored !== 'bytes');

  it.each(leaves)('%s, as a leaf of a tree', async (_row, _result, [type, stored, content]) => {
    const { plain } = await readLeaf(type, stored, content as string);

    expect(plain).toEqual(stored === 'list' ? (content as string).split(',') : content);
  });

  it.each(leaves.filter(([, , [, , , read]]) => !(read instanceof Refusal)))(
    '%s, as a leaf of a tree that a schema converts',
    async (_row, _result, [type, stored, content, read]) => {
      const { coerced } = await readLeaf(type, stored, content as string);

      expect(coerced).toEqual({ value: { leaf: read } });
    },
  );
});

describe('The tables', () => {
  it('have at least 80 rows', () => {
    expect([numbers, booleans, texts, lists, bytes].flat().length).toBeGreaterThan(80);
  });
});
