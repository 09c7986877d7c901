import { SsmCacheError } from './ssm-cache.error.js';

/**
 * `SSM_CACHE_INVALID_PATH`. A base path, a path, or a name under a base path does not begin with a slash.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_invalid_path)
 * @publicApi
 */
export class InvalidPathError extends SsmCacheError {
  readonly code = 'SSM_CACHE_INVALID_PATH';
}
