import { InvalidFilterError } from '../../errors/index.js';
import { invalidFilterMessage } from '../../errors/errors.messages.js';
import { isParameterFilterBuilder } from './filters.js';

/**
 * A filter as AWS takes it.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html
 * @publicApi
 */
export interface ParameterFilter {
  /** `Type`, `KeyId` or `Label`: the keys that a listing by path can be filtered by. */
  readonly Key: string;
  /** `Equals` or `BeginsWith`. */
  readonly Option?: string | undefined;
  /** One to 50 values, any of which matches. */
  readonly Values?: string[] | undefined;
}

const OPTIONS_BY_KEY = new Map([
  ['Type', ['Equals', 'BeginsWith']],
  ['KeyId', ['Equals', 'BeginsWith']],
  ['Label', ['Equals']],
]);
const TYPES = new Set(['String', 'StringList', 'SecureString']);
const MOST_VALUES = 50;
const LONGEST_VALUE = 1_024;

/** The filters in one order, whatever the order they were given in. Throws an `InvalidFilterError` before any call. */
export const checkedFilters = (filters: readonly unknown[], path: string): ParameterFilter[] => {
  try {
    if (!Array.isArray(filters)) throw invalid(path, 'filters must be a list');
    return filters
      .map((filter) => checkedFilter(filter, path))
      .toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
  } catch (error) {
    throw error instanceof InvalidFilterError ? error : invalid(path, 'it threw an error when it was read');
  }
};

const checkedFilter = (filter: unknown, path: string): ParameterFilter => {
  const plain: unknown = isParameterFilterBuilder(filter) ? filter.toFilter() : filter;
  if (typeof plain !== 'object' || plain === null)
    throw invalid(path, 'a filter must be an object with a Key');
  const { Key, Option = 'Equals', Values = [] } = plain as Record<string, unknown>;
  const options = typeof Key === 'string' ? OPTIONS_BY_KEY.get(Key) : undefined;
  if (typeof Key !== 'string' || options === undefined) {
    throw invalid(path, `its Key must be one of ${[...OPTIONS_BY_KEY.keys()].join(', ')}`);
  }
  if (typeof Option !== 'string' || !options.includes(Option)) {
    throw invalid(path, `the Option of a ${Key} filter must be ${options.join(' or ')}`);
  }
  return { Key, Option, Values: checkedValues(Key, Values, path) };
};

const isFilterValue = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= LONGEST_VALUE;

const checkedValues = (key: string, values: unknown, path: string): string[] => {
  if (!Array.isArray(values) || !values.every(isFilterValue)) {
    throw invalid(path, `the Values of a ${key} filter must be texts of 1 to ${LONGEST_VALUE} characters`);
  }
  const unique = [...new Set<string>(values)].toSorted();
  if (unique.length === 0 || unique.length > MOST_VALUES) {
    throw invalid(path, `a ${key} filter must have 1 to ${MOST_VALUES} Values, not ${unique.length}`);
  }
  if (key === 'Type' && !unique.every((value) => TYPES.has(value))) {
    throw invalid(path, `the Values of a Type filter must be among ${[...TYPES].join(', ')}`);
  }
  return unique;
};

const invalid = (path: string, reason: string): InvalidFilterError =>
  new InvalidFilterError(invalidFilterMessage(path, reason), { names: [path] });
