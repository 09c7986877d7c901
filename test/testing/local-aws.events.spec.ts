import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import {
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  InMemoryParameterStore,
  InMemorySecretsManager,
  startLocalAws,
  type EventBridgeEvent,
  type LocalAws,
  type LocalAwsEventsOptions,
} from 'nestjs-ssm-cache/testing';

let aws: LocalAws;

afterEach(() => aws.close());

const started = async (
  events: boolean | LocalAwsEventsOptions = true,
  options: object = {},
): Promise<LocalAws> => {
  aws = await startLocalAws({
    region: 'eu-west-1',
    parameters: { '/host': 'h' },
    secrets: { db: 's' },
    events,
    ...options,
  });
  return aws;
};

/** What is in the queue by now. */
const received = async (wait = 0): Promise<any[]> => {
  const client = new SQSClient(aws.clientConfig());
  const all: unknown[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: aws.events.queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: wait,
      }),
    );
    all.push(...Messages.map(({ Body }) => JSON.parse(Body as string)));
    if (Messages.length < 10) break;
  }
  client.destroy();
  return all;
};

describe('A change of a parameter', () => {
  it.each([
    ['Update', () => aws.parameterStore.put('/host', 'h2')],
    ['Create', () => aws.parameterStore.put('/new', 'n')],
    ['Delete', () => aws.parameterStore.delete('/host')],
    ['LabelParameterVersion', () => aws.parameterStore.label('/host', 'live')],
  ])('sends the event %s', async (operation, change) => {
    await started();
    change();

    const name = operation === 'Create' ? '/new' : '/host';
    const [event, ...others] = await received();
    expect(others).toEqual([]);
    expect(event).toEqual({
      version: '0',
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      source: 'aws.ssm',
      'detail-type': 'Parameter Store Change',
      account: '123456789012',
      region: 'eu-west-1',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      resources: [`arn:aws:ssm:eu-west-1:123456789012:parameter${name}`],
      detail: { operation, name, type: 'String' },
    });
  });

  it('sends it when the SDK asks for it, too, and none if it is refused', async () => {
    await started();
    const client = new SSMClient(aws.clientConfig());
    await client.send(new PutParameterCommand({ Name: '/host', Value: 'h2', Overwrite: true }));
    await client.send(new PutParameterCommand({ Name: '/host', Value: 'h3' })).catch(() => undefined);
    client.destroy();

    expect(await received()).toMatchObject([{ detail: { operation: 'Update' } }]);
  });

  it('sends no value', async () => {
    await started({ form: 'both' });
    aws.parameterStore.put('/host', 's3cret');
    aws.secretsManager.put('db', 's3cret');

    expect(JSON.stringify([await received(), aws.events.sent])).not.toContain('s3cret');
  });

  it('is in the account and region that it is made in', async () => {
    await started();
    aws.in({ accountId: '222222222222', region: 'us-east-1' }).parameterStore.put('/theirs', 't');

    expect(await received()).toMatchObject([
      {
        account: '222222222222',
        region: 'us-east-1',
        resources: ['arn:aws:ssm:us-east-1:222222222222:parameter/theirs'],
      },
    ]);
  });
});

describe('A change of a secret', () => {
  it('sends which label is on which version', async () => {
    await started();
    const versionId = aws.secretsManager.rotate('db', 's2');

    expect(await received()).toMatchObject([
      {
        source: 'aws.secretsmanager',
        'detail-type': 'Secret Label Updated',
        resources: [aws.secretsManager.arnOf('db')],
        detail: { name: 'db', labelUpdated: 'AWSCURRENT', versionId },
      },
    ]);
  });

  it('sends nothing of a pending version, until it is made the current one', async () => {
    await started();
    const client = new SecretsManagerClient(aws.clientConfig());
    const { VersionId } = await client.send(
      new PutSecretValueCommand({ SecretId: 'db', SecretString: 's2', VersionStages: ['AWSPENDING'] }),
    );
    expect(await received()).toEqual([]);
    const current = await aws.secretsManager.getSecretValue({ SecretId: 'db' });
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: 'db',
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: VersionId,
        RemoveFromVersionId: current.VersionId,
      }),
    );
    client.destroy();

    expect(await received()).toMatchObject([
      { detail: { labelUpdated: 'AWSCURRENT', versionId: VersionId } },
    ]);
  });

  it.each([
    ['PutSecretValue', () => aws.secretsManager.put('db', 's2'), 'AWS API Call via CloudTrail'],
    ['CreateSecret', () => aws.secretsManager.put('new', 's2'), 'AWS API Call via CloudTrail'],
    ['RotationSucceeded', () => aws.secretsManager.rotate('db', 's2'), 'AWS Service Event via CloudTrail'],
    ['DeleteSecret', () => aws.secretsManager.delete('db'), 'AWS API Call via CloudTrail'],
  ])('is %s in a trail', async (eventName, change, type) => {
    await started({ form: 'cloudtrail' });
    change();

    expect(await received()).toMatchObject([
      {
        'detail-type': type,
        resources: [],
        detail: { eventName, eventSource: 'secretsmanager.amazonaws.com' },
      },
    ]);
  });

  it('has the id of the new version in a trail', async () => {
    await started({ form: 'cloudtrail' });
    const clientRequestToken = aws.secretsManager.put('db', 's2');

    expect(await received()).toMatchObject([
      {
        detail: {
          requestParameters: { secretId: 'db', clientRequestToken },
          responseElements: { arn: aws.secretsManager.arnOf('db') },
        },
      },
    ]);
  });
});

describe('On its way', () => {
  it('an event is put into the envelope of SNS', async () => {
    await started({ envelope: 'sns' });
    aws.parameterStore.put('/host', 'h2');

    const [envelope] = await received();
    expect(envelope).toMatchObject({
      Type: 'Notification',
      TopicArn: 'arn:aws:sns:eu-west-1:123456789012:changes',
    });
    expect(JSON.parse(envelope.Message)).toMatchObject({ source: 'aws.ssm' });
  });

  it('an event comes late', async () => {
    await started({ delay: 300 });
    aws.parameterStore.put('/host', 'h2');

    expect(await received()).toEqual([]);
    expect(await received(5)).toHaveLength(1);
  });

  it('an event comes twice, with one id', async () => {
    await started({ duplicates: 1 });
    aws.parameterStore.put('/host', 'h2');

    const [first, second, ...others] = (await received()) as EventBridgeEvent[];
    expect(first?.id).toBe(second?.id);
    expect(others).toEqual([]);
  });

  it('an event is overtaken by the next one', async () => {
    await started({ disorder: 1 });
    for (const name of ['/a', '/b', '/c', '/d']) aws.parameterStore.put(name, 'x');

    const names = (await received()).map(({ detail }) => detail.name);
    expect(names).toEqual(['/b', '/a', '/d', '/c']);
  });

  it('an event that nothing overtakes comes after a second', async () => {
    await started({ disorder: 1 });
    aws.parameterStore.put('/a', 'x');

    expect(await received()).toEqual([]);
    expect(await received(5)).toHaveLength(1);
  });

  it('an event is lost, and is in the record all the same', async () => {
    await started({ loss: 1 });
    aws.parameterStore.put('/a', 'x');

    expect(await received()).toEqual([]);
    expect(aws.events.sent).toHaveLength(1);
  });

  it('what is not wanted is not there', async () => {
    await started(false);

    expect(() => aws.events).toThrow('startLocalAws({ events: true })');
  });

  it('an event of one’s own is sent, and the queue has the name that is wanted', async () => {
    await started({ queueName: 'own' });
    aws.parameterStore.put('/host', 'h2');
    aws.events.emit({ ...(aws.events.sent[0] as EventBridgeEvent), id: 'mine' });

    expect(aws.events.queueUrl).toMatch(/\/own$/);
    expect((await received()).map(({ id }) => id)).toContain('mine');
  });
});

describe('While changes have not come everywhere', () => {
  it('reads see what was there before, and each sees the newest that has come', async () => {
    let now = 0;
    const store = new InMemoryParameterStore({ '/a': '1', '/gone': 'g' }, { clock: () => now });
    aws = await startLocalAws();
    const lags = [10_000, 2_000, 5_000];
    store.lag = () => lags.shift() ?? 0;
    store.put('/a', '2');
    store.put('/a', '3');
    store.delete('/gone');
    const seen = async () => {
      const { Parameters, InvalidParameters } = await store.send<any>(
        new GetParametersCommand({ Names: ['/a', '/gone'] }) as never,
      );
      const { Parameters: listed } = await store.send<any>(
        new GetParametersByPathCommand({ Path: '/' }) as never,
      );
      return [Parameters.map(({ Value }: any) => Value), InvalidParameters, listed.length];
    };

    expect(await seen()).toEqual([['1', 'g'], [], 2]);
    now = 2_000;
    expect(await seen()).toEqual([['3', 'g'], [], 2]);
    now = 5_000;
    expect(await seen()).toEqual([['3'], ['/gone'], 1]);
  });

  it('a new parameter, a label and a secret are late as well', async () => {
    let now = 0;
    const clock = () => now;
    const store = new InMemoryParameterStore({ '/a': '1' }, { clock });
    const secrets = new InMemorySecretsManager({ db: 'old' }, { clock });
    aws = await startLocalAws({ parameterStore: store, secretsManager: secrets });
    aws.lag = 1_000;
    store.put('/new', 'n');
    store.label('/a', 'live');
    secrets.rotate('db', 'new');
    secrets.put('late', 'l');

    expect(await store.getParameters({ Names: ['/new', '/a:live'] })).toMatchObject({ Parameters: [] });
    expect(await secrets.getSecretValue({ SecretId: 'db' })).toMatchObject({
      SecretString: 'old',
      VersionStages: ['AWSCURRENT'],
    });
    await expect(secrets.getSecretValue({ SecretId: 'late' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    now = 1_000;

    expect(await store.getParameters({ Names: ['/new', '/a:live'] })).toMatchObject({
      Parameters: [{ Value: '1' }, { Value: 'n' }],
    });
    expect(await secrets.getSecretValue({ SecretId: 'db' })).toMatchObject({ SecretString: 'new' });
    expect(await secrets.getSecretValue({ SecretId: 'late' })).toMatchObject({ SecretString: 'l' });
  });
});
