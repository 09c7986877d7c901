import { describe, expect, it } from '@jest/globals';
import { iamPolicy, type IamPolicyOptions, type SsmDeclaration } from 'nestjs-ssm-cache/tooling';
import { thrown } from '../support/make-cache.js';

const PLACE = { account: '123456789012', region: 'eu-west-1' };
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';

const declaration = (part: Partial<SsmDeclaration>): SsmDeclaration => ({
  owner: 'Orders.value',
  source: 'ssm',
  kind: 'name',
  name: '/a',
  version: undefined,
  client: 'default',
  region: undefined,
  type: 'string',
  optional: false,
  permissions: [],
  ...part,
});

const parameter = (name: string, part: Partial<SsmDeclaration> = {}): SsmDeclaration =>
  declaration({
    name,
    permissions: [{ action: 'ssm:GetParameters', resource: `parameter${name}` }],
    ...part,
  });

const path = (name: string): SsmDeclaration =>
  declaration({
    name,
    kind: 'path',
    permissions: ['', '/*'].map((end) => ({
      action: 'ssm:GetParametersByPath',
      resource: `parameter${name}${end}`,
    })),
  });

const secret = (name: string, part: Partial<SsmDeclaration> = {}): SsmDeclaration =>
  declaration({
    source: 'secretsmanager',
    name,
    permissions: [
      { action: 'secretsmanager:GetSecretValue', resource: `secret:${name}-??????` },
      { action: 'secretsmanager:BatchGetSecretValue', resource: '*' },
    ],
    ...part,
  });

const statements = (declarations: readonly SsmDeclaration[], options: Partial<IamPolicyOptions> = {}) =>
  iamPolicy(declarations, { ...PLACE, ...options }).Statement;

const resources = (...args: Parameters<typeof statements>) =>
  Object.fromEntries(statements(...args).map(({ Action, Resource }) => [Action, Resource]));

describe('iamPolicy()', () => {
  it('has a statement for each action, with each name once and in order', () => {
    const policy = iamPolicy(
      [secret('prod/db'), parameter('/b'), parameter('/a'), parameter('/b'), path('/features')],
      PLACE,
    );

    expect(policy).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'ssm:GetParameters',
          Resource: [
            'arn:aws:ssm:eu-west-1:123456789012:parameter/a',
            'arn:aws:ssm:eu-west-1:123456789012:parameter/b',
          ],
        },
        {
          Effect: 'Allow',
          Action: 'ssm:GetParametersByPath',
          Resource: [
            'arn:aws:ssm:eu-west-1:123456789012:parameter/features',
            'arn:aws:ssm:eu-west-1:123456789012:parameter/features/*',
          ],
        },
        {
          Effect: 'Allow',
          Action: 'secretsmanager:GetSecretValue',
          Resource: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-??????',
        },
      ],
    });
  });

  it('leaves out what a path covers', () => {
    expect(resources([path('/a'), path('/a/b')])).toEqual({
      'ssm:GetParametersByPath': [
        'arn:aws:ssm:eu-west-1:123456789012:parameter/a',
        'arn:aws:ssm:eu-west-1:123456789012:parameter/a/*',
      ],
    });
  });

  it('allows batches where one client reads two secrets, unless it is told that there are none', () => {
    const two = [secret('a'), secret('b')];

    expect(resources(two)['secretsmanager:BatchGetSecretValue']).toBe('*');
    expect(Object.keys(resources(two, { batch: false }))).toEqual(['secretsmanager:GetSecretValue']);
    expect(Object.keys(resources([secret('a'), secret('a')]))).toEqual(['secretsmanager:GetSecretValue']);
    expect(Object.keys(resources([secret('a'), secret('b', { client: 'payments' })]))).toEqual([
      'secretsmanager:GetSecretValue',
    ]);
  });

  it('allows to listen to a queue', () => {
    const queue = declaration({
      source: 'sqs',
      kind: 'queue',
      permissions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'].map((action) => ({
        action,
        resource: 'shop',
      })),
    });

    expect(resources([queue])).toEqual({
      'sqs:ReceiveMessage': 'arn:aws:sqs:eu-west-1:123456789012:shop',
      'sqs:DeleteMessage': 'arn:aws:sqs:eu-west-1:123456789012:shop',
    });
  });

  it('reads each client in its own account and region', () => {
    const declared = [
      parameter('/a'),
      parameter('/b', { client: 'virginia', region: 'us-east-1' }),
      parameter('/c', { client: 'payments' }),
      secret('arn', {
        permissions: [{ action: 'secretsmanager:GetSecretValue', resource: 'arn:aws:secretsmanager:x' }],
      }),
    ];
    const clients = { payments: { account: '210987654321', region: 'eu-north-1' } };

    expect(resources(declared, { clients })).toEqual({
      'ssm:GetParameters': [
        'arn:aws:ssm:eu-north-1:210987654321:parameter/c',
        'arn:aws:ssm:eu-west-1:123456789012:parameter/a',
        'arn:aws:ssm:us-east-1:123456789012:parameter/b',
      ],
      'secretsmanager:GetSecretValue': 'arn:aws:secretsmanager:x',
    });
  });

  it('allows to assume the role of a client, which has a policy of its own', () => {
    const declared = [
      parameter('/a'),
      secret('b', { client: 'payments' }),
      secret('c', { client: 'payments' }),
    ];
    const role = 'arn:aws:iam::210987654321:role/read-payments';

    expect(resources(declared, { clients: { payments: { role } } })).toEqual({
      'ssm:GetParameters': 'arn:aws:ssm:eu-west-1:123456789012:parameter/a',
      'sts:AssumeRole': role,
    });
  });

  it.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eu-west-1', 'aws'],
  ])('writes the ARNs of %s for the partition %s', (region, partition) => {
    expect(resources([parameter('/a')], { region })).toEqual({
      'ssm:GetParameters': `arn:${partition}:ssm:${region}:123456789012:parameter/a`,
    });
  });

  it('takes another partition', () => {
    expect(resources([parameter('/a')], { partition: 'aws-iso' })).toEqual({
      'ssm:GetParameters': 'arn:aws-iso:ssm:eu-west-1:123456789012:parameter/a',
    });
  });

  it('decrypts only through the service, and only what may be read', () => {
    const declared = [
      parameter('/a'),
      path('/features'),
      secret('db'),
      parameter('/virginia', { region: 'us-east-1' }),
      parameter('/aws/reference/secretsmanager/db'),
    ];
    const decrypting = statements(declared, { kmsKeys: [KEY] }).filter(
      ({ Action }) => Action === 'kms:Decrypt',
    );

    expect(decrypting).toEqual([
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: KEY,
        Condition: {
          StringEquals: { 'kms:ViaService': 'ssm.eu-west-1.amazonaws.com' },
          StringLike: {
            'kms:EncryptionContext:PARAMETER_ARN': [
              'arn:aws:ssm:eu-west-1:123456789012:parameter/a',
              'arn:aws:ssm:eu-west-1:123456789012:parameter/features/*',
            ],
          },
        },
      },
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: KEY,
        Condition: {
          StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' },
          StringLike: {
            'kms:EncryptionContext:SecretARN':
              'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-??????',
          },
        },
      },
    ]);
  });

  it('compares whole names of parameters as they are', () => {
    const [, decrypting] = statements([parameter('/a')], { kmsKeys: [KEY] });

    expect(decrypting?.Condition).toEqual({
      StringEquals: {
        'kms:ViaService': 'ssm.eu-west-1.amazonaws.com',
        'kms:EncryptionContext:PARAMETER_ARN': 'arn:aws:ssm:eu-west-1:123456789012:parameter/a',
      },
    });
  });

  it('refuses a key in a region that nothing is read in', () => {
    const kmsKeys = [KEY.replace('eu-west-1', 'us-east-1')];

    expect(thrown(() => statements([parameter('/a')], { kmsKeys }))).toMatchObject({
      code: 'SSM_CACHE_OPTION_RANGE',
      message: expect.stringContaining('nothing is read in us-east-1'),
    });
  });

  it('refuses a declaration whose region is not known', () => {
    expect(thrown(() => iamPolicy([parameter('/a')], { account: PLACE.account }))).toMatchObject({
      message:
        'The option "region" is needed: Orders.value reads "/a" by the client "default", whose region is not known.',
    });
  });

  it.each([
    [{ account: '1234' }, 'The option "account" has to be an account of 12 digits, not "1234".'],
    [{ region: 'Ireland' }, 'The option "region" has to be a region, such as "eu-west-1", not "Ireland".'],
    [{ partition: 'gcp' }, 'The option "partition" has to be a partition, such as "aws-cn", not "gcp".'],
    [{ kmsKeys: ['alias/own'] }, /"kmsKeys" has to be ARNs of keys: .+, not "alias\/own"/],
    [{ clients: { pay: { role: 'reader' } } }, /"clients.pay.role" has to be the ARN of a role/],
    [{ clients: { pay: { account: '1' } } }, /"clients.pay.account" has to be an account of 12 digits/],
    [{ clients: { pay: { region: '1' } } }, /"clients.pay.region" has to be a region/],
    [{ maxSize: 0 }, /"maxSize" has to be a number of characters, not "0"/],
  ])('refuses %j', (options, message) => {
    const error = thrown(() => statements([parameter('/a')], options));

    expect(error).toMatchObject({ code: 'SSM_CACHE_OPTION_RANGE' });
    expect((error as Error).message).toMatch(message);
  });
});

describe('iamPolicy() of more names than AWS takes', () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    parameter(`/prod/shop/part-${index % 5}/name-${index}`),
  );
  const sizeOf = (options: Partial<IamPolicyOptions>): number =>
    JSON.stringify(iamPolicy(many, { ...PLACE, ...options })).length;

  it('is refused, since merging names allows more than is declared', () => {
    expect(thrown(() => statements(many))).toMatchObject({
      message: expect.stringMatching(/^The policy has \d+ characters, and 6144 are allowed\. .+wildcards/),
    });
    expect(sizeOf({ maxSize: 20_000 })).toBeGreaterThan(10_240);
  });

  it('is merged by path as far as it is needed', () => {
    const merged = resources(many, { wildcards: true })['ssm:GetParameters'] as readonly string[];

    expect(sizeOf({ wildcards: true })).toBeLessThanOrEqual(6_144);
    const patterns = merged.filter((resource) => resource.endsWith('/*'));
    expect(patterns.every((pattern) => /parameter\/prod\/shop\/part-\d\/\*$/.test(pattern))).toBe(true);
    expect(patterns.length).toBeGreaterThan(0);
    expect(merged.length - patterns.length).toBeGreaterThan(0);
    for (const { name } of many) {
      expect(merged.filter((resource) => fits(resource, name))).toHaveLength(1);
    }
  });

  it('is merged to less and less, but never to all of an account', () => {
    expect(resources(many, { wildcards: true, maxSize: 300 })).toEqual({
      'ssm:GetParameters': 'arn:aws:ssm:eu-west-1:123456789012:parameter/prod/shop/*',
    });
    expect(thrown(() => statements(many, { wildcards: true, maxSize: 100 }))).toMatchObject({
      message: expect.stringContaining('put the permissions into several policies'),
    });
  });

  it('merges the names in the conditions of keys too', () => {
    const [, decrypting] = statements(many, { wildcards: true, maxSize: 700, kmsKeys: [KEY] });

    expect(decrypting?.Condition?.StringLike).toEqual({
      'kms:EncryptionContext:PARAMETER_ARN': 'arn:aws:ssm:eu-west-1:123456789012:parameter/prod/shop/*',
    });
  });

  it('does not merge what fits', () => {
    expect(statements(many.slice(0, 20), { wildcards: true })).toEqual(statements(many.slice(0, 20)));
  });
});

const fits = (resource: string, name: string): boolean => {
  const own = resource.replace(/^.*:parameter/, '');
  return own.endsWith('*') ? name.startsWith(own.slice(0, -1)) : name === own;
};
