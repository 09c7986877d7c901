import { SsmCacheError, type SsmCacheErrorOptions } from './ssm-cache.error.js';

/**
 * What a refresh failed with, and whether waiting helps.
 *
 * @publicApi
 */
export interface RefreshErrorOptions extends SsmCacheErrorOptions {
  /** See `RefreshError.retryable`. @default true */
  retryable?: boolean;
}

/**
 * `SSM_CACHE_REFRESH`. A value could not be refreshed for a reason that may pass: throttling, a network failure, a
 * time-out, missing or expired credentials, or a malformed answer.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_refresh)
 * @publicApi
 */
export class RefreshError extends SsmCacheError {
  readonly code = 'SSM_CACHE_REFRESH';

  /**
   * Whether the same call can succeed later although nobody changes anything. If "false", as without credentials, a start
   * fails at once.
   */
  readonly retryable: boolean;

  constructor(message: string, { retryable = true, ...options }: RefreshErrorOptions = {}) {
    super(message, options);
    this.retryable = retryable;
  }
}
