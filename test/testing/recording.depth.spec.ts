import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { recordClient, replayClient } from 'nestjs-ssm-cache/testing';
import { indentedText } from '../../lib/testing/recording/json-text.js';
import { rejection } from '../support/make-cache.js';
import { recordingFolder } from './support/recordings.js';

const folder = recordingFolder();
const DEPTH = 9_000;

/** Nested so often, with something at its end. */
function nested(depth: number, inside: unknown, wrap: (inner: unknown) => unknown): unknown {
  let value = inside;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}

/** How often a value is nested, and what is inside. */
function unwrapped(value: any, unwrap: (outer: any) => any): { depth: number; inside: unknown } {
  let depth = 0;
  let inside = value;
  for (; typeof inside === 'object' && inside !== null; depth += 1) inside = unwrap(inside);
  return { depth, inside };
}

const SHAPES: readonly (readonly [name: string, wrap: (inner: any) => any, unwrap: (outer: any) => any])[] = [
  ['lists', (inner) => [inner], (outer) => outer[0]],
  ['objects', (inner) => ({ a: inner }), (outer) => outer.a],
  ['lists in objects', (inner) => ({ a: [inner, 1] }), (outer) => outer.a[0]],
];

async function replayed(answer: unknown, input: any = { SecretId: 's' }, values: 'mask' | 'keep' = 'mask') {
  const fake = { getSecretValue: async (_input: object) => answer };
  const client = recordClient(fake, folder.file(), { values });
  expect(await client.getSecretValue(input)).toBe(answer);
  const output: any = await replayClient(folder.file()).getSecretValue(input);
  return output;
}

describe.each(SHAPES)('A recording of JSON that is nested in %s', (_shape, wrap, unwrap) => {
  it('keeps all levels of a secret, and masks what is inside', async () => {
    const opening = JSON.stringify(wrap(0)).split('0')[0] ?? '';
    const closing = JSON.stringify(wrap(0)).slice(opening.length + 1);
    const SecretString = `${opening.repeat(DEPTH)}"s3cret"${closing.repeat(DEPTH)}`;
    const output = await replayed({ SecretString });
    expect(unwrapped(JSON.parse(output.SecretString), unwrap)).toEqual({
      depth: DEPTH,
      inside: expect.stringMatching(/^\*\*\*\d$/),
    });
    expect(readFileSync(folder.file(), 'utf8')).not.toContain('s3cret');
  });

  it('keeps all levels of an answer, in a file that is not much longer', async () => {
    const output = await replayed({ Deep: nested(DEPTH, 'inside', wrap) });
    expect(unwrapped(output.Deep, unwrap)).toEqual({ depth: DEPTH, inside: 'inside' });
    expect(readFileSync(folder.file(), 'utf8').length).toBeLessThan(DEPTH * 40);
  });

  it('answers an input that is as deep, and shows it where it was not recorded', async () => {
    const input = {
      SecretId: 's',
      Filters: nested(DEPTH, 'x', wrap),
      SecretString: nested(DEPTH, 'x', wrap),
    };
    expect(await replayed({ VersionId: 'v' }, input)).toEqual({ VersionId: 'v' });
    const other: any = { ...input, SecretId: 'other' };
    const error = await rejection(replayClient(folder.file()).getSecretValue(other));
    expect(error.message).toContain('holds no answer to GetSecretValue {"Filters":');
  });
});

it('A recording keeps as many levels as a secret can have', async () => {
  const SecretString = '['.repeat(32_768) + ']'.repeat(32_768);
  expect(await replayed({ SecretString })).toEqual({ SecretString });
});

describe('A recording of an object that is inside itself', () => {
  const cyclic = (): any => {
    const value: any = { Name: 's', list: [1], SecretString: 's3cret' };
    value.self = value;
    value.list.push(value, value.list, { up: value.list });
    return value;
  };

  it('leaves it out there, in answers and inputs', async () => {
    const expected = { Name: 's', list: [1, null, null, {}], SecretString: '***1' };
    expect(await replayed(cyclic(), { SecretId: 's', Filters: cyclic() })).toEqual(expected);
    const kept = await replayed(cyclic(), { SecretId: 's' }, 'keep');
    expect(kept).toEqual({ ...expected, SecretString: 's3cret' });
  });

  it('keeps an object that is there twice, but not inside itself', async () => {
    const shared = { deep: { VersionId: 'v' } };
    expect(await replayed({ a: shared, b: [shared, shared] })).toEqual({ a: shared, b: [shared, shared] });
  });

  it('leaves it out at the end of a long way round', async () => {
    const start: any = {};
    start.deep = nested(DEPTH, start, (inner) => ({ inner }));
    const { deep } = await replayed(start);
    expect(unwrapped(deep, (outer) => outer.inner)).toEqual({ depth: DEPTH, inside: undefined });
  });

  it('writes a list with holes as one with null', async () => {
    const holes: unknown[] = [];
    holes[2] = 'x';
    expect(await replayed({ holes })).toEqual({ holes: [null, null, 'x'] });
  });
});

describe('The text of a recording', () => {
  it.each([
    [[]],
    [{}],
    [[[], {}, [1, 'a', null, true]]],
    [{ a: { b: [], c: {}, '"': 'é\n\u2028' }, d: [{ e: -1.5e-9 }], 7: 0 }],
    ['text'],
    [null],
  ])('is that of JSON.stringify: %j', (value) => {
    expect(indentedText(value, 0)).toBe(JSON.stringify(value, undefined, 2));
  });
});
