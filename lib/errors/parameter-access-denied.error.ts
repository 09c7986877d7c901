import { SsmCacheError } from './ssm-cache.error.js';

/**
 * AWS refuses to hand out a value: the role may not read it, or its KMS key is disabled or not granted. The last
 * known value is no longer served, since a revocation has to take effect.
 *
 * @publicApi
 */
export class ParameterAccessDeniedError extends SsmCacheError {
  readonly code = 'SSM_CACHE_ACCESS_DENIED';
}
