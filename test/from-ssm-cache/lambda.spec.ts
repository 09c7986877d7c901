import { createHmac } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import type { LocalAws } from 'nestjs-ssm-cache/testing';
import type { handler as Handler } from '../../sample-app/lambda.js';
import { atEnd, environmentOf, operations, setEnvironment, startAws } from './support/world.js';

const MAX_AGE = 300;
const EVENT = { item: 'Tea', quantity: 2, currency: 'EUR' };
const KEY_1 = { signingKey: 'key 1' };

/** AWS with all that the function reads. */
const startFilledAws = (): Promise<LocalAws> =>
  startAws({
    parameters: {
      '/prod/shop/orders/currencies': ['EUR', 'GBP'],
      '/prod/shop/features/free-shipping': 'false',
    },
    secrets: { 'prod/shop/quotes': KEY_1 },
  });

/** Loads the module of the function, once and anew, as Lambda does for each instance of it. */
const load = async (aws: LocalAws): Promise<typeof Handler> => {
  setEnvironment({ ...environmentOf(aws), AWS_MAX_ATTEMPTS: '1' });
  jest.resetModules();
  const { handler } = await import('../../sample-app/lambda.js');
  return handler;
};

/** The process stands still: the time of day goes on, the monotonic clock and all timers do not. */
const freeze = (seconds: number): void => {
  const wall = Date.now();
  const started = performance.now();
  const spy = jest
    .spyOn(Date, 'now')
    .mockImplementation(() => wall + seconds * 1_000 + (performance.now() - started));
  atEnd(() => spy.mockRestore());
};

const signatureBy = (key: string, shipping: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify({ ...EVENT, shipping }))
    .digest('base64url');

/** From now on no timer ever fires. */
const stopTimers = (): void => {
  const stopped = setTimeout(() => {}, 0);
  clearTimeout(stopped);
  const spy = jest.spyOn(globalThis, 'setTimeout').mockImplementation(() => stopped);
  atEnd(() => spy.mockRestore());
};

/** Keeps what Nest logs out of the report of the tests. */
const silence = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    const spy = jest.spyOn(stream, 'write').mockReturnValue(true);
    atEnd(() => spy.mockRestore());
  }
};

describe('Usage with AWS Lambda', () => {
  it('calls nothing when the module is loaded, and starts by the first call', async () => {
    const aws = await startFilledAws();
    const handler = await load(aws);
    expect(aws.calls).toEqual([]);

    await expect(handler(EVENT)).resolves.toEqual({
      ...EVENT,
      shipping: 'standard',
      signature: signatureBy('key 1', 'standard'),
    });
    expect(operations(aws).toSorted()).toEqual(['GetParameters', 'GetSecretValue']);
  });

  it('fetches nothing twice before max age, frozen in between or not', async () => {
    const aws = await startFilledAws();
    const handler = await load(aws);
    await handler(EVENT);
    aws.resetCalls();
    for (let call = 0; call < 5; call += 1) {
      freeze(20);
      await handler(EVENT);
    }

    expect(aws.calls).toEqual([]);
  });

  it('refreshes all that it reads in the first call after a long freeze, in one round', async () => {
    const aws = await startFilledAws();
    const handler = await load(aws);
    await handler(EVENT);
    aws.parameterStore.put('/prod/shop/features/free-shipping', 'true');
    aws.secretsManager.rotate('prod/shop/quotes', { signingKey: 'key 2' });
    aws.resetCalls();
    freeze(MAX_AGE + 1);

    await expect(handler(EVENT)).resolves.toMatchObject({
      shipping: 'free',
      signature: signatureBy('key 2', 'free'),
    });
    expect(operations(aws).toSorted()).toEqual(['GetParameters', 'GetSecretValue']);
    await handler(EVENT);
    expect(aws.calls).toHaveLength(2);
  });

  it('needs no timer: it is refreshed after a freeze though none ever fires', async () => {
    const aws = await startFilledAws();
    const handler = await load(aws);
    await handler(EVENT);
    aws.parameterStore.put('/prod/shop/features/free-shipping', 'true');
    stopTimers();
    freeze(MAX_AGE + 1);

    await expect(handler(EVENT)).resolves.toMatchObject({ shipping: 'free' });
  });

  it('goes on with what it knows when AWS is away after a freeze', async () => {
    silence();
    const aws = await startFilledAws();
    const handler = await load(aws);
    const first = await handler(EVENT);
    aws.parameterStore.failAlways('ThrottlingException');
    aws.secretsManager.failAlways('ThrottlingException');
    freeze(MAX_AGE + 1);

    await expect(handler(EVENT)).resolves.toEqual(first);
  });

  it('tries a start that failed again at the next call, and keeps the one that succeeds', async () => {
    silence();
    const aws = await startFilledAws();
    aws.secretsManager.delete('prod/shop/quotes', { force: true });
    const handler = await load(aws);
    const error = await handler(EVENT).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'SSM_CACHE_PRELOAD' });
    expect((error as Error).message).toContain('QuoteService.signingKey → prod/shop/quotes');

    aws.secretsManager.put('prod/shop/quotes', KEY_1);
    await expect(handler(EVENT)).resolves.toMatchObject({ shipping: 'standard' });
    aws.resetCalls();
    await handler(EVENT);
    expect(aws.calls).toEqual([]);
  });
});
