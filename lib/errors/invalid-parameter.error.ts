import { SsmCacheError } from './ssm-cache.error.js';

/**
 * `SSM_CACHE_INVALID_PARAMETER`. AWS does not know the parameter, the secret, or the requested version of it. The name
 * does not exist in this account and region, is malformed, or was deleted. `names` lists every missing name.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_invalid_parameter)
 * @publicApi
 */
export class InvalidParameterError extends SsmCacheError {
  readonly code = 'SSM_CACHE_INVALID_PARAMETER';
}
