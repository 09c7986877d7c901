import { hasInternals, INTERNALS } from '../runtime/internals.js';
import { isPromiseLike } from '../values/data/is-promise-like.js';
import { SECRET_STAGES } from '../values/data/secret-versions.js';
import { isSchema } from '../values/decoders/apply-schema.js';
import { isTransform } from '../values/decoders/apply-transform.js';
import { isTreeShape } from '../values/decoders/tree-shape.js';
import { isErrorMatcher } from './error-matcher.js';

const PROPERTY_TYPES = new Set<unknown>([
  String,
  Number,
  Boolean,
  Array,
  Uint8Array,
  Buffer,
  Map,
  Object,
  Promise,
]);

/** What an option has to be, and how a message says it. */
export type Check = readonly [isValid: (value: unknown) => boolean, expected: string];

const number =
  (isInRange: (value: number) => boolean) =>
  (value: unknown): boolean =>
    typeof value === 'number' && isInRange(value);

export const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const isUrl = (value: unknown): boolean => typeof value === 'string' && URL.canParse(value);

/** An object whose members are what it holds. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !(Array.isArray(value) || value instanceof Map || value instanceof URL || isPromiseLike(value));
export const isReadable = (value: unknown): boolean => isObject(value) && Object.values(value).length >= 0;
const isFunction = (value: unknown): boolean => typeof value === 'function';
const isListOfStages = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.includes('AWSCURRENT') &&
  value.every((stage) => (SECRET_STAGES as readonly unknown[]).includes(stage));
const isListOfTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const isPropertyType = (value: unknown): boolean =>
  PROPERTY_TYPES.has(value) || (isFunction(value) && hasInternals(value));

/** Above it, milliseconds cannot be counted. */
const MOST_SECONDS = Math.floor(Number.MAX_SAFE_INTEGER / 1_000);
const COUNTABLE: Check = [
  number((value) => value <= MOST_SECONDS || value === Infinity),
  `at most ${MOST_SECONDS} seconds`,
];

const SECONDS: readonly Check[] = [[number((value) => value >= 0), 'a number of seconds from 0'], COUNTABLE];
const POSITIVE_SECONDS: readonly Check[] = [
  [number((value) => value > 0), 'a number of seconds above 0'],
  COUNTABLE,
];
const FINITE_SECONDS: readonly Check[] = [
  [number((value) => value >= 0 && value < Infinity), 'a finite number of seconds from 0'],
  COUNTABLE,
];

const isName = (value: unknown): boolean => isText(value) || isFunction(value);
const isNamedTarget = (target: Readonly<Record<string, unknown>>): boolean =>
  isText(target.group) || isName(target.secret) || isName(target.parameter);
const isClass = (value: unknown): boolean =>
  isFunction(value) && isObject((value as { readonly prototype?: unknown }).prototype);
/** A handle or a group, of whichever copy of the package: a cache has internals too, and a place for what binds to it. */
const isRefreshable = (value: unknown): boolean => {
  if (!hasInternals(value)) return false;
  const internals = (value as { readonly [INTERNALS]: unknown })[INTERNALS];
  return !isObject(internals) || !('binder' in internals);
};
const isOneTarget = (target: unknown): boolean =>
  isText(target) ||
  isClass(target) ||
  isRefreshable(target) ||
  (isObject(target) && isNamedTarget({ ...target }));
const isRefreshTarget = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 && value.every(isOneTarget) : isOneTarget(value);

/** Numbers, which have a range. */
const RANGES: Readonly<Record<string, readonly Check[]>> = {
  maxAge: SECONDS,
  maxStale: SECONDS,
  staleAfter: SECONDS,
  minRefreshInterval: FINITE_SECONDS,
  preloadTimeout: SECONDS,
  spread: FINITE_SECONDS,
  settle: FINITE_SECONDS,
  delay: FINITE_SECONDS,
  refreshTimeout: POSITIVE_SECONDS,
  recoveryTimeout: POSITIVE_SECONDS,
  jitter: [[number((value) => value >= 0 && value <= 1), 'a number from 0 to 1']],
  retries: [[number((value) => Number.isSafeInteger(value) && value >= 0), 'a whole number from 0']],
  maxEntries: [[number((value) => Number.isSafeInteger(value) && value >= 1), 'a whole number from 1']],
};

/** What a variable of the environment can begin with. */
const PREFIX = /^[A-Za-z_]\w*$/;
const isPrefix = ({ prefix, ...others }: { readonly prefix?: unknown }): boolean =>
  typeof prefix === 'string' && PREFIX.test(prefix) && Object.keys(others).length === 0;

const FLAG: Check = [(value) => typeof value === 'boolean', 'true or false'];
const TEXT: Check = [isText, 'a text that is not empty'];
const OBJECT: Check = [isReadable, 'an object'];

/** Everything else. */
const TYPES: Readonly<Record<string, Check>> = {
  withDecryption: FLAG,
  share: FLAG,
  optional: FLAG,
  names: FLAG,
  initial: FLAG,
  pending: FLAG,
  preload: FLAG,
  recursive: FLAG,
  isGlobal: FLAG,
  fallThrough: FLAG,
  watch: FLAG,
  file: TEXT,
  env: [
    (value) => typeof value === 'boolean' || (isObject(value) && isPrefix(value)),
    "true, false or { prefix: 'SSM_' }, of letters, digits and underscores",
  ],
  local: [isText, 'the path of a file, or an object of options'],
  key: TEXT,
  group: TEXT,
  region: TEXT,
  path: [isName, 'a text that is not empty, or a function that returns it'],
  secrets: OBJECT,
  versionStage: TEXT,
  versionId: TEXT,
  versions: [isListOfStages, "a list of 'AWSCURRENT' and of any of 'AWSPREVIOUS' and 'AWSPENDING'"],
  secretPrefix: [(value) => value === false || isText(value), 'a text that is not empty, or false'],
  ssm: OBJECT,
  sqs: OBJECT,
  queueUrl: [isUrl, 'the URL of a queue'],
  parameters: OBJECT,
  secretsManager: OBJECT,
  onRefresh: [(value) => isFunction(value) || isText(value), 'a function or the name of a method'],
  useFactory: [isFunction, 'a function'],
  useClass: [isFunction, 'a class'],
  groupNames: [isListOfTexts, 'a list of names'],
  clientNames: [isListOfTexts, 'a list of names'],
  client: TEXT,
  batchSecrets: [(value) => value === 'auto' || value === false, "'auto' or false"],
  shape: [isTreeShape, "'tree', 'record' or 'map'"],
  transform: [isTransform, "'json', 'number', 'boolean', 'list', 'base64' or a function"],
  schema: [
    isSchema,
    'a schema that follows Standard Schema (https://standardschema.dev), or a class of class-validator decorators',
  ],
  refresh: [
    isRefreshTarget,
    'a decorated property, a class, { secret }, { parameter }, { group }, a handle or a group, or a list of them',
  ],
  type: [
    isPropertyType,
    'String, Number, Boolean, Array, Uint8Array, Buffer, Map, Object, Promise or the class of a handle',
  ],
  onResult: [isFunction, 'a predicate'],
  on: [isErrorMatcher, 'an error class, a list of error classes, or a predicate'],
};

/** Elsewhere it says when a value is refreshed, not what. */
const REFRESH_MODE: Check = [
  (value) => value === 'on-read' || value === 'background',
  "'on-read' or 'background'",
];
const FRESHNESS = ['maxAge', 'maxStale', 'jitter', 'refreshTimeout', 'minRefreshInterval', 'refresh'];
const PARAMETERS = [...FRESHNESS, 'withDecryption', 'basePath'];
const DEFAULTS = [...PARAMETERS, 'secretPrefix'];
const GROUP = [...DEFAULTS, 'client', 'share'];
const CONVERSION = ['transform', 'schema', 'default', 'optional'];
const PLACE = ['group', 'client'];
/** What only a declaration has. */
const DECLARED = ['preload', 'type'];
const VALUE = [...FRESHNESS, ...PLACE, ...CONVERSION, 'share'];
const PATH_LISTING = ['recursive', 'filters'];
const PARAMETER = [...VALUE, 'withDecryption', 'basePath'];
const SELECTED_SECRET = ['key', 'versionStage', 'versionId', 'versions', 'secretPrefix'];
const CLIENT = ['region', 'ssm', 'secretsManager', 'ssmClient', 'secretsManagerClient'];
const SECRET = [...VALUE, ...SELECTED_SECRET];
const PATH = [...PARAMETERS, ...PLACE, ...PATH_LISTING, 'shape', 'schema', 'optional', 'share'];
const CACHE = [
  ...DEFAULTS,
  'maxEntries',
  'groups',
  'batchSecrets',
  'extensions',
  'fleet',
  'local',
  'events',
  'clients',
  ...CLIENT,
];

const RETRY = ['on', 'onResult', 'retries', 'delay', 'recoveryTimeout', 'pending', 'onRefresh'];

/** The options that there are, by what they are options of. */
export const KNOWN = {
  group: GROUP,
  parameter: PARAMETER,
  secret: SECRET,
  path: PATH,
  reference: VALUE.filter((option) => !PLACE.includes(option)),
  '@SsmParam': [...PARAMETER, ...DECLARED],
  '@SsmSecret': [...SECRET, ...DECLARED],
  '@SsmParams': [...PATH, ...DECLARED],
  feature: ['groups', 'imports'],
  async: [
    'imports',
    'inject',
    'useFactory',
    'useClass',
    'useExisting',
    'provideInjectionTokensFrom',
    'isGlobal',
    'groupNames',
    'clientNames',
  ],
  listing: PATH_LISTING,
  health: ['staleAfter', 'names'],
  listener: ['initial'],
  client: CLIENT,
  events: ['queueUrl', 'sqs', 'sqsClient', 'spread', 'settle'],
  local: ['file', 'parameters', 'secrets', 'env', 'fallThrough', 'watch'],
  cache: CACHE,
  module: [...CACHE, 'preload', 'preloadTimeout', 'isGlobal', 'groupNames', 'clientNames'],
  config: [
    'path',
    'secrets',
    'schema',
    'optional',
    ...FRESHNESS.filter((option) => !['maxStale', 'refresh'].includes(option)),
    ...PATH_LISTING,
    'withDecryption',
    'secretPrefix',
    'batchSecrets',
    'local',
    'preloadTimeout',
    'client',
    'clients',
    ...CLIENT,
  ],
  'secret of a config': ['id', 'client', ...SELECTED_SECRET, ...CONVERSION],
  retry: [...RETRY, 'refresh'],
  'retry of a function': RETRY,
} satisfies Record<string, readonly string[]>;

/** What options can be of. */
export type OptionOwner = keyof typeof KNOWN;

const NO_RANGE: readonly Check[] = [];

/** The range of a number; none of anything else. */
export const rangeOf = (option: string): readonly Check[] => RANGES[option] ?? NO_RANGE;

/** The type of what is no number. */
export const typeOf = (option: string, of: OptionOwner): Check | undefined =>
  option === 'refresh' && of !== 'retry' ? REFRESH_MODE : TYPES[option];
