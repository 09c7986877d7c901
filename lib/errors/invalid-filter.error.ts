import { SsmCacheError } from './ssm-cache.error.js';

/**
 * `SSM_CACHE_INVALID_FILTER`. A filter has a key, an option or values that AWS does not accept for a listing by path.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_invalid_filter)
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
 * @publicApi
 */
export class InvalidFilterError extends SsmCacheError {
  readonly code = 'SSM_CACHE_INVALID_FILTER';
}
