import { isText, type Fields } from '../../sources/calls/answer-fields.js';
import type { Announcement, Identified, ParameterEffect } from './announcement.interface.js';
import { fieldsOf, firstText, isFailedCall, resourcesOf, textsOf } from './event-fields.js';

const ARN = /^arn:[^:]*:ssm:[^:]*:[^:]*:parameter\/?./;

/** What changes are called. */
const OPERATIONS: ReadonlyMap<unknown, ParameterEffect> = new Map([
  ['Create', 'version'],
  ['Update', 'version'],
  ['Delete', 'removal'],
  ['LabelParameterVersion', 'label'],
]);

/** The same, as CloudTrail names the calls. */
const CALLS: ReadonlyMap<unknown, ParameterEffect> = new Map([
  ['PutParameter', 'version'],
  ['DeleteParameter', 'removal'],
  ['DeleteParameters', 'removal'],
  ['LabelParameterVersion', 'label'],
  ['UnlabelParameterVersion', 'label'],
]);

/**
 * What an event of Parameter Store says.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-eventbridge-events.html
 */
export const identifyParameter = (event: Fields, detail: Fields): Identified => {
  switch (event['detail-type']) {
    case 'Parameter Store Change':
      return isText(detail.exception)
        ? 'failed call'
        : changed(event, detail, OPERATIONS.get(detail.operation));
    case 'Parameter Store Policy Action':
      return changed(event, detail, detail['policy-type'] === 'Expiration' ? 'removal' : undefined);
    default:
      return isFailedCall(detail)
        ? 'failed call'
        : changed(event, detail, CALLS.get(detail.eventName), 'CloudTrail');
  }
};

const changed = (
  event: Fields,
  detail: Fields,
  effect: ParameterEffect | undefined,
  toldBy: Announcement['toldBy'] = 'Parameter Store',
): Identified =>
  effect === undefined ? 'unknown event' : { source: 'ssm', names: namesIn(event, detail), effect, toldBy };

const namesIn = (event: Fields, detail: Fields): readonly string[] => {
  const resources = resourcesOf(event, ARN);
  if (resources.length > 0) return resources;
  const request = fieldsOf(detail, 'requestParameters');
  const named = firstText(detail.name, detail['parameter-name'], request.name);
  return named.length > 0 ? named : (textsOf(request.names) ?? []);
};
