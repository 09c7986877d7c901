/**
 * How a client is recorded.
 *
 * @example
 * ```ts
 * recordClient(client, 'shop.json', { values: 'keep' });
 * ```
 *
 * @publicApi
 */
export interface RecordOptions {
  /**
   * If "mask", stand-ins of the same kind are written instead of values: equal ones for equal values, different ones
   * for different values. If "keep", values are written as they are: whoever reads the file knows them.
   *
   * @default 'mask'
   */
  readonly values?: 'mask' | 'keep';
}
