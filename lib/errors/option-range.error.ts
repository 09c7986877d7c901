/**
 * An option is outside of its range, such as a negative `maxAge`. It is a `RangeError`, thrown where the option is
 * given: at registration or at decoration.
 *
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
