import { randomUUID } from 'node:crypto';

/** An event of EventBridge, as AWS documents it. */
export interface AwsEvent {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
  readonly region: string;
  readonly time: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
export const NEW_VERSION = '4d383ea9-084a-49c9-8722-cbfb0f25c456';

export const parameterArn = (name: string, region = REGION, account = ACCOUNT): string =>
  `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;

export const secretArn = (name: string, region = REGION, account = ACCOUNT): string =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${name}-AbCdEf`;

type Overrides = Partial<AwsEvent>;

const event = (source: string, type: string, detail: object, given: Overrides = {}): AwsEvent => ({
  id: randomUUID(),
  source,
  'detail-type': type,
  account: ACCOUNT,
  region: REGION,
  time: '2027-01-15T08:00:00Z',
  resources: [],
  detail: { ...detail },
  ...given,
});

/** `Parameter Store Change`; names of the root have no leading slash. */
export const parameterChange = (name: string, operation = 'Update', given: Overrides = {}): AwsEvent =>
  event(
    'aws.ssm',
    'Parameter Store Change',
    { operation, name: name.lastIndexOf('/') === 0 ? name.slice(1) : name, type: 'String' },
    { resources: [parameterArn(name)], ...given },
  );

export const parameterPolicy = (name: string, policy = 'Expiration', given: Overrides = {}): AwsEvent =>
  event('aws.ssm', 'Parameter Store Policy Action', { 'parameter-name': name, 'policy-type': policy }, given);

/** `Secret Label Updated`, which tells of every label but `AWSPENDING` and `AWSPREVIOUS`. */
export const labelUpdated = (
  name: string,
  { label = 'AWSCURRENT', versionId = NEW_VERSION }: { label?: string; versionId?: string } = {},
  given: Overrides = {},
): AwsEvent =>
  event(
    'aws.secretsmanager',
    'Secret Label Updated',
    { name, labelUpdated: label, versionId },
    { resources: [secretArn(name)], ...given },
  );

export const secretCall = (
  eventName: string,
  requestParameters: object | null,
  detail: object = {},
  given: Overrides = {},
): AwsEvent =>
  event(
    'aws.secretsmanager',
    'AWS API Call via CloudTrail',
    {
      eventVersion: '1.09',
      eventSource: 'secretsmanager.amazonaws.com',
      eventName,
      awsRegion: REGION,
      requestParameters,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      ...detail,
    },
    given,
  );

/** What the service does by itself; it has been seen in three shapes, and under two types. */
export const secretServiceEvent = (eventName: string, detail: object, given: Overrides = {}): AwsEvent =>
  event(
    'aws.secretsmanager',
    'AWS Service Event via CloudTrail',
    {
      eventVersion: '1.08',
      userIdentity: { accountId: ACCOUNT, invokedBy: 'secretsmanager.amazonaws.com' },
      eventSource: 'secretsmanager.amazonaws.com',
      eventName,
      awsRegion: REGION,
      requestParameters: null,
      responseElements: null,
      ...detail,
    },
    given,
  );

export const parameterCall = (eventName: string, requestParameters: object, detail: object = {}): AwsEvent =>
  event('aws.ssm', 'AWS API Call via CloudTrail', {
    eventSource: 'ssm.amazonaws.com',
    eventName,
    awsRegion: REGION,
    requestParameters,
    ...detail,
  });

const notification = (content: unknown) => ({
  Type: 'Notification',
  MessageId: randomUUID(),
  TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:config`,
  Message: JSON.stringify(content),
  Timestamp: '2027-01-15T08:00:00.000Z',
});

const sqsMessage = (content: unknown) => ({
  MessageId: randomUUID(),
  ReceiptHandle: 'receipt',
  Body: JSON.stringify(content),
});

const lambdaRecords = (content: unknown) => ({
  Records: [{ messageId: randomUUID(), body: JSON.stringify(content), eventSource: 'aws:sqs' }],
});

/** What AWS puts around an event on its way, and what programs do to it. */
export const ENVELOPES: Readonly<Record<string, (content: unknown) => unknown>> = {
  'as it is': (content) => content,
  'as text': (content) => JSON.stringify(content),
  'as bytes': (content) => new TextEncoder().encode(JSON.stringify(content)),
  'in a list': (content) => [content],
  'in an SNS envelope': notification,
  'in an SQS message': sqsMessage,
  'in an SNS envelope in an SQS message': (content) => sqsMessage(notification(content)),
  'in what Lambda receives from SQS': lambdaRecords,
  'in what Lambda receives from SQS behind SNS': (content) => lambdaRecords(notification(content)),
  'in what Lambda receives from SNS': (content) => ({
    Records: [{ EventSource: 'aws:sns', Sns: notification(content) }],
  }),
  'in a list of SQS messages as text': (content) => JSON.stringify([sqsMessage(content)]),
  'in a list of what Lambda receives from SQS behind SNS': (content) => [
    lambdaRecords(notification(content)),
  ],
};
