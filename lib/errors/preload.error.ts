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
 * The application cannot start, because values that its classes declare cannot be loaded. The message lists every
 * such declaration as `Class.property → name: reason`; `failures` holds the same for programs.
 *
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
