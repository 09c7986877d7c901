import { InvalidPathError, OptionRangeError } from '../errors/index.js';
import { invalidBasePathMessage, optionRangeMessage } from '../errors/errors.messages.js';

type Check = readonly [isValid: (value: number) => boolean, range: string];

const NOT_NEGATIVE: Check = [(value) => value >= 0, 'a number of seconds from 0'];
const POSITIVE: Check = [(value) => value > 0, 'a number of seconds above 0'];
const SHARE: Check = [(value) => value >= 0 && value <= 1, 'a number from 0 to 1'];
const COUNT: Check = [(value) => Number.isInteger(value) && value >= 0, 'a whole number from 0'];

const CHECKS: Record<string, Check> = {
  maxAge: NOT_NEGATIVE,
  maxStale: NOT_NEGATIVE,
  jitter: SHARE,
  refreshTimeout: POSITIVE,
  minRefreshInterval: NOT_NEGATIVE,
  preloadTimeout: NOT_NEGATIVE,
  delay: NOT_NEGATIVE,
  retries: COUNT,
};

/** Throws an `OptionRangeError` for the first option that is not a number in its range. `where` names what it stands in. */
export const checkRanges = (options: object, where: string): void => {
  for (const [option, value] of Object.entries(options)) {
    const [isValid, range] = CHECKS[option] ?? [];
    if (isValid === undefined || range === undefined || value === undefined) continue;
    if (typeof value !== 'number' || !isValid(value)) {
      throw new OptionRangeError(optionRangeMessage(where, option, range, value));
    }
  }
};

export const checkBasePath = (basePath: unknown): void => {
  if (basePath === undefined || basePath === false) return;
  if (typeof basePath !== 'string' || !basePath.startsWith('/')) {
    const path = typeof basePath === 'string' ? basePath : `a value of type ${typeof basePath}`;
    throw new InvalidPathError(invalidBasePathMessage(path), { names: [path] });
  }
};
