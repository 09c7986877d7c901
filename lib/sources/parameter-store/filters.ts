import type { ParameterFilter } from './parameter-filters.js';

/** How the values of a filter are compared. */
type FilterOption = 'Equals' | 'BeginsWith';

/**
 * A filter for a listing by path, built value by value. It is checked before any call when it is used.
 *
 * @example
 * ```ts
 * new SsmFilterKeyId().values(['alias/shop', 'alias/aws/ssm']).toFilter();
 * // → { Key: 'KeyId', Option: 'Equals', Values: ['alias/shop', 'alias/aws/ssm'] }
 * ```
 *
 * @publicApi
 */
export abstract class SsmFilter<Value extends string = string> {
  readonly #values = new Set<Value>();

  protected constructor(
    private readonly key: string,
    private readonly option: FilterOption,
  ) {}

  /**
   * Adds a value; any of a filter's values matches. Returns the filter.
   *
   * @param value a further value, of at most 50
   */
  value(value: Value): this {
    this.#values.add(value);
    return this;
  }

  /**
   * Adds values. Returns the filter.
   *
   * @param values further values, of at most 50
   */
  values(values: Iterable<Value>): this {
    for (const value of values) this.value(value);
    return this;
  }

  /** The filter as AWS takes it. */
  toFilter(): ParameterFilter {
    return { Key: this.key, Option: this.option, Values: [...this.#values] };
  }
}

/**
 * Lists parameters of some types.
 *
 * @example
 * ```ts
 * cache.parameters('/prod', { filters: [new SsmFilterType().value('SecureString')] });
 * ```
 *
 * @publicApi
 */
export class SsmFilterType extends SsmFilter<'String' | 'StringList' | 'SecureString'> {
  constructor(option: FilterOption = 'Equals') {
    super('Type', option);
  }
}

/**
 * Lists parameters that are encrypted with some keys.
 *
 * @example
 * ```ts
 * cache.parameters('/prod', { filters: [new SsmFilterKeyId('BeginsWith').value('alias/')] });
 * ```
 *
 * @publicApi
 */
export class SsmFilterKeyId extends SsmFilter {
  constructor(option: FilterOption = 'Equals') {
    super('KeyId', option);
  }
}

/**
 * Lists the versions that have a label.
 *
 * @example
 * ```ts
 * cache.parameters('/prod', { filters: [new SsmFilterLabel().value('live')] });
 * ```
 *
 * @publicApi
 */
export class SsmFilterLabel extends SsmFilter {
  constructor() {
    super('Label', 'Equals');
  }
}

/** Whether it is a filter of ours, of whichever copy of the package. */
export const isParameterFilterBuilder = (filter: unknown): filter is SsmFilter =>
  typeof (filter as Partial<SsmFilter> | undefined | null)?.toFilter === 'function';
