/**
 * `SSM_CACHE_OPTION_RANGE`. An option is outside its range, such as a negative `maxAge`. This error extends
 * `RangeError`. It is thrown at registration or at decoration.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_option_range)
 * @publicApi
 */
export class OptionRangeError extends RangeError {
  /** A stable identifier. */
  readonly code = 'SSM_CACHE_OPTION_RANGE';

  constructor(message: string) {
    super(message);
    this.name = 'OptionRangeError';
  }
}
