import { SsmCacheError } from './ssm-cache.error.js';

/**
 * `SSM_CACHE_NOT_LOADED`. A value was read synchronously before it was loaded for the first time. Await `get()` or
 * `SsmCache.ready()`, or declare the property as a `Promise`.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_not_loaded)
 * @publicApi
 */
export class ParameterNotLoadedError extends SsmCacheError {
  readonly code = 'SSM_CACHE_NOT_LOADED';
}
