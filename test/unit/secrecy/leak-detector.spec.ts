import { describe, expect, it } from '@jest/globals';
import { LeakDetector } from '../../../lib/values/secrecy/leak-detector.js';

const SECRET = 'Corr3ct-horse';

const ENCODED = Buffer.from(SECRET);

describe('A message quotes some data', () => {
  it.each([
    ['as it is', SECRET, `got ${SECRET}!`],
    ['in another case', SECRET, 'got CORR3CT-HORSE'],
    ['in part', SECRET, 'it begins with "ct-hors"'],
    ['at its very end', SECRET, 'ends with t-horse'],
    ['with other signs between', SECRET, 'got corr3ct horse'],
    ['escaped as JSON', 'one\ntwo-three', 'got one\\ntwo'],
    ['escaped as Unicode', 'äöü-secret', 'got \\u00e4\\u00f6secret'],
    ['as a URL spells it', 'se cret', 'got se%20cret'],
    ['as base64', SECRET, `got ${ENCODED.toString('base64')}`],
    ['as hexadecimal', SECRET, `got ${ENCODED.toString('hex')}`],
    ['three letters in hexadecimal', 'Qzx', `got ${Buffer.from('Qzx').toString('hex')}`],
    ['of six letters', 'abcdef', 'xabcdefx'],
    ['of five letters, as a word', 'abcde', 'got abcde.'],
    ['of one letter, as a word', 'q', 'got q'],
    ['of several short words', 'a b', 'got A, B'],
    ['of signs alone', '§~', 'got §~'],
    ['of a short number', 7, 'at most 7 items'],
    ['of a number with separators', 1_234_567, 'got 1_234_567'],
    ['of a number in another notation', '100', 'got 1e2'],
    ['of a negative number', -42, 'got -42'],
    ['of a boolean', true, 'got true'],
    ['in a list', ['x', [SECRET]], `got ${SECRET}`],
    ['in a field', { a: { b: SECRET } }, `got ${SECRET}`],
    ['in a map', new Map([['a', SECRET]]), `got ${SECRET}`],
    ['in a set', new Set([SECRET]), `got ${SECRET}`],
    ['in a field of a set', Object.assign(new Set(['x']), { note: SECRET }), `got ${SECRET}`],
    ['in bytes', new Uint8Array(Buffer.from(SECRET)), `got ${SECRET}`],
    ['in a key that may be a secret', { tok_51HabcKEY99: 1 }, 'unknown key tok_51HabcKEY99'],
  ])('%s', (_title, data, message) => {
    expect(new LeakDetector(data).isIn(message)).toBe(true);
  });
});

describe('A message does not quote some data', () => {
  it.each([
    ['that is another text', SECRET, 'Expected a host name'],
    ['that has five letters, inside a word', 'abcde', 'xabcdex'],
    ['of one letter, inside a word', 'q', 'is required'],
    ['that is empty', '', 'Expected a text'],
    ['that is empty, in a message with a number', ' ', 'at least 0'],
    ['that is nothing', null, 'Expected null'],
    ['that is not there', undefined, 'undefined is required'],
    ['of signs that it does not have', '§', 'Expected ~'],
    ['that is another number', 8, 'at most 7'],
    ['whose keys are names of fields', { password: 1 }, 'password is required'],
    ['that has two letters, in hexadecimal', 'Qz', `at ${Buffer.from('Qz').toString('hex')}`],
    ['of signs alone, in a message without any', '\n', 'Expected'],
  ])('%s', (_title, data, message) => {
    expect(new LeakDetector(data).isIn(message)).toBe(false);
  });

  it('that leads back to itself', () => {
    const loop: Record<string, unknown> = { secret: SECRET };
    loop['self'] = loop;

    expect(new LeakDetector(loop).isIn('Expected a number')).toBe(false);
    expect(new LeakDetector(loop).isIn(SECRET)).toBe(true);
  });
});

describe('A message quotes what is short', () => {
  it.each<[string, unknown, string]>([
    ['next to a sign as a URL spells it', 'abcde', 'at%20abcde'],
    ['and is a number with separators', 1_234, 'got 1_234'],
    ['and is escaped itself', 'a\\nb', 'got a\nb'],
    ['and is bytes', Buffer.from('Qz'), 'got Qz'],
  ])('%s', (_title, data, message) => {
    expect(new LeakDetector(data).isIn(message)).toBe(true);
  });

  it('and is part of a text in bytes', () => {
    expect(new LeakDetector(Uint8Array.from(Buffer.from('Correct-horse'))).isIn('got "rect-ho"')).toBe(true);
  });
});

describe('A message does not quote', () => {
  it.each<[string, unknown, string]>([
    ['a list by a number that is a position in it', ['x', 'y'], 'at most 1'],
    ['bytes by a number that is a position in them', Buffer.from('Qz'), 'at most 1'],
    ['bytes by a number that is one of them', Uint8Array.of(65, 66), 'at most 65'],
  ])('%s', (_title, data, message) => {
    expect(new LeakDetector(data).isIn(message)).toBe(false);
  });
});
