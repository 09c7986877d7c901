import { SsmCacheError } from './ssm-cache.error.js';

/**
 * The last known value is older than `maxAge + maxStale` and has not been refreshed. `cause` is the failure of the
 * last attempt.
 *
 * @publicApi
 */
export class StaleValueError extends SsmCacheError {
  readonly code = 'SSM_CACHE_STALE_VALUE';
}
