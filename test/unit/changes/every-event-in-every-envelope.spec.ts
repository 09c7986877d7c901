import { describe, expect, it } from '@jest/globals';
import type { SsmNotification } from 'nestjs-ssm-cache';
import {
  ENVELOPES,
  labelUpdated,
  NEW_VERSION,
  parameterCall,
  parameterChange,
  parameterPolicy,
  secretArn,
  secretCall,
  secretServiceEvent,
  type AwsEvent,
} from '../../support/aws-events.js';
import { makeCache } from '../../support/make-cache.js';

const HOST = '/shop/host';
const DB = 'prod/db';

type Case = readonly [
  what: string,
  make: () => AwsEvent,
  refreshed: readonly string[] | SsmNotification['ignored'][0]['reason'],
];

/** Each event that tells of parameters or secrets, and what is refreshed, or why nothing is. */
const EVENTS: readonly Case[] = [
  ['a parameter is created', () => parameterChange(HOST, 'Create'), [HOST]],
  ['a parameter has another value', () => parameterChange(HOST), [HOST]],
  ['a parameter is deleted', () => parameterChange(HOST, 'Delete'), [HOST]],
  ['a label has moved', () => parameterChange(HOST, 'LabelParameterVersion'), [HOST]],
  ['a parameter, by its name alone', () => parameterChange(HOST, 'Update', { resources: [] }), [HOST]],
  ['a parameter of the root', () => parameterChange('/root'), ['/root']],
  [
    'AWS refused a change',
    () => withDetail(parameterChange(HOST), { exception: 'ParameterAlreadyExists' }),
    'failed call',
  ],
  ['an operation that is not known', () => parameterChange(HOST, 'Describe'), 'unknown event'],
  ['a parameter has expired', () => parameterPolicy(HOST), [HOST]],
  ['a parameter will expire', () => parameterPolicy(HOST, 'ExpirationNotification'), 'unknown event'],
  [
    'a parameter has not changed for long',
    () => parameterPolicy(HOST, 'NoChangeNotification'),
    'unknown event',
  ],
  ['CloudTrail tells of a put', () => parameterCall('PutParameter', { name: HOST }), [HOST]],
  ['CloudTrail tells of deletions', () => parameterCall('DeleteParameters', { names: ['/a', HOST] }), [HOST]],
  [
    'CloudTrail tells of a refused put',
    () => parameterCall('PutParameter', { name: HOST }, { errorCode: 'AccessDenied' }),
    'failed call',
  ],
  ['CloudTrail tells of a read', () => parameterCall('GetParameter', { name: HOST }), 'unknown event'],
  ['a secret has another current version', () => labelUpdated(DB), [DB]],
  ['a secret, by its name alone', () => labelUpdated(DB, {}, { resources: [] }), [DB]],
  ['a label that nobody reads has moved', () => labelUpdated(DB, { label: 'BLUE' }), 'not held'],
  [
    'PutSecretValue by ARN',
    () =>
      secretCall(
        'PutSecretValue',
        { secretId: secretArn(DB), clientRequestToken: NEW_VERSION },
        { responseElements: { arn: secretArn(DB) } },
      ),
    [DB],
  ],
  [
    'PutSecretValue by name',
    () => secretCall('PutSecretValue', { secretId: DB, clientRequestToken: NEW_VERSION }),
    [DB],
  ],
  [
    'PutSecretValue of what is not current yet',
    () => secretCall('PutSecretValue', { secretId: DB, versionStages: ['AWSPENDING'] }),
    'not held',
  ],
  [
    'PutSecretValue with the ARN in old spelling',
    () => secretCall('PutSecretValue', null, { responseElements: { aRN: secretArn(DB) } }),
    [DB],
  ],
  [
    'PutSecretValue with the ARN in capitals',
    () => secretCall('PutSecretValue', null, { responseElements: { ARN: secretArn(DB) } }),
    [DB],
  ],
  [
    'PutSecretValue that AWS refused',
    () => secretCall('PutSecretValue', { secretId: DB }, { errorCode: 'AccessDenied' }),
    'failed call',
  ],
  ['UpdateSecret', () => secretCall('UpdateSecret', { secretId: DB }), [DB]],
  ['CreateSecret', () => secretCall('CreateSecret', { name: DB }), [DB]],
  [
    'UpdateSecretVersionStage',
    () =>
      secretCall('UpdateSecretVersionStage', {
        secretId: DB,
        versionStage: 'AWSCURRENT',
        moveToVersionId: NEW_VERSION,
      }),
    [DB],
  ],
  ['RestoreSecret', () => secretCall('RestoreSecret', { secretId: DB }), [DB]],
  ['DeleteSecret', () => secretCall('DeleteSecret', { secretId: DB }), [DB]],
  ['RotateSecret', () => secretCall('RotateSecret', { secretId: DB }), [DB]],
  ['GetSecretValue', () => secretCall('GetSecretValue', { secretId: DB }), 'unknown event'],
  [
    'RotationSucceeded, in its first shape',
    () => secretServiceEvent('RotationSucceeded', { additionalEventData: { SecretId: secretArn(DB) } }),
    [DB],
  ],
  [
    'RotationSucceeded, in its second shape',
    () => secretServiceEvent('RotationSucceeded', { serviceEventDetails: { secretId: secretArn(DB) } }),
    [DB],
  ],
  [
    'RotationSucceeded, in its third shape',
    () =>
      secretServiceEvent(
        'RotationSucceeded',
        { responseElements: { arn: secretArn(DB) } },
        { resources: [secretArn(DB)] },
      ),
    [DB],
  ],
  [
    'RotationSucceeded, called a call',
    () => secretCall('RotationSucceeded', null, { additionalEventData: { SecretId: secretArn(DB) } }),
    [DB],
  ],
  [
    'EndSecretVersionDelete',
    () => secretServiceEvent('EndSecretVersionDelete', { additionalEventData: { SecretId: secretArn(DB) } }),
    [DB],
  ],
  [
    'CancelSecretVersionDelete',
    () =>
      secretServiceEvent('CancelSecretVersionDelete', { additionalEventData: { SecretId: secretArn(DB) } }),
    [DB],
  ],
  [
    'RotationStarted',
    () => secretServiceEvent('RotationStarted', { additionalEventData: { SecretId: secretArn(DB) } }),
    'unknown event',
  ],
  [
    'RotationFailed',
    () => secretServiceEvent('RotationFailed', { additionalEventData: { SecretId: secretArn(DB) } }),
    'unknown event',
  ],
  ['another service', () => ({ ...parameterChange(HOST), source: 'aws.ec2' }), 'unknown event'],
  [
    'what names nothing',
    () => ({ ...parameterChange(HOST), resources: [], detail: { operation: 'Update' } }),
    'malformed',
  ],
];

const withDetail = (event: AwsEvent, detail: object): AwsEvent => ({
  ...event,
  detail: { ...event.detail, ...detail },
});

const loaded = async () => {
  const made = makeCache({ events: { spread: 0, settle: 0 } });
  made.parameters.put(HOST, 'h');
  made.parameters.put('/root', 'r');
  made.secrets.put(DB, 's');
  await Promise.all([
    made.cache.parameter(HOST).get(),
    made.cache.parameter('/root').get(),
    made.cache.secret(DB).get(),
  ]);
  made.ssm.calls.length = 0;
  made.vault.calls.length = 0;
  return made;
};

describe.each(EVENTS)('That %s', (_what, make, outcome) => {
  it.each(Object.entries(ENVELOPES))('is understood %s', async (_envelope, wrap) => {
    const { cache, ssm, vault } = await loaded();
    const event = make();

    const notification = await cache.notify(wrap(event));

    const refreshed = typeof outcome === 'string' ? [] : outcome;
    expect(notification).toEqual({
      names: refreshed,
      ignored: typeof outcome === 'string' ? [{ id: event.id, reason: outcome }] : [],
    });
    const asked = [...ssm.asked.flat(), ...vault.calls.map(({ input }) => input.SecretId)];
    expect(asked).toEqual(refreshed);
  });
});
