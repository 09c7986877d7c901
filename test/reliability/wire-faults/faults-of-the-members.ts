import { edited, withEachItem, withItems, withValue, type Item } from './edit-answer.js';
import type { Fault, Kind, Outcome } from './fault.js';

const FOREIGN = {
  Name: '/other/name',
  ARN: 'arn:aws:ssm:eu-west-1:111111111111:parameter/other/name',
  Type: 'String',
  Value: 'foreign',
  SecretString: 'foreign',
  Version: 9,
};

const OF_PARAMETERS = { single: 'transient', group: 'transient', tree: 'transient' } as const;
const OF_SECRETS = { group: 'transient', secret: 'transient', batch: 'transient' } as const;
/** A path under which there is nothing is answered with an empty list. */
const BUT_FOR_PATHS: Readonly<Record<Kind, Outcome>> = {
  single: 'transient',
  group: 'transient',
  tree: 'emptied',
  secret: 'transient',
  batch: 'transient',
};

const isParameter = (item: Item): boolean => 'Value' in item;

const ofParameters = (members: Item): Fault['happens'] =>
  withEachItem((item) => (isParameter(item) ? { ...item, ...members } : item));

const ofSecrets = (members: Item): Fault['happens'] =>
  withEachItem((item) => (isParameter(item) ? item : { ...item, ...members }));

/** What is wrong with an answer whose form is right. */
export const FAULTS_OF_THE_MEMBERS: readonly Fault[] = [
  { name: 'no value', happens: withValue(undefined), outcome: 'transient' },
  { name: 'null as the value', happens: withValue(null), outcome: 'transient' },
  { name: 'a number as the value', happens: withValue(7), outcome: 'transient' },
  { name: 'a truth value as the value', happens: withValue(true), outcome: 'transient' },
  { name: 'an object as the value', happens: withValue({ first: 'second' }), outcome: 'transient' },
  { name: 'a list as the value', happens: withValue(['second']), outcome: 'transient' },
  { name: 'no items', happens: withItems(() => []), outcome: BUT_FOR_PATHS },
  { name: 'no list', happens: withItems(() => undefined), outcome: 'transient' },
  { name: 'null as the list', happens: withItems(() => null), outcome: 'transient' },
  { name: 'an object as the list', happens: withItems(([item]) => ({ item })), outcome: 'transient' },
  { name: 'a text as the list', happens: withItems(() => 'second'), outcome: 'transient' },
  { name: 'null as an item', happens: withEachItem(() => null), outcome: 'transient' },
  { name: 'a number as an item', happens: withEachItem(() => 7), outcome: 'transient' },
  { name: 'a list as an item', happens: withEachItem((item) => [item]), outcome: 'transient' },
  { name: 'an empty item', happens: withEachItem(() => ({})), outcome: 'transient' },
  {
    name: 'another name',
    happens: withEachItem((item) => ({ ...item, Name: FOREIGN.Name, ARN: FOREIGN.ARN })),
    outcome: 'transient',
  },
  {
    name: 'numbers as names',
    happens: withEachItem((item) => ({ ...item, Name: 7, ARN: 7 })),
    outcome: 'transient',
  },
  { name: 'every item twice', happens: withItems((items) => [...items, ...items]), outcome: 'answered' },
  {
    name: 'other names before and after the right ones',
    happens: withItems((items) => (items.length === 0 ? [] : [FOREIGN, ...items, FOREIGN])),
    scope: { when: ({ operation }) => operation !== 'GetSecretValue' },
    outcome: 'answered',
  },
  {
    name: 'null among the right ones',
    happens: withItems((items) => [...items, null]),
    outcome: {
      single: 'answered',
      group: 'answered',
      tree: 'transient',
      secret: 'answered',
      batch: 'answered',
    },
  },
  { name: 'items in another order', happens: withItems((items) => items.toReversed()), outcome: 'answered' },
  {
    name: 'a text as the version',
    happens: withEachItem((item) => ({ ...item, Version: '1' })),
    outcome: 'answered',
  },
  { name: 'no type', happens: ofParameters({ Type: undefined }), outcome: OF_PARAMETERS },
  { name: 'a number as the type', happens: ofParameters({ Type: 7 }), outcome: OF_PARAMETERS },
  { name: 'a type that nobody knows', happens: ofParameters({ Type: 'Riddle' }), outcome: OF_PARAMETERS },
  {
    name: 'a time that is none',
    happens: withEachItem((item) => ({ ...item, LastModifiedDate: 'soon', CreatedDate: 'soon' })),
    outcome: 'transient',
  },
  {
    name: 'bytes that are not base64',
    happens: ofSecrets({ SecretString: undefined, SecretBinary: '*' }),
    outcome: OF_SECRETS,
  },
  {
    name: 'a number as the version id',
    happens: ofSecrets({ VersionId: 7 }),
    outcome: { secret: 'answered', batch: 'answered' },
  },
  {
    name: 'a text as the list of invalid names',
    happens: edited((answer) => ({ ...answer, InvalidParameters: 'all of them' })),
    outcome: { single: 'answered' },
  },
  {
    name: 'nonsense in the list of invalid names',
    happens: edited((answer) => ({ ...answer, InvalidParameters: [null, 7, {}, '/other/name'] })),
    outcome: { single: 'answered' },
  },
];
