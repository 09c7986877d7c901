import { SsmCacheError } from './ssm-cache.error.js';

/**
 * A filter for a listing by path has a key, an option or values that AWS does not take there.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
 * @publicApi
 */
export class InvalidFilterError extends SsmCacheError {
  readonly code = 'SSM_CACHE_INVALID_FILTER';
}
