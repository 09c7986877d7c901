import { SsmCacheError } from './ssm-cache.error.js';

/**
 * A value was read synchronously before it was loaded for the first time. Await `get()`, `SsmCache.ready()` or
 * declare the property as a `Promise`.
 *
 * @publicApi
 */
export class ParameterNotLoadedError extends SsmCacheError {
  readonly code = 'SSM_CACHE_NOT_LOADED';
}
