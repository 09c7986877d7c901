import { describe, expect, it } from '@jest/globals';
import { LeakDetector } from '../../lib/values/secrecy/leak-detector.js';

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
