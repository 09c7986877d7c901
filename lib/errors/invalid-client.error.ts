import { SsmCacheError } from './ssm-cache.error.js';

/**
 * A client cannot be used: it has neither `send(command)` nor the methods needed, its SDK package is not installed or is of
 * another version than ours, or it has no region.
 *
 * @publicApi
 */
export class InvalidClientError extends SsmCacheError {
  readonly code = 'SSM_CACHE_INVALID_CLIENT';
}
