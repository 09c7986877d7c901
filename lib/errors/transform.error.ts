import { SsmCacheError } from './ssm-cache.error.js';

/**
 * `SSM_CACHE_TRANSFORM`. The stored value does not fit the declared type, transform or schema. The last good value
 * stays in use. The message says what was expected, and never quotes the value.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_transform)
 * @publicApi
 */
export class TransformError extends SsmCacheError {
  readonly code = 'SSM_CACHE_TRANSFORM';
}
