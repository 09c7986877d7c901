import { SsmCacheError } from './ssm-cache.error.js';

/**
 * A group was asked for by a name that is not registered. The message lists the registered ones.
 *
 * @publicApi
 */
export class UnknownGroupError extends SsmCacheError {
  readonly code = 'SSM_CACHE_UNKNOWN_GROUP';
}
