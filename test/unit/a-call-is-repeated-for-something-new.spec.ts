import { describe, expect, it, jest } from '@jest/globals';
import { awsError, makeCache, rejection } from '../support/make-cache.js';

describe('A call that fails', () => {
  it('is not repeated with what it had where the refresh fails, although there were changes before it', async () => {
    const { cache, ssm, parameters } = makeCache({ minRefreshInterval: 0 });
    parameters.put('/x', '1');
    const handle = cache.parameter('/x');
    await handle.get();
    const login = jest.fn(async () => Promise.reject(new Error('login')));
    const call = handle.refreshOnError(login);
    parameters.put('/x', '2');
    await handle.refresh();
    ssm.instead = () => {
      throw awsError('ThrottlingException');
    };
    const error = await rejection(call());

    expect(error.message).toBe('login');
    expect(login).toHaveBeenCalledTimes(1);
  });
});
