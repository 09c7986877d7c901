import { describe, expect, it } from '@jest/globals';
import { describeIssues, segmentsOf } from '../../../lib/values/secrecy/schema-issues.js';

const data = {
  db: { port: 's3cr3t-value', hosts: ['one.internal'] },
  list: Array.from({ length: 9 }, () => 'item'),
};

describe('What a schema says of some data', () => {
  it.each([
    ['without a path', { message: 'Expected an object' }, 'Expected an object'],
    ['with a path', { message: 'Expected a number', path: ['db', 'port'] }, 'db.port: Expected a number'],
    [
      'with a path of objects',
      { message: 'Expected', path: [{ key: 'db' }, { key: 'hosts' }, 0] },
      'db.hosts.0: Expected',
    ],
    ['of a field that is missing', { message: 'Required', path: ['db', 'name'] }, 'db.name: Required'],
    [
      'of a field of nothing',
      { message: 'Required', path: ['db', 'name', 'first'] },
      'db.name.first: Required',
    ],
    [
      'that quotes the value',
      { message: 'Got s3cr3t-value', path: ['db', 'port'] },
      'db.port: it does not fit',
    ],
    ['that is empty', { message: '' }, 'it does not fit'],
    ['up to what was received', { message: 'Expected number, received string' }, 'Expected number'],
    ['up to what it was', { message: 'must be a number (was text)' }, 'must be a number'],
    ['around a quoted value', { message: '"port" with value "abc" fails to match' }, '"port" fails to match'],
    ['around a value in brackets', { message: 'port (abc) must be... more' }, 'port must be... more'],
    ['with half a quotation', { message: 'port with value "abc' }, 'port with value "abc'],
    ['with a quotation the wrong way round', { message: '" fails; with value "' }, '" fails; with value "'],
    [
      'with a path that quotes the value',
      { message: 'Unknown', path: ['db', 's3cr3t-value'] },
      'db: Unknown',
    ],
  ])('is shown %s', (_title, issue, shown) => {
    expect(describeIssues([issue], data)).toBe(shown);
  });

  it('is shown for the first five issues, with the number of the others', () => {
    const issues = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ message: 'Wrong', path: ['list', index] }));

    expect(describeIssues(issues(2), data)).toBe('list.0: Wrong; list.1: Wrong');
    expect(describeIssues(issues(5), data)).not.toContain('more');
    expect(describeIssues(issues(7), data)).toMatch(/^list\.0: Wrong;.*list\.4: Wrong; and 2 more$/);
  });

  it('is cut where it is long', () => {
    const path = Array.from({ length: 50 }, () => 'a');
    const [shown = ''] = describeIssues([{ message: 'm', path }], {}).split(':');
    expect(shown.split('.')).toHaveLength(20);
    expect(describeIssues([{ message: 'm', path: ['b'.repeat(500)] }], {})).toBe(`${'b'.repeat(200)}: m`);
    expect(describeIssues([{ message: 'm'.repeat(5_000) }], {})).toHaveLength(1_000);
  });

  it('has no segments where it has no path', () => {
    expect(segmentsOf({ message: 'm' })).toEqual([]);
    expect(segmentsOf({ message: 'm', path: ['a', { key: 1 }, 2] })).toEqual(['a', '1', '2']);
  });
});
