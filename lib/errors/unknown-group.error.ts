import { SsmCacheError } from './ssm-cache.error.js';

/**
 * `SSM_CACHE_UNKNOWN_GROUP`. No group is registered under the name. The message lists the registered names.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_unknown_group)
 * @publicApi
 */
export class UnknownGroupError extends SsmCacheError {
  readonly code = 'SSM_CACHE_UNKNOWN_GROUP';
}
