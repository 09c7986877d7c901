import { SsmCacheError } from './ssm-cache.error.js';

/**
 * The selector behind a parameter's name is neither a version (1 or more) nor a label.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-versions.html
 *
 * @publicApi
 */
export class InvalidVersionError extends SsmCacheError {
  readonly code = 'SSM_CACHE_INVALID_VERSION';
}
