import { bytesIn } from '../../values/data/bytes.js';
import { isFields, isText, type Fields } from '../../sources/calls/answer-fields.js';

/** AWS sends no larger event. */
const LARGEST = 256 * 1_024;
/** A list, a Lambda event, an SQS message and an SNS envelope. */
const MOST_ENVELOPES = 4;
/** An id that is longer is not one of AWS. */
const LONGEST_ID = 256;

/** What was in the envelopes: an event, or something that is none. */
export interface Opened {
  /** `undefined` where there is no event. */
  readonly event: Fields | undefined;
  /** The id of the event, or else of the envelope that is nearest to it. */
  readonly id: string | undefined;
}

/**
 * Takes events out of their envelopes: text, bytes, lists, SQS messages, SNS envelopes, and what a Lambda function receives from
 * either service.
 */
export const opened = (given: unknown): readonly Opened[] => open(given, 0, undefined);

const open = (given: unknown, depth: number, id: string | undefined): readonly Opened[] => {
  const none = [{ event: undefined, id }];
  if (depth > MOST_ENVELOPES) return none;
  try {
    const text = isText(given) ? given : bytesIn(given);
    const content = text === undefined ? given : parsed(text);
    if (Array.isArray(content)) return openAll(content, depth, id);
    if (!isFields(content)) return none;
    const own = idOf(content) ?? id;
    if (isText(content['detail-type'])) return [{ event: content, id: own }];
    if (Array.isArray(content.Records)) return openAll(content.Records, depth, own);
    const inside = contentOf(content);
    return inside === undefined ? [{ event: undefined, id: own }] : open(inside, depth + 1, own);
  } catch {
    return none;
  }
};

const openAll = (list: readonly unknown[], depth: number, id: string | undefined): readonly Opened[] =>
  list.flatMap((one) => open(one, depth + 1, id));

/** What the envelope of one event holds. */
const contentOf = ({ Sns, Message, Body, body }: Fields): unknown =>
  (isFields(Sns) ? Sns.Message : Message) ?? Body ?? body;

const idOf = ({ id, MessageId, messageId, Sns }: Fields): string | undefined =>
  [id, MessageId, messageId, isFields(Sns) ? Sns.MessageId : undefined].find(
    (one): one is string => isText(one) && one !== '' && one.length <= LONGEST_ID,
  );

const parsed = (text: string | Uint8Array): unknown => {
  const size = isText(text) ? Buffer.byteLength(text) : text.byteLength;
  return size > LARGEST ? undefined : JSON.parse(isText(text) ? text : Buffer.from(text).toString());
};
