import { SsmCacheError } from './ssm-cache.error.js';

/**
 * A decorator or an option is used in a way that cannot work. The message names the class and the property.
 *
 * @publicApi
 */
export class InvalidDeclarationError extends SsmCacheError {
  readonly code = 'SSM_CACHE_INVALID_DECLARATION';
}
