import {
  InvalidDeclarationError,
  InvalidParameterError,
  InvalidPathError,
  OptionRangeError,
} from '../errors/index.js';
import {
  emptyNameMessage,
  invalidBasePathMessage,
  optionRangeMessage,
  optionsNotAnObjectMessage,
  optionTypeMessage,
  unknownOptionMessage,
} from '../errors/errors.messages.js';
import { isSchema } from '../values/apply-schema.js';
import { isTransform } from '../values/apply-transform.js';
import { isTreeShape } from '../values/tree-shape.js';
import { isErrorMatcher } from './error-matching.js';

type Check = readonly [isValid: (value: unknown) => boolean, expected: string];

const number =
  (isInRange: (value: number) => boolean) =>
  (value: unknown): boolean =>
    typeof value === 'number' && isInRange(value);
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const NOT_NEGATIVE = number((value) => value >= 0);
const SECONDS: Check = [NOT_NEGATIVE, 'a number of seconds from 0'];

/** Numbers, which have a range. */
const RANGES: Readonly<Record<string, Check>> = {
  maxAge: SECONDS,
  maxStale: SECONDS,
  minRefreshInterval: SECONDS,
  preloadTimeout: SECONDS,
  delay: SECONDS,
  refreshTimeout: [number((value) => value > 0), 'a number of seconds above 0'],
  jitter: [number((value) => value >= 0 && value <= 1), 'a number from 0 to 1'],
  retries: [number((value) => Number.isInteger(value) && value >= 0), 'a whole number from 0'],
};

const FLAG: Check = [(value) => typeof value === 'boolean', 'true or false'];
const TEXT: Check = [isText, 'a text that is not empty'];
const OBJECT: Check = [isObject, 'an object'];

/** Everything else. */
const TYPES: Readonly<Record<string, Check>> = {
  withDecryption: FLAG,
  optional: FLAG,
  preload: FLAG,
  recursive: FLAG,
  isGlobal: FLAG,
  key: TEXT,
  group: TEXT,
  region: TEXT,
  path: TEXT,
  versionStage: TEXT,
  versionId: TEXT,
  groups: OBJECT,
  ssm: OBJECT,
  secretsManager: OBJECT,
  groupNames: [Array.isArray, 'a list'],
  batchSecrets: [(value) => value === 'auto' || value === false, "'auto' or false"],
  shape: [isTreeShape, "'tree', 'record' or 'map'"],
  transform: [isTransform, "'json', 'number', 'boolean', 'list', 'base64' or a function"],
  schema: [isSchema, 'a schema that follows Standard Schema (https://standardschema.dev)'],
  on: [isErrorMatcher, 'an error class, a list of error classes, or a predicate'],
};

const FRESHNESS = ['maxAge', 'maxStale', 'jitter', 'refreshTimeout', 'minRefreshInterval'];
const GROUP = [...FRESHNESS, 'withDecryption', 'basePath'];
const PLACE = ['group', 'preload'];
const VALUE = [...FRESHNESS, ...PLACE, 'transform', 'schema', 'default', 'optional'];
const PATH_LISTING = ['recursive', 'filters'];
const CACHE = [...GROUP, 'groups', 'batchSecrets', 'ssm', 'secretsManager'];

/** The options that there are, by what they are options of. */
const KNOWN = {
  group: GROUP,
  parameter: [...VALUE, 'withDecryption', 'basePath'],
  secret: [...VALUE, 'key', 'versionStage', 'versionId'],
  path: [...GROUP, ...PLACE, ...PATH_LISTING, 'shape', 'schema'],
  cache: [...CACHE, 'region', 'ssmClient', 'secretsManagerClient'],
  module: [...CACHE, 'preload', 'preloadTimeout', 'isGlobal', 'groupNames'],
  config: [
    'path',
    'schema',
    ...FRESHNESS.filter((option) => option !== 'maxStale'),
    ...PATH_LISTING,
    'withDecryption',
    'preloadTimeout',
    'region',
    'ssm',
    'ssmClient',
  ],
  retry: ['on', 'retries', 'delay', 'onRefresh', 'refresh'],
} satisfies Record<string, readonly string[]>;

/**
 * Throws for the first option that cannot work: `OptionRangeError` for a number out of its range, `InvalidPathError` for a
 * base path, `InvalidDeclarationError` for anything else, an option that there is not among them. `where` names what the
 * options stand in.
 */
export const checkOptions = (options: unknown, of: keyof typeof KNOWN, where: string): void => {
  if (!isObject(options)) throw invalid(where, optionsNotAnObjectMessage(where));
  for (const [option, value] of Object.entries(options)) {
    const known: readonly string[] = KNOWN[of];
    if (!known.includes(option)) throw invalid(where, unknownOptionMessage(where, option, known));
    if (value !== undefined) checkOption(option, value, where);
  }
};

/** Throws an `InvalidParameterError` for what is no name. */
export const checkName = (name: unknown, where: string): void => {
  if (typeof name !== 'string' || name.trim() === '') {
    throw new InvalidParameterError(`${where}: ${emptyNameMessage}`, { names: [where] });
  }
};

const checkOption = (option: string, value: unknown, where: string): void => {
  if (option === 'basePath') checkBasePath(value);
  const [isInRange, range] = RANGES[option] ?? [];
  if (isInRange?.(value) === false)
    throw new OptionRangeError(optionRangeMessage(where, option, `${range}`, value));
  const [isOfType, expected] = TYPES[option] ?? [];
  if (isOfType?.(value) === false) throw invalid(where, optionTypeMessage(where, option, `${expected}`));
};

const checkBasePath = (basePath: unknown): void => {
  if (basePath === false || (typeof basePath === 'string' && basePath.startsWith('/'))) return;
  const path = typeof basePath === 'string' ? basePath : `a value of type ${typeof basePath}`;
  throw new InvalidPathError(invalidBasePathMessage(path), { names: [path] });
};

const invalid = (where: string, message: string): InvalidDeclarationError =>
  new InvalidDeclarationError(message, { names: [where] });
