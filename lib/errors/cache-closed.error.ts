import { SsmCacheError } from './ssm-cache.error.js';

/**
 * `SSM_CACHE_CLOSED`. A value was read or refreshed after `cache.close()` or after the application was closed.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_closed)
 * @publicApi
 */
export class CacheClosedError extends SsmCacheError {
  readonly code = 'SSM_CACHE_CLOSED';
}
