import { preloadMessage } from './errors.messages.js';
import { SsmCacheError } from './ssm-cache.error.js';

/**
 * One declaration that could not be loaded at start-up.
 *
 * @publicApi
 */
export interface PreloadFailure {
  /** Where it is declared, such as `OrdersRepository.password`. */
  declaration: string;
  /** The parameter or secret, with its selector. */
  name: string;
  /** Why it could not be loaded. */
  error: SsmCacheError;
}

/**
 * `SSM_CACHE_PRELOAD`. The application cannot start, because declared values could not be loaded. The message lists
 * each of them as `Class.property → name: reason`; `failures` holds the same for programs.
 *
 * @see [How to fix it](../../docs/reference/troubleshooting.md#ssm_cache_preload)
 * @publicApi
 */
export class PreloadError extends SsmCacheError {
  readonly code = 'SSM_CACHE_PRELOAD';

  /** Every declaration that failed, in the order of the declarations. */
  readonly failures: readonly PreloadFailure[];

  constructor(failures: readonly PreloadFailure[]) {
    super(preloadMessage(failures), { names: [...new Set(failures.map(({ name }) => name))] });
    this.failures = Object.freeze([...failures]);
  }
}
