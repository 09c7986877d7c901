import { SsmCacheError } from './ssm-cache.error.js';

/**
 * `SSM_CACHE_STALE_VALUE`. The last known value is older than `maxAge + maxStale`, and no refresh has succeeded.
 * `cause` is the failure of the last attempt.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_stale_value)
 * @publicApi
 */
export class StaleValueError extends SsmCacheError {
  readonly code = 'SSM_CACHE_STALE_VALUE';
}
