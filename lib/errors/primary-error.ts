import { failureKind } from './failure-kind.js';
import { InvalidParameterError } from './invalid-parameter.error.js';
import type { SsmCacheError } from './ssm-cache.error.js';

/**
 * The one error that stands for several: a refusal first, then all that is missing in one, then whatever came first.
 * `undefined` where there is none.
 */
export const primaryError = (given: readonly (SsmCacheError | undefined)[]): SsmCacheError | undefined => {
  const errors = given.filter((error) => error !== undefined);
  const refusal = errors.find((error) => failureKind(error) === 'refused');
  if (refusal !== undefined) return refusal;
  const missing = errors.filter((error) => error instanceof InvalidParameterError);
  if (missing.length > 1) {
    const names = [...new Set(missing.flatMap((error) => error.names))];
    const messages = new Set(missing.map(({ message }) => message));
    return new InvalidParameterError([...messages].join('\n'), {
      names,
      cause: missing[0]?.cause,
    });
  }
  return missing[0] ?? errors[0];
};
