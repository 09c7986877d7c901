import { describe, expect, it } from '@jest/globals';
import { checkedFilters } from '../../../../lib/sources/parameter-store/parameter-filters.js';
import { SsmFilterKeyId } from '../../../../lib/sources/parameter-store/filters.js';
import { thrown } from '../../../support/make-cache.js';

const keys = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `alias/${String(index).padStart(2, '0')}`);

const unreadable = {
  get Key(): string {
    throw new Error('no');
  },
};

describe('A filter of a listing that cannot be used', () => {
  it.each<[string, unknown, string]>([
    ['text', 'Type', 'a filter must be an object with a Key'],
    ['nothing', null, 'a filter must be an object with a Key'],
    ['a function', () => 'Type', 'a filter must be an object with a Key'],
    ['one that throws when it is read', unreadable, 'it threw an error when it was read'],
    ['one with another key', { Key: 'Name', Values: ['x'] }, 'its Key must be one of Type, KeyId, Label'],
    ['one without key', { Values: ['x'] }, 'its Key must be one of Type, KeyId, Label'],
    [
      'one with another option',
      { Key: 'KeyId', Option: 'Contains', Values: ['x'] },
      'the Option of a KeyId filter must be Equals or BeginsWith',
    ],
    [
      'a label that begins',
      { Key: 'Label', Option: 'BeginsWith', Values: ['x'] },
      'the Option of a Label filter must be Equals',
    ],
    ['one without values', { Key: 'KeyId' }, 'a KeyId filter must have 1 to 50 Values, not 0'],
    ['one without any value yet', new SsmFilterKeyId(), 'a KeyId filter must have 1 to 50 Values, not 0'],
    [
      'one with 51 values',
      { Key: 'KeyId', Values: keys(51) },
      'a KeyId filter must have 1 to 50 Values, not 51',
    ],
    [
      'one with an empty value among others',
      { Key: 'Label', Values: ['live', ''] },
      'the Values of a Label filter must be texts of 1 to 1024 characters',
    ],
    [
      'one with a value that is too long',
      { Key: 'Label', Values: ['x'.repeat(1_025)] },
      'the Values of a Label filter must be texts of 1 to 1024 characters',
    ],
    [
      'one with a list as a value',
      { Key: 'Label', Values: [['live']] },
      'the Values of a Label filter must be texts of 1 to 1024 characters',
    ],
    [
      'one with an unknown type among others',
      { Key: 'Type', Values: ['String', 'Map'] },
      'the Values of a Type filter must be among String, StringList, SecureString',
    ],
  ])('is refused with the reason, for the path: %s', (_title, filter, reason) => {
    const error = thrown(() => checkedFilters([filter], '/shop'));

    expect(error).toMatchObject({ name: 'InvalidFilterError', names: ['/shop'] });
    expect(error.message).toContain(`"/shop" cannot be used: ${reason}.`);
  });

  it('is also what is no list of filters', () => {
    const error = thrown(() => checkedFilters('x' as never, '/shop'));

    expect(error).toMatchObject({ name: 'InvalidFilterError', names: ['/shop'] });
    expect(error.message).toContain('filters must be a list');
  });
});

describe('A filter of a listing', () => {
  it('may have 50 values', () => {
    expect(checkedFilters([{ Key: 'KeyId', Values: keys(50) }], '/shop')).toEqual([
      { Key: 'KeyId', Option: 'Equals', Values: keys(50) },
    ]);
  });

  it('may have a value of 1024 characters', () => {
    const longest = 'x'.repeat(1_024);

    expect(checkedFilters([{ Key: 'KeyId', Option: 'BeginsWith', Values: [longest] }], '/shop')).toEqual([
      { Key: 'KeyId', Option: 'BeginsWith', Values: [longest] },
    ]);
  });
});
