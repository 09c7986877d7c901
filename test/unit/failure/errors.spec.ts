import { describe, expect, it } from '@jest/globals';
import { types } from 'node:util';
import { awsError, makeCache, rejection, thrown } from '../../support/make-cache.js';
import { INTERNALS } from '../../../lib/runtime/internals.js';
import { freshError } from '../../../lib/errors/fresh-error.js';
import { RefreshError, type SsmCacheError, StaleValueError } from '../../../lib/errors/index.js';

describe('An error of the cache', () => {
  it('names the group that is not there', () => {
    expect(thrown(() => makeCache().cache.group('db')).names).toEqual(['db']);
  });

  it('names the member that is declared in two groups', () => {
    const { cache } = makeCache({ groups: { db: {}, mail: {} } });
    const error = thrown(() => cache.group('db').parameter('/x', { group: 'mail' }));

    expect(error).toMatchObject({ code: 'SSM_CACHE_INVALID_DECLARATION', names: ['/x'] });
    expect(() => cache.group('db').parameter('/x', { group: 'db' })).not.toThrow();
  });

  it('names the group that is registered twice, differently', () => {
    const { cache } = makeCache({ groups: { db: { basePath: '/db' } } });
    expect(cache[INTERNALS].groups.register('db', { basePath: '/db' })).toBe(cache.group('db'));
    const error = thrown(() => cache[INTERNALS].groups.register('db', { basePath: '/data' }));

    expect(error).toMatchObject({ code: 'SSM_CACHE_INVALID_DECLARATION', names: ['db'] });
    expect(error.message).toContain('"db" is registered twice');
  });

  it('names the group, if it has a name, whose options are wrong', () => {
    const { cache } = makeCache();

    expect(thrown(() => cache[INTERNALS].groups.register('db', { maxAges: 1 } as never)).names).toEqual([
      'group "db"',
    ]);
    expect(thrown(() => cache.createGroup({ maxAges: 1 } as never)).names).toEqual(['group options']);
  });
});

describe('An option out of its range', () => {
  it('is told by a RangeError, which has neither names nor a cause', () => {
    const error = thrown(() => makeCache().cache.parameter('/x', { maxAge: -1 }));

    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ name: 'OptionRangeError', code: 'SSM_CACHE_OPTION_RANGE' });
    expect('names' in error).toBe(false);
    expect('cause' in error).toBe(false);
  });
});

describe('A cache', () => {
  it('is ready with what is there, although it could not be refreshed', async () => {
    const { cache, parameters, runtime } = makeCache({ maxAge: 60 });
    parameters.put('/x', 'v');
    const handle = cache.parameter('/x');
    await handle.get();
    await runtime.advance(61);
    parameters.failAlways('ServiceUnavailable');
    await expect(handle.get()).resolves.toBe('v');
    await expect(cache.ready()).resolves.toBeUndefined();
    void cache.parameter('/y');

    expect((await rejection(cache.ready())).names).toContain('/y');
  });
});

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
    expect(caller).toContain('errors.spec.ts');
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

const REQUEST = '0b1f5c1e-2d3f-4a5b-8c6d-7e8f9a0b1c2d';

/** The error of a read for which the client throws `thing`. */
const errorFor = (thing: unknown) => {
  const { cache, ssm } = makeCache();
  ssm.instead = () => {
    throw thing;
  };
  return rejection(cache.parameter('/x').get());
};

const causeOf = async (thing: unknown): Promise<string> => ((await errorFor(thing)).cause as Error).message;

describe('The error of a read', () => {
  it('names what the system says of the connection', async () => {
    const lost = Object.assign(new Error('c4n4ry'), { code: 'ECONNRESET' });
    const { name, message } = await errorFor(lost);

    expect(name).toBe('RefreshError');
    expect(message).toContain('Error ECONNRESET');
    expect(message).not.toContain('c4n4ry');
  });

  it.each<[string, unknown]>([
    ['no code of the system', 'c4n4ry'],
    ['no text', 7],
  ])('does not tell a code that is %s', async (_title, code) => {
    expect(await causeOf(Object.assign(new Error('no'), { code }))).toBe('Error');
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'c4n4ry'],
    ['an error with a name of its own', Object.assign(new Error('no'), { name: 'c4n4ry' })],
    ['an error with a name that is no text', Object.assign(new Error('no'), { name: ['OwnError'] })],
    [
      'what throws when it is looked at',
      {
        get name(): never {
          throw new Error('c4n4ry');
        },
      },
    ],
  ])('says that it is unknown when %s was thrown', async (_title, thing) => {
    const { name, message, cause } = await errorFor(thing);

    expect(name).toBe('RefreshError');
    expect(message).toContain('unknown error');
    expect((cause as Error).message).toBe('unknown error');
  });
});

describe('The cause of an error', () => {
  const metadata = { httpStatusCode: 503, requestId: REQUEST, attempts: 3 };

  it('tells what AWS can find the request by', async () => {
    const error = Object.assign(awsError('ServiceUnavailable'), { $metadata: metadata });

    expect(await causeOf(error)).toBe(`ServiceUnavailable, HTTP 503, request ${REQUEST}, 3 attempts`);
  });

  it('tells no more than there is', async () => {
    expect(await causeOf(awsError('ServiceUnavailable', 'no', 503))).toBe('ServiceUnavailable, HTTP 503');
  });

  it('does not tell what is no id of a request, nor a number of attempts that is none', async () => {
    const $metadata = { ...metadata, requestId: 'c4n4ry', attempts: 'c4n4ry' };

    expect(await causeOf(Object.assign(awsError('ServiceUnavailable'), { $metadata }))).toBe(
      'ServiceUnavailable, HTTP 503',
    );
  });
});
