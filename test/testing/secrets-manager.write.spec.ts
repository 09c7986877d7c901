import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type AwsUnderTest, outcome, refused, WAYS } from './support/both-ways.js';

const DAY = 24 * 60 * 60 * 1000;
const token = (digit: number) => String(digit).repeat(32);

const names = ({ SecretList }: any) => SecretList.map(({ Name }: any) => Name);
const entry = (VersionId: string, VersionStages: string[]) => ({
  VersionId,
  VersionStages,
  CreatedDate: expect.any(Date),
});

describe.each(WAYS)('Secrets Manager, writing, %s', (_way, start) => {
  let aws: AwsUnderTest;
  afterEach(() => aws.close());

  const create = (input: any) => outcome(aws.send(new CreateSecretCommand(input)));
  const put = (input: any) => outcome(aws.send(new PutSecretValueCommand({ SecretId: 's', ...input })));
  const update = (input: any) => outcome(aws.send(new UpdateSecretCommand({ SecretId: 's', ...input })));
  const move = (input: any) =>
    outcome(aws.send(new UpdateSecretVersionStageCommand({ SecretId: 's', ...input })));
  const remove = (input: any) => outcome(aws.send(new DeleteSecretCommand({ SecretId: 's', ...input })));
  const restore = (SecretId = 's') => outcome(aws.send(new RestoreSecretCommand({ SecretId })));
  const get = (VersionStage?: string) =>
    outcome(aws.send(new GetSecretValueCommand({ SecretId: 's', VersionStage })));
  const look = (SecretId = 's') => outcome(aws.send(new DescribeSecretCommand({ SecretId })));
  const list = (input: any = {}) => outcome(aws.send(new ListSecretsCommand(input)));
  const versions = (input: any = {}) =>
    outcome(aws.send(new ListSecretVersionIdsCommand({ SecretId: 's', ...input })));
  const stages = async () => (await look()).VersionIdsToStages;

  async function countVersions(): Promise<number> {
    let all = 0;
    let NextToken: string | undefined;
    do {
      const page = await versions({ IncludeDeprecated: true, NextToken });
      all += page.Versions.length;
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return all;
  }

  describe('creating', () => {
    it('makes the first version, if there is a value', async () => {
      aws = await start();
      const ARN = expect.stringMatching(/:secret:s-\w{6}$/);
      expect(await create({ Name: 's', SecretString: 'v' })).toEqual({
        ARN,
        Name: 's',
        VersionId: expect.stringMatching(/^[\w-]{36}$/),
      });
      expect(await create({ Name: 'empty', Description: 'd', Tags: [{ Key: 'k', Value: 'v' }] })).toEqual({
        ARN: expect.any(String),
        Name: 'empty',
      });
      expect(await look('empty')).toEqual(
        expect.objectContaining({
          Description: 'd',
          Tags: [{ Key: 'k', Value: 'v' }],
          VersionIdsToStages: {},
        }),
      );
      aws.secretsManager.delete('s', { force: true });
      await create({ Name: 's' });
      expect(await get()).toEqual(
        refused(
          'ResourceNotFoundException',
          "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
        ),
      );
    });

    it('again with the same token changes nothing, with another value it is refused', async () => {
      aws = await start();
      const request = { Name: 's', SecretString: 'v', ClientRequestToken: token(1) };
      const first = await create(request);
      expect(first.VersionId).toBe(token(1));
      expect(await create(request)).toEqual(first);
      expect(await create({ ...request, SecretString: 'w' })).toHaveProperty(
        'error',
        'ResourceExistsException',
      );
      expect(await create({ Name: 's', SecretString: 'v' })).toEqual(
        refused('ResourceExistsException', 'The operation failed because the secret s already exists.'),
      );
    });

    it.each([
      [
        { Name: 'a b' },
        'ValidationException',
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
      ],
      [{ Name: 'n'.repeat(513) }, 'ValidationException', expect.stringContaining("at 'name'")],
      [
        { Name: 's', SecretString: '' },
        'ValidationException',
        expect.stringContaining(": Value at 'secretString'"),
      ],
      [
        { Name: 's', SecretString: 'v'.repeat(65_537) },
        'ValidationException',
        expect.stringMatching(/Value at 'secretString' .* 65536$/),
      ],
      [
        { Name: 's', SecretBinary: new Uint8Array(65_537) },
        'ValidationException',
        expect.stringMatching(/Value at 'secretBinary' .* 65536$/),
      ],
      [
        { Name: 's', ClientRequestToken: 'short' },
        'ValidationException',
        expect.stringContaining('clientRequestToken'),
      ],
    ])('%j is refused', async (input, error, message) => {
      aws = await start();
      expect(await create(input)).toEqual(refused(error, message));
      expect(await list()).toEqual({ SecretList: [] });
    });

    it('or putting or updating both text and bytes is an invalid parameter', async () => {
      aws = await start({ secrets: { s: 'v' } });
      const both = { SecretString: 'v', SecretBinary: Uint8Array.of(1) };
      const before = await stages();
      for (const request of [create({ Name: 'new', ...both }), put(both), update(both)]) {
        expect(await request).toEqual(
          refused(
            'InvalidParameterException',
            "You can't specify both a binary secret value and a string secret value in the same secret.",
          ),
        );
      }
      expect(await look('new')).toHaveProperty('error', 'ResourceNotFoundException');
      expect(await stages()).toEqual(before);
    });

    it('is refused for a name that is scheduled for deletion', async () => {
      aws = await start({ secrets: { s: 'v' } });
      await remove({});
      expect(await create({ Name: 's', SecretString: 'v' })).toEqual(
        refused(
          'InvalidRequestException',
          "You can't create this secret because a secret with this name is already scheduled for deletion.",
        ),
      );
      expect(() => aws.secretsManager.put('s', 'v')).toThrow('marked for deletion');
      expect(() => aws.secretsManager.rotate('s', 'v')).toThrow('marked for deletion');
    });

    it('takes text for bytes as the SDK does', async () => {
      aws = await start();
      await create({ Name: 's', SecretBinary: 'é' });
      expect(await get()).toHaveProperty('SecretBinary', Uint8Array.of(0xc3, 0xa9));
    });
  });

  describe('versions', () => {
    it('become current, previous, and deprecated', async () => {
      aws = await start();
      await create({ Name: 's', SecretString: 'v1', ClientRequestToken: token(1) });
      expect(await put({ SecretString: 'v2', ClientRequestToken: token(2) })).toEqual({
        ARN: expect.any(String),
        Name: 's',
        VersionId: token(2),
        VersionStages: ['AWSCURRENT'],
      });
      expect(await stages()).toEqual({ [token(1)]: ['AWSPREVIOUS'], [token(2)]: ['AWSCURRENT'] });
      await put({ SecretBinary: Uint8Array.of(3), ClientRequestToken: token(3) });
      expect(await stages()).toEqual({ [token(2)]: ['AWSPREVIOUS'], [token(3)]: ['AWSCURRENT'] });
      const staged = [entry(token(2), ['AWSPREVIOUS']), entry(token(3), ['AWSCURRENT'])];
      expect(await versions()).toEqual({ ARN: expect.any(String), Name: 's', Versions: staged });
      const all = await versions({ IncludeDeprecated: true });
      expect(all.Versions).toEqual([{ VersionId: token(1), CreatedDate: expect.any(Date) }, ...staged]);
      expect(all.Versions[0]).not.toHaveProperty('VersionStages');
      const deprecated = await outcome(
        aws.send(new GetSecretValueCommand({ SecretId: 's', VersionId: token(1) })),
      );
      expect(deprecated).toHaveProperty('SecretString', 'v1');
      expect(deprecated).not.toHaveProperty('VersionStages');
      const page = await versions({ MaxResults: 1 });
      expect(await versions({ NextToken: page.NextToken })).toHaveProperty('Versions', staged.slice(1));
      expect(await versions({ NextToken: 'x' })).toHaveProperty('error', 'InvalidNextTokenException');
    });

    it('are rotated by way of AWSPENDING', async () => {
      aws = await start();
      await create({ Name: 's', SecretString: 'old', ClientRequestToken: token(1) });
      expect(
        await put({ SecretString: 'new', ClientRequestToken: token(2), VersionStages: ['AWSPENDING'] }),
      ).toHaveProperty('VersionStages', ['AWSPENDING']);
      expect(await get()).toHaveProperty('SecretString', 'old');
      expect(await get('AWSPENDING')).toHaveProperty('SecretString', 'new');
      expect(
        await move({
          VersionStage: 'AWSCURRENT',
          MoveToVersionId: token(2),
          RemoveFromVersionId: token(1),
        }),
      ).toEqual({ ARN: expect.any(String), Name: 's' });
      expect(await get()).toEqual(
        expect.objectContaining({ SecretString: 'new', VersionStages: ['AWSCURRENT', 'AWSPENDING'] }),
      );
      expect(await get('AWSPREVIOUS')).toHaveProperty('SecretString', 'old');
      await move({ VersionStage: 'AWSPENDING', RemoveFromVersionId: token(2) });
      expect(await stages()).toEqual({ [token(1)]: ['AWSPREVIOUS'], [token(2)]: ['AWSCURRENT'] });
      await move({ VersionStage: 'AWSCURRENT', MoveToVersionId: token(1), RemoveFromVersionId: token(2) });
      expect(await stages()).toEqual({ [token(1)]: ['AWSCURRENT'], [token(2)]: ['AWSPREVIOUS'] });
    });

    it('of an empty secret begin with AWSCURRENT, whatever is asked for', async () => {
      aws = await start();
      await create({ Name: 's' });
      expect(await put({ SecretString: 'v', VersionStages: ['AWSPENDING'] })).toHaveProperty(
        'VersionStages',
        ['AWSCURRENT', 'AWSPENDING'],
      );
    });

    it.each([
      [
        { VersionStage: 'AWSCURRENT', MoveToVersionId: token(2) },
        'InvalidParameterException',
        `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${token(1)}, so you must explicitly reference that version in RemoveFromVersionId.`,
      ],
      [
        { VersionStage: 'AWSCURRENT', MoveToVersionId: token(1), RemoveFromVersionId: token(2) },
        'InvalidParameterException',
        `The staging label AWSCURRENT is not attached to version ${token(2)}.`,
      ],
      [
        { VersionStage: 'AWSCURRENT', RemoveFromVersionId: token(1) },
        'InvalidParameterException',
        expect.stringContaining("can't be completely removed"),
      ],
      [
        { VersionStage: 'X', MoveToVersionId: token(9) },
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for VersionId: ${token(9)}`,
      ],
      [{ MoveToVersionId: token(2) }, 'ValidationException', expect.stringContaining('versionStage')],
    ])('are not moved by %j', async (input, error, message) => {
      aws = await start();
      await create({ Name: 's', SecretString: 'v', ClientRequestToken: token(1) });
      await put({ SecretString: 'w', ClientRequestToken: token(2), VersionStages: ['AWSPENDING'] });
      expect(await move(input)).toEqual(refused(error, message));
      expect(await stages()).toEqual({ [token(1)]: ['AWSCURRENT'], [token(2)]: ['AWSPENDING'] });
    });

    it("may have stages of one's own", async () => {
      aws = await start();
      await create({ Name: 's', SecretString: 'v', ClientRequestToken: token(1) });
      await move({ VersionStage: 'BLUE', MoveToVersionId: token(1) });
      await move({ VersionStage: 'BLUE', MoveToVersionId: token(1) });
      expect(await stages()).toEqual({ [token(1)]: ['AWSCURRENT', 'BLUE'] });
      await move({ VersionStage: 'GREEN' });
      expect(await stages()).toEqual({ [token(1)]: ['AWSCURRENT', 'BLUE'] });
    });

    it('are made once for one token', async () => {
      aws = await start({ secrets: { s: 'v' } });
      const { ARN } = await look();
      for (const content of [{ SecretString: 'w' }, { SecretBinary: Uint8Array.of(1) }]) {
        const ClientRequestToken = token('SecretString' in content ? 1 : 2);
        const first = await put({ ...content, ClientRequestToken });
        expect(await put({ ...content, ClientRequestToken })).toEqual(first);
        expect(await put({ SecretBinary: Uint8Array.of(9), ClientRequestToken })).toEqual(
          refused(
            'ResourceExistsException',
            `You can't use ClientRequestToken ${ClientRequestToken} because that value is already in use for a version of secret ${ARN}.`,
          ),
        );
      }
    });

    it('are kept, up to a hundred without a stage, for a day at least', async () => {
      let now = Date.parse('2026-01-01');
      aws = await start({ options: { clock: () => now } });
      for (let count = 0; count < 110; count++) aws.secretsManager.put('s', `v${count}`);
      expect(await countVersions()).toBe(110);
      now += DAY;
      aws.secretsManager.put('s', 'last');
      expect(await countVersions()).toBe(102);
    });

    it('need a value, and exactly one', async () => {
      aws = await start({ secrets: { s: 'v' } });
      expect(await put({})).toEqual(
        refused('InvalidRequestException', 'You must provide either SecretString or SecretBinary.'),
      );
      expect(await put({ SecretString: 'v', SecretBinary: Uint8Array.of(1) })).toHaveProperty(
        'error',
        'InvalidParameterException',
      );
      expect(await put({ SecretId: 'missing', SecretString: 'v' })).toHaveProperty(
        'error',
        'ResourceNotFoundException',
      );
    });
  });

  it('updates what is given', async () => {
    aws = await start({ secrets: { s: 'v' } });
    expect(await update({ Description: 'd', KmsKeyId: 'alias/shop' })).toEqual({
      ARN: expect.any(String),
      Name: 's',
    });
    expect(await update({ SecretString: 'w', ClientRequestToken: token(1) })).toHaveProperty(
      'VersionId',
      token(1),
    );
    expect(await get()).toHaveProperty('SecretString', 'w');
    expect(await look()).toEqual(expect.objectContaining({ Description: 'd', KmsKeyId: 'alias/shop' }));
    aws.secretsManager.disableKey('alias/shop');
    expect(await update({ SecretString: 'x' })).toHaveProperty('error', 'EncryptionFailure');
    expect(await put({ SecretString: 'x' })).toHaveProperty('error', 'EncryptionFailure');
    aws.secretsManager.deny({ action: 'kms:GenerateDataKey', resource: 'alias/denied' });
    expect(await create({ Name: 't', KmsKeyId: 'alias/denied' })).toHaveProperty(
      'error',
      'AccessDeniedException',
    );
  });

  describe('deleting', () => {
    it('leaves thirty days, or as many as asked for', async () => {
      const now = Date.parse('2026-01-01');
      aws = await start({ secrets: { s: 'v', t: 'v' }, options: { clock: () => now } });
      expect(await remove({})).toEqual({
        ARN: expect.any(String),
        Name: 's',
        DeletionDate: new Date(now + 30 * DAY),
      });
      expect(await remove({ SecretId: 't', RecoveryWindowInDays: 7 })).toHaveProperty(
        'DeletionDate',
        new Date(now + 7 * DAY),
      );
      expect(await look()).toHaveProperty('DeletedDate', new Date(now));
      expect(await remove({})).toEqual(
        refused('InvalidRequestException', expect.stringContaining('marked for deletion')),
      );
      expect((await list()).SecretList).toEqual([]);
      expect((await list({ IncludePlannedDeletion: true })).SecretList).toHaveLength(2);
      expect(await restore()).toEqual({ ARN: expect.any(String), Name: 's' });
      expect(await look()).not.toHaveProperty('DeletedDate');
      expect(await get()).toHaveProperty('SecretString', 'v');
    });

    it('by force is at once, and accepted for what does not exist', async () => {
      aws = await start({ secrets: { s: 'v' } });
      const force = { ForceDeleteWithoutRecovery: true };
      const { ARN } = await remove({});
      expect(await remove(force)).toHaveProperty('ARN', ARN);
      expect(await look()).toHaveProperty('error', 'ResourceNotFoundException');
      expect(await remove(force)).toEqual({
        ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:s',
        Name: 's',
        DeletionDate: expect.any(Date),
      });
      expect(await remove({ ...force, SecretId: ARN })).toHaveProperty('ARN', ARN);
    });

    it.each([
      [{ RecoveryWindowInDays: 6 }, 'InvalidParameterException', expect.stringContaining('between 7 and 30')],
      [
        { RecoveryWindowInDays: 31 },
        'InvalidParameterException',
        expect.stringContaining('between 7 and 30'),
      ],
      [
        { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true },
        'InvalidParameterException',
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
      ],
      [{ SecretId: 'missing' }, 'ResourceNotFoundException', expect.any(String)],
    ])('is refused with %j', async (input, error, message) => {
      aws = await start({ secrets: { s: 'v' } });
      expect(await remove(input)).toEqual(refused(error, message));
    });

    it('cannot be taken back for what does not exist', async () => {
      aws = await start();
      expect(await restore('missing')).toHaveProperty('error', 'ResourceNotFoundException');
      expect(() => aws.secretsManager.restore('missing')).toThrow("can't find");
      expect(() => aws.secretsManager.delete('missing')).toThrow("can't find");
      expect(() => aws.secretsManager.rotate('missing', 'v')).toThrow("can't find");
    });
  });

  it('describes and lists without values', async () => {
    const now = Date.parse('2026-01-01T12:00:00Z');
    aws = await start({ options: { clock: () => now } });
    aws.secretsManager.put('s', 'v', { keyId: 'k', description: 'd', tags: { team: 'shop' } });
    expect(await look()).not.toHaveProperty('LastAccessedDate');
    await get();
    const described = await look();
    const { VersionIdsToStages, ...metadata } = described;
    expect(metadata).toEqual({
      ARN: expect.any(String),
      Name: 's',
      Description: 'd',
      KmsKeyId: 'k',
      LastChangedDate: new Date(now),
      LastAccessedDate: new Date('2026-01-01'),
      Tags: [{ Key: 'team', Value: 'shop' }],
      CreatedDate: new Date(now),
    });
    expect(Object.values(VersionIdsToStages)).toEqual([['AWSCURRENT']]);
    expect(await list()).toEqual({
      SecretList: [{ ...metadata, SecretVersionsToStages: VersionIdsToStages }],
    });
    expect(await look('missing')).toHaveProperty('error', 'ResourceNotFoundException');
  });

  it('lists by filter and in pages, in the order asked for', async () => {
    let now = 0;
    aws = await start({ options: { clock: () => ++now } });
    for (const name of ['c', 'a', 'b', 'x']) aws.secretsManager.put(name, 'v');
    const Filters = [{ Key: 'name', Values: ['!x'] }];
    const first = await list({ Filters, MaxResults: 2 });
    expect(names(first)).toEqual(['a', 'b']);
    expect(names(await list({ Filters, NextToken: first.NextToken }))).toEqual(['c']);
    for (const [SortOrder, order] of [
      ['asc', ['c', 'a', 'b', 'x']],
      ['desc', ['x', 'b', 'a', 'c']],
    ]) {
      const beginning = await list({ SortOrder, MaxResults: 3 });
      const rest = await list({ SortOrder, NextToken: beginning.NextToken });
      expect([...names(beginning), ...names(rest)]).toEqual(order);
    }
    expect(await list({ NextToken: 'x' })).toHaveProperty('error', 'InvalidNextTokenException');
    aws.secretsManager.deny({ action: 'List*' });
    expect(await list()).toHaveProperty('error', 'AccessDeniedException');
    expect(await versions({ SecretId: 'a' })).toHaveProperty('error', 'AccessDeniedException');
  });
});
