import { SsmCacheError } from './ssm-cache.error.js';

/**
 * `SSM_CACHE_INVALID_CLIENT`. A client cannot be used. It lacks `send(command)` and the needed methods, its SDK package
 * is missing or of another version, its region is not known, or no client has the name.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_invalid_client)
 * @publicApi
 */
export class InvalidClientError extends SsmCacheError {
  readonly code = 'SSM_CACHE_INVALID_CLIENT';
}
