import { randomUUID } from 'node:crypto';
import type { EventBridgeEvent, LocalAwsEventsOptions } from '../interfaces/local-aws-events.interface.js';
import type { ParameterChange, SecretChange, StoredChange } from '../shared/stored-change.js';

/** Where and when something has changed. */
export interface ChangePlace {
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

type Content = Pick<EventBridgeEvent, 'source' | 'detail-type' | 'resources' | 'detail'>;

/** Secrets Manager tells of no other label that moves by itself. */
const UNTOLD = new Set(['AWSPENDING', 'AWSPREVIOUS']);

const CALLS: Readonly<Record<ParameterChange['operation'], string>> = {
  Create: 'PutParameter',
  Update: 'PutParameter',
  Delete: 'DeleteParameter',
  LabelParameterVersion: 'LabelParameterVersion',
};

/** The events that AWS sends of a change. */
export function changeEvents(
  change: StoredChange,
  form: NonNullable<LocalAwsEventsOptions['form']>,
  place: ChangePlace,
): readonly EventBridgeEvent[] {
  const contents = [
    ...(form === 'cloudtrail' ? [] : native(change)),
    ...(form === 'native' ? [] : [ofTrail(change, place)]),
  ];
  return contents.map((content) => ({
    version: '0',
    id: randomUUID(),
    account: place.accountId,
    region: place.region,
    time: toSecond(place.at),
    ...content,
  }));
}

function native(change: StoredChange): readonly Content[] {
  return change.service === 'ssm' ? [parameterChanged(change)] : labelsUpdated(change);
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html */
function parameterChanged({ operation, name, arn, type, description }: ParameterChange): Content {
  return {
    source: 'aws.ssm',
    'detail-type': 'Parameter Store Change',
    resources: [arn],
    detail: { operation, name, type, ...(description !== undefined && { description }) },
  };
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html */
function labelsUpdated({ name, arn, moved }: SecretChange): readonly Content[] {
  return moved
    .filter(({ stage }) => !UNTOLD.has(stage))
    .map(({ stage, versionId }) => ({
      source: 'aws.secretsmanager',
      'detail-type': 'Secret Label Updated',
      resources: [arn],
      detail: { name, labelUpdated: stage, versionId },
    }));
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html */
function ofTrail(change: StoredChange, { region, accountId, at }: ChangePlace): Content {
  const service = change.service === 'ssm' ? 'ssm' : 'secretsmanager';
  const common = {
    eventVersion: '1.09',
    eventTime: toSecond(at),
    eventSource: `${service}.amazonaws.com`,
    awsRegion: region,
    recipientAccountId: accountId,
    readOnly: false,
    managementEvent: true,
  };
  const isOfService = change.service === 'secretsmanager' && change.call === 'RotationSucceeded';
  return {
    source: `aws.${service}`,
    'detail-type': isOfService ? 'AWS Service Event via CloudTrail' : 'AWS API Call via CloudTrail',
    resources: [],
    detail: { ...common, ...detailOf(change) },
  };
}

function detailOf(change: StoredChange): Readonly<Record<string, unknown>> {
  if (change.service === 'ssm') {
    return {
      eventName: CALLS[change.operation],
      eventType: 'AwsApiCall',
      requestParameters: { name: change.name },
      responseElements: null,
    };
  }
  const { call, arn, request } = change;
  if (call === 'RotationSucceeded') {
    return {
      eventName: call,
      eventType: 'AwsServiceEvent',
      requestParameters: null,
      responseElements: null,
      additionalEventData: { SecretId: arn },
    };
  }
  return {
    eventName: call,
    eventType: 'AwsApiCall',
    requestParameters: Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)),
    responseElements: { arn },
  };
}

/** Events have no fractions of seconds. */
const toSecond = (milliseconds: number): string =>
  `${new Date(Math.floor(milliseconds / 1_000) * 1_000).toISOString().slice(0, -5)}Z`;
