import { SsmCacheError } from './ssm-cache.error.js';

/**
 * `SSM_CACHE_INVALID_VERSION`. The selector after a parameter's name is not a version (1 or higher) or a label;
 * or a `SecretVersions` is made without a current version.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_invalid_version)
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-versions.html
 * @publicApi
 */
export class InvalidVersionError extends SsmCacheError {
  readonly code = 'SSM_CACHE_INVALID_VERSION';
}
