import { SsmCacheError } from './ssm-cache.error.js';

/**
 * A base path, or a name under one, does not begin with a slash.
 *
 * @publicApi
 */
export class InvalidPathError extends SsmCacheError {
  readonly code = 'SSM_CACHE_INVALID_PATH';
}
