import { SsmCacheError } from './ssm-cache.error.js';

/**
 * `SSM_CACHE_INVALID_DECLARATION`. A decorator or an option is used in a way that cannot work. The message names the
 * class and the property.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_invalid_declaration)
 * @publicApi
 */
export class InvalidDeclarationError extends SsmCacheError {
  readonly code = 'SSM_CACHE_INVALID_DECLARATION';
}
