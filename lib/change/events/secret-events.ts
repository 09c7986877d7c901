import type { Fields } from '../../sources/calls/answer-fields.js';
import type { Announcement, Identified } from './announcement.interface.js';
import { fieldsOf, firstText, isFailedCall, resourcesOf, textOf, textsOf } from './event-fields.js';

const ARN = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:./;
const CURRENT = 'AWSCURRENT';

type Moved = Pick<Announcement, 'isTentative' | 'stages' | 'version'>;

const ANYTHING = (): Moved => ({});

/** A new version gets the id that its request had. */
const putVersion = ({ clientRequestToken, versionStages }: Fields): Moved => ({
  stages: textsOf(versionStages) ?? [CURRENT],
  version: textOf(clientRequestToken),
});

/** A request has a token in any case; the answer names a version only where the value has changed. */
const updated = (request: Fields, answer: Fields): Moved => {
  const version = textOf(answer.versionId);
  return version === undefined
    ? { ...putVersion(request), isTentative: true }
    : { ...putVersion(request), version };
};

const movedStage = ({ versionStage, moveToVersionId }: Fields): Moved => {
  const stage = textOf(versionStage);
  return { stages: stage === undefined ? undefined : [stage], version: textOf(moveToVersionId) };
};

/** What CloudTrail calls a change: calls by name, and what the service does by itself. */
const CALLS: ReadonlyMap<unknown, (request: Fields, answer: Fields) => Moved> = new Map([
  ['CreateSecret', putVersion],
  ['PutSecretValue', putVersion],
  ['UpdateSecret', updated],
  ['UpdateSecretVersionStage', movedStage],
  ['DeleteSecret', ANYTHING],
  ['RestoreSecret', ANYTHING],
  ['RotateSecret', ANYTHING],
  ['RotationSucceeded', ANYTHING],
  ['EndSecretVersionDelete', ANYTHING],
  ['CancelSecretVersionDelete', ANYTHING],
]);

/**
 * What an event of Secrets Manager says.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html
 */
export const identifySecret = (event: Fields, detail: Fields): Identified => {
  if (event['detail-type'] === 'Secret Label Updated') return labelUpdated(event, detail);
  const moved = CALLS.get(detail.eventName);
  if (moved === undefined) return 'unknown event';
  if (isFailedCall(detail)) return 'failed call';
  const request = fieldsOf(detail, 'requestParameters');
  const answer = fieldsOf(detail, 'responseElements');
  return { source: 'secretsmanager', names: namesIn(event, detail), ...moved(request, answer) };
};

const labelUpdated = (event: Fields, detail: Fields): Identified => {
  const label = textOf(detail.labelUpdated);
  return {
    source: 'secretsmanager',
    names: namesIn(event, detail),
    stages: label === undefined ? undefined : [label],
    version: textOf(detail.versionId),
  };
};

/** An ARN says more than a name. */
const namesIn = (event: Fields, detail: Fields): readonly string[] => {
  const resources = resourcesOf(event, ARN);
  if (resources.length > 0) return resources;
  const request = fieldsOf(detail, 'requestParameters');
  const secretId = firstText(detail.name, request.secretId);
  const arn = firstText(answeredArn(fieldsOf(detail, 'responseElements')));
  const isNamed = secretId.length > 0 && (arn.length === 0 || secretId[0]?.startsWith('arn:') === true);
  if (isNamed || arn.length > 0) return isNamed ? secretId : arn;
  return firstText(
    request.name,
    fieldsOf(detail, 'additionalEventData').SecretId,
    fieldsOf(detail, 'serviceEventDetails').secretId,
  );
};

/** CloudTrail has spelled it `aRN`, `arn` and `ARN`. */
const answeredArn = (answer: Fields): unknown =>
  Object.entries(answer).find(([member]) => member.toLowerCase() === 'arn')?.[1];
