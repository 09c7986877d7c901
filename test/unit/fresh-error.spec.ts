import { describe, expect, it } from '@jest/globals';
import { types } from 'node:util';
import { freshError } from '../../lib/errors/fresh-error.js';
import { RefreshError, StaleValueError, type SsmCacheError } from '../../lib/errors/index.js';

const kept = (): RefreshError =>
  new RefreshError('no answer', { names: ['/a'], cause: new Error('ECONNRESET') });

describe('A fresh error', () => {
  it('is of the class of the error that is kept, with its code, names, message and cause', () => {
    const fresh = freshError(kept());

    expect(fresh).toBeInstanceOf(RefreshError);
    expect(types.isNativeError(fresh)).toBe(true);
    expect(fresh).toMatchObject({
      name: 'RefreshError',
      code: 'SSM_CACHE_REFRESH',
      names: ['/a'],
      message: 'no answer',
    });
    expect(fresh.cause).toEqual(new Error('ECONNRESET'));
  });

  it('keeps to itself what a caller writes on it', () => {
    const error = kept();
    Object.assign(freshError(error), { status: 503, message: 'for a customer' });

    expect(error).not.toHaveProperty('status');
    expect(freshError(error)).toMatchObject({ message: 'no answer' });
  });

  it('keeps to itself what a caller writes on its causes', () => {
    const error = new StaleValueError('too old', { cause: kept() });
    const { cause } = freshError(error);
    Object.assign((cause as SsmCacheError).cause as Error, { isLogged: true });
    Object.assign(cause as Error, { isLogged: true });

    expect(error.cause).not.toHaveProperty('isLogged');
    expect((error.cause as Error).cause).not.toHaveProperty('isLogged');
  });

  it('has the stack of the caller that it is for, and its causes have theirs', () => {
    const error = kept();
    const fresh = freshError(error);
    const [title, caller] = fresh.stack?.split('\n') ?? [];

    expect(title).toBe('RefreshError: no answer');
    expect(caller).toContain('fresh-error.spec.ts');
    expect((fresh.cause as Error).stack).toBe((error.cause as Error).stack);
  });

  it('keeps a cause of a class of somebody else as it is', () => {
    const cause = new DOMException('aborted', 'AbortError');
    expect(freshError(new RefreshError('no answer', { cause })).cause).toBe(cause);
    expect(freshError(new RefreshError('no answer', { cause: 'a text' })).cause).toBe('a text');
  });

  it('copies causes that lead round in a circle', () => {
    const error = kept();
    (error.cause as Error).cause = error;
    const fresh = freshError(error);

    expect((fresh.cause as Error).cause).toBe(fresh);
  });
});
