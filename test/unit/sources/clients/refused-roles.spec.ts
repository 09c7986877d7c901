import { describe, expect, it } from '@jest/globals';
import { mayPass, toSsmCacheError } from '../../../../lib/sources/calls/aws-error.js';
import { settle } from '../../../support/fake-runtime.js';
import { makeCache, rejection } from '../../../support/make-cache.js';

const ROLE = 'arn:aws:iam::222222222222:role/reader';
const CALLER = 'arn:aws:sts::111111111111:assumed-role/shop/i-0abc';

/** An error of the Security Token Service, whose protocol says who is to blame. */
const ofSts = (name: string, message: string, httpStatusCode: number): Error =>
  Object.assign(new Error(message), { name, Type: 'Sender', $metadata: { httpStatusCode } });

const denial = (): Error =>
  ofSts(
    'AccessDenied',
    `User: ${CALLER} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
    403,
  );

const told = (error: unknown) => toSsmCacheError(error, 'prod/db', 'secretsmanager:GetSecretValue');

describe('A role that cannot be assumed', () => {
  it('is refused at once, with who may not assume it, and what to change', () => {
    const error = denial();

    expect(mayPass(error)).toBe(false);
    expect(told(error)).toMatchObject({
      code: 'SSM_CACHE_ACCESS_DENIED',
      message: `AWS denies access to "prod/db" (AccessDenied): sts:AssumeRole on ${ROLE} is not allowed to ${CALLER}. Grant sts:AssumeRole, and let the trust policy of the role allow it.`,
    });
  });

  it('is told as such where AWS cannot understand it, and not asked for again', () => {
    const error = ofSts('ValidationError', `Value 'c4n4ry' at 'roleArn' failed to satisfy constraint`, 400);

    expect(mayPass(error)).toBe(false);
    expect(told(error)).toMatchObject({
      code: 'SSM_CACHE_INVALID_CLIENT',
      message:
        '"prod/db" cannot be read: AWS refuses the request for the role of its client (ValidationError). Check the ARN of the role, the name of the session and its duration.',
    });
  });

  it.each([
    ['credentials that AWS does not know yet', ofSts('InvalidClientTokenId', 'c4n4ry', 403)],
    [
      'an error of the same name that another service has',
      Object.assign(new Error('c4n4ry'), { name: 'ValidationError', $metadata: { httpStatusCode: 400 } }),
    ],
  ])('is no other failure: %s', (_what, error) => {
    expect(mayPass(error)).toBe(true);
    expect(told(error)).toMatchObject({ code: 'SSM_CACHE_REFRESH' });
    expect(told(error).message).not.toContain('c4n4ry');
  });

  it('is not looked for in one name of a batch, and batches are sent again once it can be assumed', async () => {
    const { cache, parameters, secrets, ssm, vault } = makeCache({ minRefreshInterval: 0 });
    for (const name of ['/a', '/b', '/c']) parameters.put(name, '1');
    for (const name of ['a', 'b', 'c']) secrets.put(name, '1');
    const handles = [
      ...['/a', '/b', '/c'].map((name) => cache.parameter(name)),
      ...['a', 'b', 'c'].map((name) => cache.secret(name)),
    ];
    ssm.isHolding = vault.isHolding = true;
    const refused = Promise.all(handles.map((handle) => rejection(handle.get())));
    await settle();
    for (const call of [...ssm.waiting, ...vault.waiting]) call.fail(denial());

    expect((await refused).map(({ code }) => code)).toEqual(handles.map(() => 'SSM_CACHE_ACCESS_DENIED'));
    expect(cache.health().clients).toMatchObject([
      { source: 'ssm', status: 'failing', lastError: 'AccessDenied' },
      { source: 'secretsmanager', status: 'failing', lastError: 'AccessDenied' },
    ]);
    ssm.isHolding = vault.isHolding = false;
    await Promise.all(handles.map((handle) => handle.refresh()));
    expect([...ssm.calls, ...vault.calls].map(({ operation }) => operation)).toEqual([
      'GetParameters',
      'GetParameters',
      'BatchGetSecretValue',
      'BatchGetSecretValue',
    ]);
  });
});
