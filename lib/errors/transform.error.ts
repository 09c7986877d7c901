import { SsmCacheError } from './ssm-cache.error.js';

/**
 * AWS answered, but what it answered does not fit the declared type, transform or schema. The last good value stays
 * in use. The message says what was expected, never what was found.
 *
 * @publicApi
 */
export class TransformError extends SsmCacheError {
  readonly code = 'SSM_CACHE_TRANSFORM';
}
