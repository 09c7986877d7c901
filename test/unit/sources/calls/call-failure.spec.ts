import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { CallFailure } from '../../../../lib/sources/calls/call-failure.js';

const SECRET = 'hunter2';

describe('What a failed call threw', () => {
  it.each([
    ['an error', Object.assign(new Error(`refused: ${SECRET}`), { name: 'ValidationException' })],
    ['an error with a body', Object.assign(new Error('refused'), { $response: { body: SECRET } })],
    ['an object of an older SDK', { name: 'AccessDenied', Message: SECRET }],
    ['a text', SECRET],
  ])('is nothing that a log of the failure shows: %s', (_what, thrown) => {
    const failure = new CallFailure(thrown);
    const shown = [
      inspect(failure, { depth: Infinity, showHidden: true }),
      JSON.stringify(failure),
      JSON.stringify(Object.entries(failure)),
      String(failure),
    ];
    expect(shown.join('\n')).not.toContain(SECRET);
    expect(failure.thrown).toBe(thrown);
  });
});
