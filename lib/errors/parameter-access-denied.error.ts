import { SsmCacheError } from './ssm-cache.error.js';

/**
 * `SSM_CACHE_ACCESS_DENIED`. AWS denies access to the value. The role may not read it, or its KMS key is disabled or
 * not granted. The last known value is no longer served, so that a revocation takes effect.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_access_denied)
 * @publicApi
 */
export class ParameterAccessDeniedError extends SsmCacheError {
  readonly code = 'SSM_CACHE_ACCESS_DENIED';
}
