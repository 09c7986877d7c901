import { describe, expect, it } from '@jest/globals';
import { makeCache, thrown } from '../support/make-cache.js';

class Options {
  get maxAge(): number {
    return -1;
  }
}

describe('An option that cannot be', () => {
  it('is refused also where it is inherited', () => {
    const { cache } = makeCache();
    const error = thrown(() => cache.parameter('/x', new Options()));

    expect(error.code).toBe('SSM_CACHE_OPTION_RANGE');
    expect(error.message).toContain('parameter "/x": "maxAge"');
  });

  it('of refreshOnError() is refused with the name of the function', () => {
    const { cache } = makeCache();
    const login = async () => {};
    const error = thrown(() => cache.parameter('/x').refreshOnError(login, { retries: -1 }));

    expect(error.code).toBe('SSM_CACHE_OPTION_RANGE');
    expect(error.message).toContain('refreshOnError(login): "retries"');
  });
});
