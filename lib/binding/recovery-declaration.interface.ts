import type { RefreshOnErrorOptions } from '../options/refresh-on-error-options.interface.js';

/** A method that is repeated with fresh values when it fails. */
export interface RecoveryDeclaration {
  /** The class and the method, as messages name them: `OrdersRepository.findOrder`. */
  readonly label: string;
  readonly options: RefreshOnErrorOptions;
}
