import { describe, expect, it } from '@jest/globals';
import { makeCache } from '../support/make-cache.js';

describe('onChange()', () => {
  it('refuses at once what cannot be called', () => {
    const { cache } = makeCache();
    const notAFunction = 'listener' as unknown as () => void;
    for (const source of [cache.parameter('/x'), cache.createGroup()]) {
      expect(() => source.onChange(notAFunction)).toThrow(
        expect.objectContaining({
          code: 'SSM_CACHE_INVALID_DECLARATION',
          names: ['onChange()'],
          message: expect.stringContaining('onChange()') as unknown,
        }),
      );
    }
  });
});
