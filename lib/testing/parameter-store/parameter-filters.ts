import { awsError } from '../shared/aws-errors.js';
import type { ParameterFilterInput } from '../interfaces/parameter-store.interface.js';
import { asPath, checkPath } from './parameter-name.js';
import type { StoredParameter } from './stored-parameter.js';

type Matches = (parameter: StoredParameter, value: string) => boolean;

interface FilterKey {
  /** The option of a filter that names none. */
  readonly usual: string;
  readonly options: Readonly<Record<string, Matches>>;
  readonly values?: readonly string[];
}

const equals =
  (of: (parameter: StoredParameter) => string | undefined): Matches =>
  (parameter, value) =>
    of(parameter) === value;
const beginsWith =
  (of: (parameter: StoredParameter) => string | undefined): Matches =>
  (parameter, value) =>
    of(parameter)?.startsWith(value) === true;

const type = (parameter: StoredParameter): string => parameter.latest.type;
const keyId = (parameter: StoredParameter): string | undefined => parameter.latest.keyId;
const path = (parameter: StoredParameter): string => asPath(parameter.name);

const TYPE: FilterKey = {
  usual: 'Equals',
  options: { Equals: equals(type), BeginsWith: beginsWith(type) },
  values: ['String', 'StringList', 'SecureString'],
};

const KEY_ID: FilterKey = {
  usual: 'Equals',
  options: { Equals: equals(keyId), BeginsWith: beginsWith(keyId) },
};

/** What `GetParametersByPath` accepts. The version that a label chooses is not decided here. */
export const PATH_FILTERS: Readonly<Record<string, FilterKey>> = {
  Type: TYPE,
  KeyId: KEY_ID,
  Label: {
    usual: 'Equals',
    options: {
      Equals: (parameter, label) => [...parameter.versions.values()].some(({ labels }) => labels.has(label)),
    },
  },
};

/** What `DescribeParameters` accepts, besides tags. */
export const DESCRIBE_FILTERS: Readonly<Record<string, FilterKey>> = {
  Path: {
    usual: 'OneLevel',
    options: {
      OneLevel: (parameter, value) => isUnder(path(parameter), checkPath(value), false),
      Recursive: (parameter, value) => isUnder(path(parameter), checkPath(value), true),
    },
  },
  Name: {
    usual: 'Equals',
    options: {
      Equals: (parameter, value) => path(parameter) === asPath(value),
      BeginsWith: (parameter, value) => path(parameter).startsWith(asPath(value)),
      Contains: (parameter, value) => parameter.name.includes(value),
    },
  },
  Type: TYPE,
  KeyId: KEY_ID,
  Tier: { usual: 'Equals', options: { Equals: equals((parameter) => parameter.latest.tier) } },
  DataType: { usual: 'Equals', options: { Equals: equals((parameter) => parameter.latest.dataType) } },
};

/**
 * Checks filters and makes one predicate of them: filters are ANDed, values of one filter ORed.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html
 */
export function parameterFilter(
  filters: readonly ParameterFilterInput[] | undefined,
  keys: Readonly<Record<string, FilterKey>>,
  tagsAllowed: boolean,
): (parameter: StoredParameter) => boolean {
  const predicates = (filters ?? []).map((filter) => predicateOf(filter, keys, tagsAllowed));
  return (parameter) => predicates.every((matches) => matches(parameter));
}

function predicateOf(
  { Key = '', Option, Values }: ParameterFilterInput,
  keys: Readonly<Record<string, FilterKey>>,
  tagsAllowed: boolean,
): (parameter: StoredParameter) => boolean {
  const tag = tagsAllowed && Key.startsWith('tag:') ? Key.slice('tag:'.length) : undefined;
  if (tag !== undefined && Values === undefined) return (parameter) => parameter.tags.has(tag);
  const { options, usual, values } = tag === undefined ? knownKey(Key, keys) : tagKey(tag);
  const matches = options[Option ?? usual];
  if (matches === undefined) {
    const valid = Object.keys(options).toSorted().join(', ');
    throw awsError(
      'InvalidFilterOption',
      `The following filter option is not valid: ${Option}. Valid options include: [${valid}].`,
    );
  }
  if (Values === undefined) {
    throw awsError('InvalidFilterValue', 'The following filter values are missing : null.');
  }
  const wrong =
    Option === 'BeginsWith' ? undefined : Values.find((value) => values?.includes(value) === false);
  if (wrong !== undefined) {
    throw awsError(
      'InvalidFilterValue',
      `The following filter value is not valid: ${wrong}. Valid values include: [${values?.join(', ')}].`,
    );
  }
  return (parameter) => Values.some((value) => matches(parameter, value));
}

function knownKey(key: string, keys: Readonly<Record<string, FilterKey>>): FilterKey {
  const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (known !== undefined) return known;
  const valid = Object.keys(keys).join(', ');
  throw awsError(
    'InvalidFilterKey',
    `The following filter key is not valid: ${key}. Valid filter keys include: [${valid}].`,
  );
}

function tagKey(tag: string): FilterKey {
  return { usual: 'Equals', options: { Equals: (parameter, value) => parameter.tags.get(tag) === value } };
}

/** By levels: `/fo` does not contain `/foo/x`. */
export function isUnder(name: string, parent: string, recursive: boolean): boolean {
  if (!name.startsWith(`${parent}/`)) return false;
  return recursive || !name.slice(parent.length + 1).includes('/');
}
