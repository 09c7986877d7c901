import { describe, expect, it } from '@jest/globals';
import type { SsmCacheError } from 'nestjs-ssm-cache';
import { INTERNALS } from '../../lib/runtime/internals.js';
import { makeCache, rejection } from '../support/make-cache.js';

/** Whether an exception filter finds something written on the error that it is given; then it writes on it. */
const isWrittenOn = (error: SsmCacheError): boolean => {
  const isWritten = [error, error.cause].some((seen) => Object.hasOwn(seen as object, 'status'));
  for (const seen of [error, error.cause])
    Object.assign(seen as object, { status: 503, message: 'of customer 7' });
  return isWritten;
};

/** A parameter and a group of one that were read, and that AWS refuses by now. */
const refused = async () => {
  const made = makeCache({ minRefreshInterval: 0, groups: { db: {} } });
  for (const name of ['/x', '/y']) made.parameters.put(name, 'v');
  const parameter = made.cache.parameter('/x');
  made.cache.group('db').parameter('/y');
  await made.cache.ready();
  for (const name of ['/x', '/y']) made.parameters.deny(name);
  await rejection(made.cache.refresh());
  return { ...made, parameter };
};

describe('What one caller writes on an error', () => {
  it.each<[string, (made: Awaited<ReturnType<typeof refused>>) => Promise<unknown>]>([
    ['ready()', ({ cache }) => cache.ready()],
    ['refresh() of the cache', ({ cache }) => cache.refresh()],
    ['refresh() of a group', ({ cache }) => cache.group('db').refresh()],
  ])('is not read by another that waits for the same, of %s', async (_title, ask) => {
    const made = await refused();
    const errors = await Promise.all([ask(made), ask(made), ask(made)].map(rejection));

    expect(errors.map(isWrittenOn)).toEqual([false, false, false]);
    expect(JSON.stringify(made.cache.inspect())).not.toContain('customer');
  });

  it('is not read where the failure of one refresh is attached to the errors of several calls', async () => {
    const { parameter } = await refused();
    const login = parameter.refreshOnError(() => Promise.reject(new Error('28P01')));
    const errors = await Promise.all([login(), login(), login()].map(rejection));
    const attached = errors.map(
      (error) => (error as unknown as { refreshError: SsmCacheError }).refreshError,
    );

    expect(attached.map(isWrittenOn)).toEqual([false, false, false]);
  });

  it('is not read in an error of the start', async () => {
    const { cache, parameter } = await refused();
    const declared = [{ declaration: 'Shop.key', view: parameter[INTERNALS] }];
    const failures = (
      await Promise.all([cache[INTERNALS].preload(declared, 0), cache[INTERNALS].preload(declared, 0)])
    ).flat();

    expect(failures.map(({ error }) => isWrittenOn(error))).toEqual([false, false]);
  });
});
