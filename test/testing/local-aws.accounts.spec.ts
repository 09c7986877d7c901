import {
  BatchGetSecretValueCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SsmCache } from 'nestjs-ssm-cache';
import { type LocalAws, type LocalAwsAccount, startLocalAws } from 'nestjs-ssm-cache/testing';

const OWN = '111111111111';
const PAYMENTS = '222222222222';
const REGION = 'eu-west-1';
const ROLE = `arn:aws:iam::${PAYMENTS}:role/app/reader`;

let now: number;
let aws: LocalAws;
let payments: LocalAwsAccount;
const clients: { destroy(): void }[] = [];

beforeEach(async () => {
  now = Date.now();
  aws = await startLocalAws({
    accountId: OWN,
    region: REGION,
    parameters: { '/host': 'own' },
    secrets: { db: 'own' },
    clock: () => now,
  });
  payments = aws.in({ accountId: PAYMENTS });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await aws.close();
});

const kept = <Client extends { destroy(): void }>(client: Client): Client => {
  clients.push(client);
  return client;
};

const config = (of: Pick<LocalAws, 'clientConfig'> = aws) => ({ ...of.clientConfig(), maxAttempts: 1 });
const ssm = (given: object = {}) => kept(new SSMClient({ ...config(), ...given }));
const secretsManager = (given: object = {}) => kept(new SecretsManagerClient({ ...config(), ...given }));
const sts = (given: object = {}) => kept(new STSClient({ ...config(), ...given }));

const assumed = (RoleArn = ROLE, more: object = {}) =>
  fromTemporaryCredentials({
    masterCredentials: aws.clientConfig().credentials,
    params: { RoleArn, RoleSessionName: 'orders', ...more },
    clientConfig: { endpoint: aws.endpoint, region: REGION, maxAttempts: 1 },
  });

/** What a read gives, or the name of its error. */
const outcome = (read: Promise<string | undefined>): Promise<string | undefined> =>
  read.catch((error: Error) => error.name);

const parameter = async (client: SSMClient, Name: string): Promise<string | undefined> =>
  (await client.send(new GetParameterCommand({ Name, WithDecryption: true }))).Parameter?.Value;
const secret = async (client: SecretsManagerClient, SecretId: string): Promise<string | undefined> =>
  (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;

describe('regions and accounts behind one endpoint', () => {
  it('each have their own parameters and secrets', async () => {
    const ireland = aws.in({ accountId: PAYMENTS, region: REGION });
    const frankfurt = aws.in({ region: 'eu-central-1' });
    ireland.parameterStore.put('/host', 'payments');
    frankfurt.parameterStore.put('/host', 'frankfurt');
    ireland.secretsManager.put('db', 'payments');

    await expect(parameter(ssm(), '/host')).resolves.toBe('own');
    await expect(parameter(ssm(ireland.clientConfig()), '/host')).resolves.toBe('payments');
    await expect(parameter(ssm(frankfurt.clientConfig()), '/host')).resolves.toBe('frankfurt');
    await expect(parameter(ssm({ region: 'eu-central-1' }), '/host')).resolves.toBe('frankfurt');
    await expect(secret(secretsManager(ireland.clientConfig()), 'db')).resolves.toBe('payments');
    await expect(secret(secretsManager(frankfurt.clientConfig()), 'db')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('are in the ARNs', () => {
    const place = aws.in({ accountId: PAYMENTS, region: 'ap-south-1' });
    place.parameterStore.put('/host', 'x');
    place.secretsManager.put('db', 'x');

    expect(place.parameterStore.arnOf('/host')).toBe(`arn:aws:ssm:ap-south-1:${PAYMENTS}:parameter/host`);
    expect(place.secretsManager.arnOf('db')).toMatch(
      new RegExp(`^arn:aws:secretsmanager:ap-south-1:${PAYMENTS}:secret:db-\\w{6}$`),
    );
  });

  it('are the same however often they are asked for', () => {
    expect(aws.in({ accountId: PAYMENTS }).parameterStore).toBe(payments.parameterStore);
    expect(aws.in({}).parameterStore).toBe(aws.parameterStore);
  });

  it('are in the record of calls', async () => {
    await parameter(ssm(), '/host');
    await parameter(ssm({ region: 'us-east-1' }), '/host').catch(() => undefined);

    expect(aws.calls.map(({ region }) => region)).toEqual([REGION, 'us-east-1']);
    aws.resetCalls();
    expect(aws.parameterStore.calls).toEqual([]);
  });

  it('do not matter until there are two of them', async () => {
    const single = await startLocalAws({ parameters: { '/host': 'localhost' } });
    const client = kept(new SSMClient({ ...single.clientConfig(), region: 'sa-east-1' }));

    await expect(parameter(client, '/host')).resolves.toBe('localhost');
    await single.close();
  });

  it('have an account of twelve digits', () => {
    expect(() => aws.in({ accountId: '42' })).toThrow(RangeError);
  });
});

describe('a secret of another account', () => {
  let arn: string;

  beforeEach(() => {
    payments.secretsManager.put('prod/db', 's3cret', { keyId: 'alias/shared' });
    arn = payments.secretsManager.arnOf('prod/db');
  });

  const denied = { name: 'AccessDeniedException' };

  it('is read by its ARN where its policy and its key allow it', async () => {
    payments.secretsManager.share('prod/db', OWN);
    await expect(secret(secretsManager(), arn)).resolves.toBe('s3cret');
  });

  it('is read without the suffix of its ARN, and in a batch with one of the own account', async () => {
    payments.secretsManager.share('prod/db', [OWN]);
    const { SecretValues = [] } = await secretsManager().send(
      new BatchGetSecretValueCommand({ SecretIdList: ['db', arn.slice(0, -7)] }),
    );
    expect(new Set(SecretValues.map(({ SecretString }) => SecretString))).toEqual(new Set(['own', 's3cret']));
  });

  it('that is not shared is refused as one that does not exist', async () => {
    await expect(secret(secretsManager(), arn)).rejects.toMatchObject({
      ...denied,
      message: `User: arn:aws:sts::${OWN}:assumed-role/test-role/test-session is not authorized to perform: secretsmanager:GetSecretValue on resource: ${arn} because no resource-based policy allows the secretsmanager:GetSecretValue action`,
    });
    await expect(secret(secretsManager(), arn.replace('prod/db', 'absent'))).rejects.toMatchObject(denied);
  });

  it('is refused again once it is no longer shared', async () => {
    payments.secretsManager.share('prod/db', OWN);
    payments.secretsManager.share('prod/db', []);
    await expect(secret(secretsManager(), arn)).rejects.toMatchObject(denied);
  });

  it('is refused with the default key', async () => {
    payments.secretsManager.put('default-key', 'x');
    payments.secretsManager.share('default-key', OWN);
    await expect(
      secret(secretsManager(), payments.secretsManager.arnOf('default-key')),
    ).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message:
        "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
    });
  });

  it.each(['caller', 'owner'])('is refused where the %s may not use the key', async (which) => {
    payments.secretsManager.share('prod/db', OWN);
    const denying = which === 'owner' ? payments.secretsManager : aws.secretsManager;
    denying.deny({ action: 'kms:Decrypt', resource: 'alias/shared' });
    await expect(secret(secretsManager(), arn)).rejects.toMatchObject({
      ...denied,
      message: 'Access to KMS is not allowed',
    });
  });

  it('is refused by its own account too', async () => {
    payments.secretsManager.share('prod/db', OWN);
    aws.secretsManager.deny({ action: 'GetSecretValue', resource: arn });
    await expect(secret(secretsManager(), arn)).rejects.toMatchObject(denied);
  });

  it('is not found by an ARN of another region', async () => {
    payments.secretsManager.share('prod/db', OWN);
    await expect(secret(secretsManager({ region: 'us-east-1' }), arn)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('a parameter of another account', () => {
  it('is read by its ARN once it is shared', async () => {
    payments.parameterStore.put('/shared/host', 'db.internal', { tier: 'Advanced' });
    payments.parameterStore.share('/shared/host', OWN);
    const arn = payments.parameterStore.arnOf('/shared/host');

    await expect(parameter(ssm(), arn)).resolves.toBe('db.internal');
    await expect(parameter(ssm(), `${arn}:1`)).resolves.toBe('db.internal');
    await expect(parameter(ssm(), '/shared/host')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  it('that is not shared has the whole call refused', async () => {
    payments.parameterStore.put('/shared/host', 'db.internal', { tier: 'Advanced' });
    const arn = payments.parameterStore.arnOf('/shared/host');
    const asked = ssm().send(new GetParametersCommand({ Names: ['/host', arn] }));

    await expect(asked).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `ssm:GetParameters on resource: ${arn} because no resource-based policy`,
      ),
    });
  });

  it.each([
    ['alias/aws/ssm', false],
    ['alias/shared', true],
  ])('that is encrypted with %s is readable: %s', async (keyId, isReadable) => {
    payments.parameterStore.put('/shared/key', 's3cret', { type: 'SecureString', tier: 'Advanced', keyId });
    payments.parameterStore.share('/shared/key', OWN);
    const read = parameter(ssm(), payments.parameterStore.arnOf('/shared/key'));

    await expect(outcome(read)).resolves.toBe(isReadable ? 's3cret' : 'AccessDeniedException');
  });

  it('can only be shared if it is advanced', () => {
    payments.parameterStore.put('/plain', 'x');
    expect(() => payments.parameterStore.share('/plain', OWN)).toThrow('AWS shares advanced parameters only');
  });
});

describe('the Security Token Service', () => {
  it('tells who asks', async () => {
    const own = await sts().send(new GetCallerIdentityCommand({}));
    const other = await sts({ credentials: assumed() }).send(new GetCallerIdentityCommand({}));

    expect(own).toMatchObject({
      Account: OWN,
      Arn: `arn:aws:sts::${OWN}:assumed-role/test-role/test-session`,
    });
    expect(other).toMatchObject({
      Account: PAYMENTS,
      Arn: `arn:aws:sts::${PAYMENTS}:assumed-role/reader/orders`,
    });
  });

  it('gives credentials with which a client reads what its role may', async () => {
    payments.secretsManager.put('db', 'payments');
    payments.parameterStore.put('/host', 'payments');

    await expect(secret(secretsManager({ credentials: assumed() }), 'db')).resolves.toBe('payments');
    await expect(parameter(ssm({ credentials: assumed() }), '/host')).resolves.toBe('payments');
    expect(aws.callsOf('AssumeRole')).toHaveLength(2);
  });

  it('gives a cache the secret of another account', async () => {
    payments.secretsManager.put('db', 'payments');
    const cache = new SsmCache({ secretsManager: { ...aws.clientConfig(), credentials: assumed() } });

    await expect(cache.secret('db').get()).resolves.toBe('payments');
    cache.close();
  });

  it('refuses a role that is denied, with the words of AWS', async () => {
    aws.sts.deny(ROLE);
    await expect(
      sts().send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'orders' })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::${OWN}:assumed-role/test-role/test-session is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
      $metadata: { httpStatusCode: 403 },
    });
    aws.sts.allow();
    await expect(secret(secretsManager({ credentials: assumed() }), 'absent')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('lets a service refuse one role alone', async () => {
    payments.secretsManager.put('db', 'payments');
    payments.secretsManager.deny({ principal: ROLE.replace('app/', ''), resource: 'db' });
    const writer = assumed(ROLE.replace('reader', 'writer'));

    await expect(secret(secretsManager({ credentials: assumed() }), 'db')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `User: arn:aws:sts::${PAYMENTS}:assumed-role/reader/orders is not authorized`,
      ),
    });
    await expect(secret(secretsManager({ credentials: writer }), 'db')).resolves.toBe('payments');
  });

  it('shares a secret with one role of an account', async () => {
    const { secretsManager: theirs } = aws.in({});
    theirs.put('shared', 's3cret', { keyId: 'alias/shared' });
    theirs.share('shared', ROLE.replace('app/', ''));
    const arn = theirs.arnOf('shared');

    await expect(secret(secretsManager({ credentials: assumed() }), arn)).resolves.toBe('s3cret');
    await expect(secret(secretsManager(payments.clientConfig()), arn)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('ends a session after its time', async () => {
    payments.secretsManager.put('db', 'payments');
    const { Credentials } = await sts().send(
      new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'orders', DurationSeconds: 900 }),
    );
    expect(Credentials?.Expiration).toEqual(new Date(now + 900_000));
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    const client = secretsManager({ credentials });
    await expect(secret(client, 'db')).resolves.toBe('payments');
    now += 900_000;

    await expect(secret(client, 'db')).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    await expect(sts({ credentials }).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: expect.stringMatching(/^ExpiredToken/),
    });
  });

  it.each([
    [
      'a key that was never given out',
      { accessKeyId: 'ASIAABCDEFGHIJKLMNOP', secretAccessKey: 'x', sessionToken: 'x' },
    ],
    ['a key without its token', undefined],
  ])('knows no caller with %s', async (_what, given) => {
    const { AccessKeyId = '' } =
      (await aws.sts.assumeRole({ RoleArn: ROLE, RoleSessionName: 'orders' })).Credentials ?? {};
    const credentials = given ?? { accessKeyId: AccessKeyId, secretAccessKey: 'x' };

    await expect(secret(secretsManager({ credentials }), 'db')).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  it.each([
    [
      { RoleArn: 'arn:aws:iam::222222222222:user/reader', RoleSessionName: 'orders' },
      'Request ARN is invalid',
    ],
    [{ RoleArn: ROLE, RoleSessionName: 'with space' }, 'roleSessionName'],
    [{ RoleArn: ROLE, RoleSessionName: 'orders', DurationSeconds: 60 }, 'durationSeconds'],
  ])('refuses what AWS refuses (%j)', async (input, message) => {
    await expect(sts().send(new AssumeRoleCommand(input))).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(message),
    });
  });

  it('may fail, be slow and be recorded as the other services are', async () => {
    aws.sts.failNext('ThrottlingException');
    await expect(sts().send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'Throttling' });
    aws.faults.next('access-denied');
    await expect(sts().send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await sts().send(
      new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'orders', ExternalId: 's3cret' }),
    );

    expect(aws.sts.callsOf('AssumeRole').map(({ input }) => input)).toEqual([
      { RoleArn: ROLE, RoleSessionName: 'orders', ExternalId: '***' },
    ]);
    expect(JSON.stringify(aws.calls)).not.toContain('s3cret');
    expect(aws.callsOf('GetCallerIdentity')).toMatchObject([{ service: 'sts' }, { service: 'sts' }]);
  });

  it('escapes what it writes', async () => {
    const RoleSessionName = 'a@b=c,d';
    const { AssumedRoleUser } = await sts().send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName }));
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${PAYMENTS}:assumed-role/reader/${RoleSessionName}`);
  });
});
