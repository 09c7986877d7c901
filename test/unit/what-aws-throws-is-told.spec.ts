import { describe, expect, it } from '@jest/globals';
import { awsError, makeCache, rejection } from '../support/make-cache.js';

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
