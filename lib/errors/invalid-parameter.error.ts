import { SsmCacheError } from './ssm-cache.error.js';

/**
 * AWS does not know a parameter or a secret, or the version of it that was asked for: the name does not exist in
 * this account and region, is malformed, or has been deleted. `names` lists every missing name.
 *
 * @publicApi
 */
export class InvalidParameterError extends SsmCacheError {
  readonly code = 'SSM_CACHE_INVALID_PARAMETER';
}
