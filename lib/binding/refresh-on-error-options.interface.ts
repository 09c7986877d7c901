import type { RefreshRetryOptions } from '../options/refresh-retry-options.interface.js';
import type { SsmHandle } from '../cache/ssm-handle.js';
import type { SsmParameterGroup } from '../cache/ssm-parameter-group.js';

/**
 * What is refreshed: decorated properties of the instance by name, a registered group, or handles.
 *
 * @publicApi
 */
export type RefreshTarget =
  | string
  | { readonly group: string }
  | SsmParameterGroup
  // The type of the value makes no difference to a refresh.
  | SsmHandle<any, any>;

/**
 * Options of `@RefreshOnError()`.
 *
 * @publicApi
 */
export interface RefreshOnErrorOptions<Callback extends string = string> extends RefreshRetryOptions {
  /**
   * What is refreshed before the call is repeated.
   *
   * @default all that the class declares
   */
  refresh?: RefreshTarget | readonly RefreshTarget[];

  /**
   * A function, or the name of a method of the instance, that is called and awaited after the refresh and before the
   * call is repeated; both have the instance as `this`. Calls of one instance that fail together share it.
   */
  onRefresh?: Callback | ((this: any) => unknown);
}
