import { SsmCacheError } from './ssm-cache.error.js';

/**
 * A value could not be refreshed for a reason that may pass: throttling, a network failure, a time-out, expired
 * credentials, or an answer that makes no sense.
 *
 * @publicApi
 */
export class RefreshError extends SsmCacheError {
  readonly code = 'SSM_CACHE_REFRESH';
}
