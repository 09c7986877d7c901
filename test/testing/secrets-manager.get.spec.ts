import { BatchGetSecretValueCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type AwsUnderTest, outcome, refused, WAYS } from './support/both-ways.js';

const NOT_FOUND = "Secrets Manager can't find the specified secret.";
const UNKNOWN_VERSION = '00000000-0000-0000-0000-000000000000';
const USER = 'User: arn:aws:sts::123456789012:assumed-role/test-role/test-session';

const clock = () => 1_523_477_145_713;
const filters = (count: number) => Array.from({ length: count }, () => ({ Key: 'name', Values: ['a'] }));
const arn = (name: string) =>
  expect.stringMatching(`^arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-\\w{6}$`);
const denial = (resource: string) =>
  `${USER} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${resource} because no identity-based policy allows the secretsmanager:GetSecretValue action`;

describe.each(WAYS)('Secrets Manager, reading, %s', (_way, start) => {
  let aws: AwsUnderTest;
  afterEach(() => aws.close());

  const get = (SecretId: any, rest: object = {}) =>
    outcome(aws.send(new GetSecretValueCommand({ SecretId, ...rest })));
  const batch = (input: any) => outcome(aws.send(new BatchGetSecretValueCommand(input)));

  it('answers text as text and bytes as bytes', async () => {
    aws = await start({
      secrets: { text: 'plain', json: { user: 'u' }, bytes: Uint8Array.of(0, 255, 7) },
      options: { clock },
    });
    const common = {
      VersionId: expect.stringMatching(/^[\w-]{36}$/),
      VersionStages: ['AWSCURRENT'],
      CreatedDate: new Date(clock()),
    };
    expect(await get('text')).toEqual({ ...common, ARN: arn('text'), Name: 'text', SecretString: 'plain' });
    expect(await get('json')).toHaveProperty('SecretString', '{"user":"u"}');
    const bytes = await get('bytes');
    expect(bytes).toEqual({
      ...common,
      ARN: arn('bytes'),
      Name: 'bytes',
      SecretBinary: Uint8Array.of(0, 255, 7),
    });
    expect(Buffer.isBuffer(bytes.SecretBinary)).toBe(false);
  });

  it('finds a secret by name, ARN and ARN without suffix', async () => {
    aws = await start({ secrets: { 'prod/db': 'v' } });
    const { ARN } = await get('prod/db');
    for (const id of [ARN, ARN.slice(0, -7)]) expect(await get(id)).toHaveProperty('Name', 'prod/db');
    for (const id of [ARN.slice(0, -6) + 'zzzzzz', 'prod/db-zzzzzz', 'PROD/DB', `${ARN}x`]) {
      expect(await get(id)).toEqual(refused('ResourceNotFoundException', NOT_FOUND));
    }
  });

  it('takes the end of a name for the suffix of an ARN, as AWS does', async () => {
    const name = 'Invalid/_+=.@-Name-a1b2c3';
    aws = await start({ secrets: { [name]: 'v' } });
    const { ARN } = await get(name);
    expect(await get(ARN)).toHaveProperty('Name', name);
    expect(await get(ARN.slice(0, -7))).toEqual(refused('ResourceNotFoundException', NOT_FOUND));
  });

  it('gives a secret that is created again another ARN', async () => {
    aws = await start({ secrets: { s: 'v' } });
    const { ARN } = await get('s');
    aws.secretsManager.delete('s', { force: true });
    expect(await get('s')).toEqual(refused('ResourceNotFoundException', NOT_FOUND));
    aws.secretsManager.put('s', 'w');
    expect(await get(ARN)).toEqual(refused('ResourceNotFoundException', NOT_FOUND));
    expect((await get('s')).ARN).not.toBe(ARN);
  });

  it('chooses versions by stage and by id', async () => {
    aws = await start({ secrets: { s: 'first' } });
    const first = (await get('s')).VersionId;
    const second = aws.secretsManager.rotate('s', 'second');
    expect(await get('s')).toEqual(expect.objectContaining({ VersionId: second, SecretString: 'second' }));
    expect(await get('s', { VersionStage: 'AWSPREVIOUS' })).toHaveProperty('VersionId', first);
    expect(await get('s', { VersionId: first })).toHaveProperty('SecretString', 'first');
    expect(await get('s', { VersionId: first, VersionStage: 'AWSPREVIOUS' })).toHaveProperty(
      'VersionStages',
      ['AWSPREVIOUS'],
    );
    expect(await get('s', { VersionId: first, VersionStage: 'AWSCURRENT' })).toEqual(
      refused(
        'InvalidRequestException',
        'You provided a VersionStage that is not associated to the provided VersionId.',
      ),
    );
  });

  it.each([
    ['missing', {}, 'ResourceNotFoundException', NOT_FOUND],
    [
      's',
      { VersionStage: 'AWSPREVIOUS' },
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
    ],
    [
      's',
      { VersionId: UNKNOWN_VERSION },
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for VersionId: ${UNKNOWN_VERSION}`,
    ],
    ['s', { VersionId: 'short' }, 'ValidationException', expect.stringContaining("at 'versionId'")],
    ['s', { VersionStage: '' }, 'ValidationException', expect.stringContaining("at 'versionStage'")],
    [undefined, {}, 'ValidationException', expect.stringContaining("Value null at 'secretId'")],
    [7, {}, 'SerializationException', 'NUMBER_VALUE can not be converted to a String'],
  ])('refuses %p with %j: %s', async (id, rest, error, message) => {
    aws = await start({ secrets: { s: 'v' } });
    expect(await get(id, rest)).toEqual(refused(error, message));
  });

  it('does not read what is marked for deletion, until it is restored or gone', async () => {
    let now = Date.parse('2026-01-01');
    aws = await start({ secrets: { s: 'v', t: 'v' }, options: { clock: () => now } });
    aws.secretsManager.delete('s');
    aws.secretsManager.delete('t', { recoveryWindowInDays: 7 });
    const marked = refused(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
    expect([await get('s'), await get('t')]).toEqual([marked, marked]);
    aws.secretsManager.restore('s');
    expect(await get('s')).toHaveProperty('SecretString', 'v');
    now += 7 * 24 * 60 * 60 * 1000;
    expect(await get('t')).toEqual(refused('ResourceNotFoundException', NOT_FOUND));
  });

  it('shows to whoever is denied nothing of what exists', async () => {
    aws = await start({ secrets: { s: 'v' } });
    const { ARN } = await get('s');
    aws.secretsManager.deny('*');
    expect(await get('s')).toEqual(refused('AccessDeniedException', denial(ARN)));
    expect(await get('missing')).toEqual(refused('AccessDeniedException', denial('missing')));
  });

  it('does not decrypt with a key that is disabled or denied', async () => {
    aws = await start();
    aws.secretsManager.put('s', 'v', { keyId: 'alias/shop' });
    aws.secretsManager.disableKey('alias/shop');
    expect(await get('s')).toEqual(refused('DecryptionFailure', expect.any(String)));
    aws.secretsManager.enableKey('alias/shop');
    aws.secretsManager.deny({ action: 'kms:Decrypt', resource: 'alias/shop' });
    expect(await get('s')).toEqual(refused('AccessDeniedException', 'Access to KMS is not allowed'));
  });

  describe('in batches', () => {
    it('answers values and errors side by side, each id once', async () => {
      aws = await start({ secrets: { a: '1', b: Uint8Array.of(2), deleted: 'v', denied: 'v', locked: 'v' } });
      const { secretsManager } = aws;
      secretsManager.delete('deleted');
      secretsManager.deny('denied');
      secretsManager.put('locked2', 'v', { keyId: 'k' });
      secretsManager.disableKey('k');
      const answer = await batch({
        SecretIdList: ['b', 'a', 'missing', 'deleted', 'denied', 'locked2', 'a'],
      });
      expect(answer.SecretValues).toEqual([
        expect.objectContaining({ Name: 'a', SecretString: '1', VersionStages: ['AWSCURRENT'] }),
        expect.objectContaining({ Name: 'b', SecretBinary: Uint8Array.of(2) }),
      ]);
      expect(answer.Errors).toEqual([
        { SecretId: 'missing', ErrorCode: 'ResourceNotFoundException', Message: NOT_FOUND },
        {
          SecretId: 'deleted',
          ErrorCode: 'InvalidRequestException',
          Message: expect.stringContaining('marked for deletion'),
        },
        {
          SecretId: 'denied',
          ErrorCode: 'AccessDeniedException',
          Message: expect.stringContaining('secretsmanager:GetSecretValue'),
        },
        { SecretId: 'locked2', ErrorCode: 'DecryptionFailure', Message: expect.any(String) },
      ]);
      expect(answer).not.toHaveProperty('NextToken');
    });

    it('always answers AWSCURRENT, and an error where there is none', async () => {
      aws = await start({ secrets: { s: 'old' } });
      aws.secretsManager.rotate('s', 'new');
      await aws.secretsManager.createSecret({ Name: 'empty' });
      const answer = await batch({ SecretIdList: ['s', 'empty'] });
      expect(answer.SecretValues).toEqual([expect.objectContaining({ SecretString: 'new' })]);
      expect(answer.Errors).toEqual([expect.objectContaining({ ErrorCode: 'ResourceNotFoundException' })]);
    });

    it('is an action of its own', async () => {
      aws = await start({ secrets: { s: 'v' } });
      aws.secretsManager.deny({ action: 'BatchGetSecretValue' });
      expect(await batch({ SecretIdList: ['s'] })).toEqual(
        refused(
          'AccessDeniedException',
          `${USER} is not authorized to perform: secretsmanager:BatchGetSecretValue because no identity-based policy allows the secretsmanager:BatchGetSecretValue action`,
        ),
      );
      expect(await get('s')).toHaveProperty('SecretString', 'v');
    });

    it.each([
      [{}, 'InvalidParameterException', "Either 'SecretIdList' or 'Filters' must be provided, but not both."],
      [
        { SecretIdList: ['a'], Filters: filters(1) },
        'InvalidParameterException',
        "Either 'SecretIdList' or 'Filters' must be provided, but not both.",
      ],
      [
        { SecretIdList: ['a'], MaxResults: 5 },
        'InvalidParameterException',
        "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.",
      ],
      [
        { Filters: filters(11) },
        'InvalidParameterException',
        'The filter list has too many filters. You can include up to 10 filters.',
      ],
      [
        { SecretIdList: Array.from({ length: 21 }, (_, index) => `s${index}`) },
        'ValidationException',
        expect.stringMatching(/at 'secretIdList' failed .* length less than or equal to 20$/),
      ],
      [{ SecretIdList: [] }, 'ValidationException', expect.stringContaining("at 'secretIdList'")],
      [
        { Filters: [{ Key: 'name', Values: 'abcdefghijk'.split('') }] },
        'ValidationException',
        "1 validation error detected: Value '[a, b, c, d, e, f, g, h, i, j, k]' at 'filters.1.member.values' failed to satisfy constraint: Member must have length less than or equal to 10",
      ],
      [{ Filters: [{ Key: 'foo', Values: ['a'] }] }, 'ValidationException', expect.stringContaining('enum')],
      [
        { Filters: [{ Key: 'name', Values: ['#'] }] },
        'ValidationException',
        expect.stringContaining('pattern'),
      ],
      [{ Filters: filters(1), MaxResults: 21 }, 'ValidationException', expect.stringContaining("'21'")],
      [{ Filters: filters(1), NextToken: 'x' }, 'InvalidNextTokenException', expect.any(String)],
    ])('refuses %j with %s', async (input, error, message) => {
      aws = await start();
      expect(await batch(input)).toEqual(refused(error, message));
    });

    it.each([
      [[{ Key: 'name', Values: ['prod/'] }], ['prod/a', 'prod/b']],
      [[{ Key: 'name', Values: ['!prod/'] }], ['test']],
      [[{ Key: 'name', Values: ['prod/a', 'te'] }], ['prod/a', 'test']],
      [[{ Key: 'description', Values: ['PASS'] }], ['prod/a']],
      [
        [
          { Key: 'tag-key', Values: ['team'] },
          { Key: 'tag-value', Values: ['shop'] },
        ],
        ['prod/b'],
      ],
      [[{ Key: 'all', Values: ['shop'] }], ['prod/b']],
      [[{ Key: 'primary-region', Values: ['us-east-1'] }], ['prod/a', 'prod/b', 'test']],
      [[{ Key: 'owning-service', Values: ['rds'] }], []],
      [[{ Values: ['test'] }], ['test']],
      [[{ Key: 'name' }], []],
    ])('filters by %j', async (Filters, expected) => {
      aws = await start();
      aws.secretsManager.put('prod/a', 'v', { description: 'the password' });
      aws.secretsManager.put('prod/b', 'v', { tags: { team: 'shop' } });
      aws.secretsManager.put('test', 'v');
      aws.secretsManager.put('prod/deleted', 'v');
      aws.secretsManager.delete('prod/deleted');
      const { SecretValues } = await batch({ Filters });
      expect(SecretValues.map(({ Name }: any) => Name)).toEqual(expected);
    });

    it('comes in pages when filtered, and then needs ListSecrets', async () => {
      aws = await start({ secrets: { a: '1', b: '2', c: '3' }, options: { pages: 'sparse' } });
      const Filters = [{ Key: 'all', Values: ['!x'] }];
      const seen: string[][] = [];
      let NextToken: string | undefined;
      do {
        const page = await batch({ Filters, MaxResults: 2, NextToken });
        seen.push(page.SecretValues.map(({ Name }: any) => Name));
        ({ NextToken } = page);
      } while (NextToken !== undefined);
      expect(seen).toEqual([[], ['a', 'b'], [], ['c']]);
      aws.secretsManager.deny({ action: 'secretsmanager:ListSecrets' });
      expect(await batch({ Filters })).toHaveProperty('error', 'AccessDeniedException');
    });
  });
});

describe('A filter that is null', () => {
  it.each(['ListSecrets', 'BatchGetSecretValue'])('says nothing to %s', async (operation) => {
    const { InMemorySecretsManager } = await import('nestjs-ssm-cache/testing');
    const secretsManager: any = new InMemorySecretsManager({ s: 'v' });
    const method = operation.charAt(0).toLowerCase() + operation.slice(1);

    const answer = await outcome(secretsManager[method]({ Filters: [null] }));

    expect(answer).not.toHaveProperty('error', 'TypeError');
  });
});
