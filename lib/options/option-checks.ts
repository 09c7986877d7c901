import {
  InvalidDeclarationError,
  InvalidParameterError,
  InvalidPathError,
  OptionRangeError,
} from '../errors/index.js';
import {
  longNameMessage,
  noNameMessage,
  clientItselfMessage,
  invalidBasePathMessage,
  optionRangeMessage,
  optionsNotAnObjectMessage,
  optionTypeMessage,
  reservedClientMessage,
  unknownOptionMessage,
  unreadableOptionsMessage,
  versionsAndVersionMessage,
} from '../errors/errors.messages.js';
import { isPromiseLike } from '../values/data/is-promise-like.js';
import { SECRET_STAGES } from '../values/data/secret-versions.js';
import { isSchema } from '../values/decoders/apply-schema.js';
import { isTransform } from '../values/decoders/apply-transform.js';
import { isTreeShape } from '../values/decoders/tree-shape.js';
import { CREDENTIALS, isClientItself } from './client-checks.js';
import type { SsmGroupOptions } from './group-options.interface.js';
import { isErrorMatcher } from './error-matcher.js';
import { checkedFleet } from './fleet-checks.js';
import { checkedExtensions } from './extension-checks.js';
import { hasInternals, INTERNALS } from '../runtime/internals.js';
import { DEFAULT_CLIENT } from '../sources/source.interface.js';

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

type Check = readonly [isValid: (value: unknown) => boolean, expected: string];

const number =
  (isInRange: (value: number) => boolean) =>
  (value: unknown): boolean =>
    typeof value === 'number' && isInRange(value);
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const isUrl = (value: unknown): boolean => typeof value === 'string' && URL.canParse(value);

/** An object whose members are what it holds. */
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !isOpaque(value);
const isOpaque = (value: object): boolean =>
  Array.isArray(value) || value instanceof Map || value instanceof URL || isPromiseLike(value);
const isReadable = (value: unknown): boolean => isObject(value) && Object.values(value).length >= 0;
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
const KNOWN = {
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

/**
 * Throws for the first option that cannot work: `OptionRangeError` for a number out of its range, `InvalidPathError` for a
 * base path, `InvalidDeclarationError` for anything else, an option that there is not among them. `where` names what the
 * options stand in.
 */
export const checkOptions = (options: unknown, of: keyof typeof KNOWN, where: string): void => {
  checkedOptions(options as object, of, where);
};

/** The same, and what was checked: a frozen copy, so that options which are changed later take no effect. */
export const checkedOptions = <O extends object>(options: O, of: keyof typeof KNOWN, where: string): O => {
  if (!passes(isObject, options)) throw invalid(where, optionsNotAnObjectMessage(where));
  const known: readonly string[] = KNOWN[of];
  const checked: Record<string, unknown> = {};
  for (const [option, value] of readOptions(options, known, where)) {
    if (!known.includes(option)) throw invalid(where, unknownOptionMessage(where, option, known));
    if (value !== undefined) checked[option] = checkedOption(option, value, where, of);
  }
  checkVersions(checked, where);
  return Object.freeze(checked) as O;
};

/** Throws for options that read one version of a secret and several. */
const checkVersions = (options: Readonly<Record<string, unknown>>, where: string): void => {
  const other = ['versionStage', 'versionId'].find((option) => options[option] !== undefined);
  if (options.versions !== undefined && other !== undefined)
    throw invalid(where, versionsAndVersionMessage(where, other));
};

/** Groups by name, each checked and copied. Throws for an object of groups in which one has options that cannot work. */
export const checkGroups = (groups: unknown, where: string): Record<string, SsmGroupOptions> => {
  if (!passes(isReadable, groups)) throw invalid(where, optionTypeMessage(where, 'groups', 'an object'));
  const checked = Object.entries(groups as Record<string, SsmGroupOptions>).map(
    ([name, options]) => [name, checkedOptions(options, 'group', `${where} group "${name}"`)] as const,
  );
  return Object.freeze(Object.fromEntries(checked));
};

/** Named clients, each checked and copied. */
const checkedClients = (clients: unknown, where: string): unknown => {
  if (!passes(isReadable, clients)) throw invalid(where, optionTypeMessage(where, 'clients', 'an object'));
  const checked = Object.entries(clients as Record<string, object>).map(([name, options]) => {
    const label = `${where} client "${name}"`;
    if (name === '' || name === DEFAULT_CLIENT) throw invalid(label, reservedClientMessage(label));
    if (passes(isObject, options) && passes(isClientItself as never, options))
      throw invalid(label, clientItselfMessage(label));
    return [name, checkedOptions(options, 'client', label)] as const;
  });
  return Object.freeze(Object.fromEntries(checked));
};

/** The options that an object has, also those that it inherits, as an instance of a class does. */
const readOptions = (
  options: object,
  known: readonly string[],
  where: string,
): readonly (readonly [option: string, value: unknown])[] => {
  try {
    const all = new Set([
      ...Object.keys(options),
      ...known.filter((option) => !(option in Object.prototype)),
    ]);
    return Array.from(all, (option) => [option, (options as Record<string, unknown>)[option]] as const);
  } catch {
    throw invalid(where, unreadableOptionsMessage(where));
  }
};

/** A value that throws when it is looked at is none that can be used. */
const passes = (isValid: (value: unknown) => boolean, value: unknown): boolean => {
  try {
    return isValid(value);
  } catch {
    return false;
  }
};

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const LONGEST_NAME = 2_048;

/** Throws an `InvalidParameterError` for what is no name, nor could be one. */
export const checkName = (name: unknown, where: string): void => {
  if (typeof name !== 'string' || name.trim() === '') {
    throw new InvalidParameterError(noNameMessage(where), { names: [where] });
  }
  if (name.length > LONGEST_NAME) {
    throw new InvalidParameterError(longNameMessage(where, LONGEST_NAME), { names: [where] });
  }
};

const checkedOption = (option: string, value: unknown, where: string, of: keyof typeof KNOWN): unknown => {
  if (option === 'basePath') checkBasePath(value, where);
  if (option === 'groups') return checkGroups(value, where);
  if (option === 'clients') return checkedClients(value, where);
  if (option === 'extensions') return checkedExtensions(value, where);
  if (option === 'fleet') return checkedFleet(value, `${where} fleet`);
  if (option === 'local' && passes(isObject, value))
    return checkedOptions(value as object, 'local', `${where} local`);
  if (option === 'events') return checkedOptions(value as object, 'events', `${where} events`);
  for (const [isInRange, range] of RANGES[option] ?? []) {
    if (!passes(isInRange, value))
      throw new OptionRangeError(optionRangeMessage(where, option, range, value));
  }
  const [isOfType, expected] = option === 'refresh' && of !== 'retry' ? REFRESH_MODE : (TYPES[option] ?? []);
  if (isOfType !== undefined && !passes(isOfType, value))
    throw invalid(where, optionTypeMessage(where, option, `${expected}`));
  if (option === 'default') return value;
  return CLIENT_CONFIGURATIONS.has(option)
    ? checkedConfiguration(option, value as object, where)
    : copyOfList(value);
};

const checkedConfiguration = (option: string, value: object, where: string): unknown => {
  const [isOfType, expected] = CREDENTIALS;
  const areCredentials = (configuration: unknown): boolean =>
    isOfType((configuration as { readonly credentials?: unknown }).credentials);
  if (!passes(areCredentials, value))
    throw invalid(where, optionTypeMessage(where, `${option}.credentials`, expected));
  return copyOfPlain(value);
};

const CLIENT_CONFIGURATIONS = new Set(['ssm', 'secretsManager', 'sqs']);

const copyOfList = (value: unknown): unknown =>
  passes(Array.isArray, value) ? Object.freeze([...(value as unknown[])]) : value;

/** A configuration that is the instance of a class reads its own members. */
const copyOfPlain = (value: unknown): unknown =>
  Object.getPrototypeOf(value) === Object.prototype ? { ...(value as object) } : value;

const checkBasePath = (basePath: unknown, where: string): void => {
  if (basePath === false || (typeof basePath === 'string' && basePath.startsWith('/'))) return;
  const path = typeof basePath === 'string' ? basePath : `a value of type ${typeof basePath}`;
  throw new InvalidPathError(invalidBasePathMessage(where, path), { names: [path] });
};

const invalid = (where: string, message: string): InvalidDeclarationError =>
  new InvalidDeclarationError(message, { names: [where] });
