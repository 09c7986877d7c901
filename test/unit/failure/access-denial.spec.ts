import { describe, expect, it } from '@jest/globals';
import { toSsmCacheError } from '../../../lib/sources/calls/aws-error.js';
import { awsError } from '../../support/make-cache.js';

const ROLE = 'arn:aws:sts::111122223333:assumed-role/shop/i-0abc';

const PARAMETER = 'arn:aws:ssm:eu-west-1:111122223333:parameter/db';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/0b1f5c1e-2d3f-4a5b-8c6d-7e8f9a0b1c2d';

const SCP = 'arn:aws:organizations::222233334444:policy/o-abc/service_control_policy/p-def';

const told = (message: string, name = 'AccessDeniedException'): string =>
  toSsmCacheError(awsError(name, message), '/db', 'ssm:GetParameters').message;

const denied = (action: string, resource: string, why: string): string =>
  told(`User: ${ROLE} is not authorized to perform: ${action} on resource: ${resource} ${why}`);

const START = 'AWS denies access to "/db" (AccessDeniedException)';

describe('A denial by AWS', () => {
  it.each([
    'identity-based policy',
    'resource-based policy',
    'session policy',
    'permissions boundary',
    'service control policy',
    'VPC endpoint policy',
  ])('says who lacks what on which resource: no %s', (policy) => {
    expect(
      denied('ssm:GetParameters', PARAMETER, `because no ${policy} allows the ssm:GetParameters action`),
    ).toBe(
      `${START}: no ${policy} allows ssm:GetParameters on ${PARAMETER} to ${ROLE}. Grant ssm:GetParameters.`,
    );
  });

  it.each([
    ['a service control policy', `a service control policy (${SCP})`, `: ${SCP}`],
    ['an identity-based policy', 'an identity-based policy', ''],
    ['a resource control policy', 'a resource control policy', ''],
    ['a VPC endpoint policy', 'a VPC endpoint policy', ''],
  ])('says that a policy forbids it, which no permission changes: %s', (policy, shown, arn) => {
    const message = denied(
      'secretsmanager:GetSecretValue',
      SECRET,
      `with an explicit deny in ${policy}${arn}`,
    );

    expect(message).toBe(
      `${START}: an explicit deny in ${shown} forbids secretsmanager:GetSecretValue on ${SECRET} to ${ROLE}. Change that policy: a further permission does not help.`,
    );
  });

  it('says that it is KMS which denies, with its action and key', () => {
    expect(denied('kms:Decrypt', KEY, 'because no identity-based policy allows the kms:Decrypt action')).toBe(
      `${START}: no identity-based policy allows kms:Decrypt on ${KEY} to ${ROLE}. Grant kms:Decrypt.`,
    );
  });

  it.each([
    ['Access to KMS is not allowed', 'access to KMS is not allowed'],
    [`${KEY} is disabled. (Service: AWSKMS; Status Code: 400)`, 'the KMS key is disabled'],
    [`${KEY} is pending deletion.`, 'the KMS key is pending deletion'],
    [
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
      'the KMS key does not exist in this region, or the role may not use it',
    ],
  ])('says what KMS says: %s', (text, said) => {
    expect(told(text)).toBe(`${START}: ${said}. Grant kms:Decrypt on the key, and check that it is enabled.`);
  });

  it('says that a role may not be assumed, of credentials that need another role', () => {
    const message = told(
      `User: ${ROLE} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/reader`,
      'AccessDenied',
    );

    expect(message).toContain('sts:AssumeRole on arn:aws:iam::444455556666:role/reader is not allowed');
    expect(message).toContain('Grant sts:AssumeRole, and let the trust policy of the role allow it.');
  });

  it.each([
    ['free text', 'c4n4ry'],
    [
      'a form of its own',
      'User: c4n4ry is not authorized to perform: c4n4ry on resource: c4n4ry because no c4n4ry allows',
    ],
    [
      'a policy that is none',
      `User: ${ROLE} is not authorized to perform: with an explicit deny in a c4n4ry`,
    ],
    [
      'a resource that is no ARN',
      'User: x is not authorized to perform: ssm:GetParameters on resource: c4n4ry',
    ],
  ])('tells nothing that has not the form which AWS gives it: %s', (_what, text) => {
    expect(told(text)).toMatch(/^AWS denies access to "\/db" \(AccessDeniedException\)/);
    expect(told(text)).not.toContain('c4n4ry');
  });
});
