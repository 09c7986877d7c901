import { edited, refuses, says, withItems, type Happening, type Item } from './edit-answer.js';
import type { Fault } from './fault.js';

const OF_BATCHES = { operation: 'BatchGetSecretValue' };
const OF_SECRETS = { operation: 'GetSecretValue' };
const OF_PARAMETERS = { operation: 'GetParameters' };

/** Says of every secret of a batch that it failed. */
const failsEach = (ErrorCode: unknown): Happening =>
  edited(({ SecretValues }) => ({
    SecretValues: [],
    Errors: (SecretValues as Item[]).map(({ Name }) => ({ SecretId: Name, ErrorCode })),
  }));

const onLastPage =
  (happens: Happening): Happening =>
  async (exchange) => {
    const { body } = await exchange.answer();
    return 'NextToken' in (JSON.parse(body) as Item) ? says(body)(exchange) : happens(exchange);
  };

const withToken = (token: () => unknown): Happening => edited((page) => ({ ...page, NextToken: token() }));

let pages = 0;

/** What goes wrong with some of the calls that belong together, or with a part of what they bring. */
export const FAULTS_OF_SEVERAL_CALLS: readonly Fault[] = [
  {
    name: 'a last page that is throttled',
    happens: onLastPage(refuses('ThrottlingException')),
    outcome: { tree: 'awaited' },
  },
  {
    name: 'a last page that is denied',
    happens: onLastPage(refuses('AccessDeniedException')),
    outcome: { tree: 'refused' },
  },
  { name: 'a last page without a list', happens: onLastPage(says('{}')), outcome: { tree: 'transient' } },
  {
    name: 'a last page with a value missing',
    happens: onLastPage(withItems(([first, ...rest]) => [{ ...first, Value: undefined }, ...rest])),
    outcome: { tree: 'transient' },
  },
  {
    name: 'a last page that never comes',
    happens: onLastPage(() => undefined),
    outcome: { tree: 'awaited' },
  },
  {
    name: 'a token that a service does not take back',
    happens: onLastPage(refuses('InvalidNextToken')),
    outcome: { tree: 'transient' },
  },
  { name: 'pages in a circle', happens: withToken(() => 'again'), outcome: { tree: 'transient' } },
  {
    name: 'pages without end',
    happens: edited(() => ({ Parameters: [], NextToken: `page ${++pages}` })),
    outcome: { tree: 'transient' },
  },
  { name: 'a number as the token', happens: withToken(() => 7), outcome: { tree: 'transient' } },
  { name: 'an object as the token', happens: withToken(() => ({ page: 2 })), outcome: { tree: 'transient' } },
  {
    name: 'null as the token of the last page',
    happens: onLastPage(withToken(() => null)),
    outcome: { tree: 'answered' },
  },
  {
    name: 'an empty token on the last page',
    happens: onLastPage(withToken(() => '')),
    outcome: { tree: 'answered' },
  },
  {
    name: 'a token in a batch',
    happens: withToken(() => 'more'),
    scope: OF_BATCHES,
    outcome: { batch: 'answered' },
  },
  {
    name: 'a batch that is denied',
    happens: 'access-denied',
    scope: OF_BATCHES,
    outcome: { batch: 'answered' },
  },
  {
    name: 'a batch that is malformed',
    happens: refuses('ValidationException'),
    scope: OF_BATCHES,
    outcome: { batch: 'answered' },
  },
  {
    name: 'a batch that leaves all out',
    happens: says('{}'),
    scope: OF_BATCHES,
    outcome: { batch: 'answered' },
  },
  {
    name: 'a batch that leaves one out',
    happens: withItems(([, ...rest]) => rest),
    scope: OF_BATCHES,
    outcome: { batch: 'answered' },
  },
  {
    name: 'a batch in which each is denied',
    happens: failsEach('AccessDeniedException'),
    scope: OF_BATCHES,
    outcome: { batch: 'refused' },
  },
  {
    name: 'a batch in which none can be decrypted',
    happens: failsEach('DecryptionFailure'),
    scope: OF_BATCHES,
    outcome: { batch: 'refused' },
  },
  {
    name: 'a batch in which each fails',
    happens: failsEach('InternalServiceError'),
    scope: OF_BATCHES,
    outcome: { batch: 'transient' },
  },
  {
    name: 'a batch in which each is throttled',
    happens: failsEach('ThrottlingException'),
    scope: OF_BATCHES,
    outcome: { batch: 'transient' },
  },
  {
    name: 'a batch with numbers as the errors',
    happens: failsEach(7),
    scope: OF_BATCHES,
    outcome: { batch: 'transient' },
  },
  {
    name: 'a batch with errors without a name',
    happens: failsEach(undefined),
    scope: OF_BATCHES,
    outcome: { batch: 'transient' },
  },
  {
    name: 'a batch with errors of others',
    happens: edited((answer) => ({
      ...answer,
      Errors: [null, 7, {}, { SecretId: 'other', ErrorCode: 'AccessDeniedException' }],
    })),
    scope: OF_BATCHES,
    outcome: { batch: 'answered' },
  },
  {
    name: 'a batch with a text as the errors',
    happens: edited((answer) => ({ ...answer, Errors: 'none' })),
    scope: OF_BATCHES,
    outcome: { batch: 'answered' },
  },
  {
    name: 'secrets that fail while parameters do not',
    happens: 'internal-error',
    scope: OF_SECRETS,
    outcome: { group: 'transient' },
  },
  {
    name: 'secrets that hang while parameters do not',
    happens: 'no-answer',
    scope: OF_SECRETS,
    outcome: { group: 'awaited' },
  },
  {
    name: 'parameters that hang while secrets do not',
    happens: 'no-answer',
    scope: OF_PARAMETERS,
    outcome: { group: 'awaited' },
  },
  {
    name: 'one member of two that is not answered',
    happens: withItems(([first]) => [first]),
    scope: OF_PARAMETERS,
    outcome: { group: 'transient' },
  },
];
