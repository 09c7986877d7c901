import { SsmCacheError } from './ssm-cache.error.js';

/**
 * A value was read, or a refresh asked for, after the application had been closed; values do not outlive it.
 *
 * @publicApi
 */
export class CacheClosedError extends SsmCacheError {
  readonly code = 'SSM_CACHE_CLOSED';
}
