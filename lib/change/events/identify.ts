import { isFields, isText, type Fields } from '../../sources/calls/answer-fields.js';
import type { Announcement, Identified } from './announcement.interface.js';
import { textOf } from './event-fields.js';
import { identifyParameter } from './parameter-events.js';
import { identifySecret } from './secret-events.js';

/** AWS has no longer names. */
const LONGEST_NAME = 2_048;
/** An event names one thing; some of the calls that CloudTrail tells of name up to ten. */
const MOST_NAMES = 10;

/** What an event of EventBridge says. */
export const identified = (event: Fields): Identified => {
  const { source, detail } = event;
  if (!isText(source) || !isText(event['detail-type']) || !isFields(detail)) return 'malformed';
  const found = identifiedBySource(source, event, detail);
  if (isText(found)) return found;
  const isNamed = found.names.length > 0 && found.names.every(isName);
  return isNamed
    ? { ...placeOf(event, detail), ...found, names: found.names.slice(0, MOST_NAMES) }
    : 'malformed';
};

const identifiedBySource = (source: string, event: Fields, detail: Fields): Identified => {
  if (source === 'aws.ssm') return identifyParameter(event, detail);
  return source === 'aws.secretsmanager' ? identifySecret(event, detail) : 'unknown event';
};

const placeOf = (event: Fields, detail: Fields): Pick<Announcement, 'account' | 'region' | 'at'> => {
  const at = isText(event.time) ? Date.parse(event.time) : NaN;
  return {
    account: textOf(event.account),
    region: textOf(event.region) ?? textOf(detail.awsRegion),
    at: Number.isFinite(at) ? at : undefined,
  };
};

const isName = (name: unknown): boolean => isText(name) && name.trim() !== '' && name.length <= LONGEST_NAME;
