import type { SsmName } from './name.js';
import type { RefreshRetryOptions } from './refresh-retry-options.interface.js';

/**
 * What can be refreshed by itself: a handle or a group.
 *
 * @publicApi
 */
export interface Refreshable {
  /** Refreshes it. Rejects with what the refresh failed with. */
  refresh(): Promise<void>;
  /** Calls `listener` after each refresh that changed it, until the function it returns is called. */
  onChange(listener: () => unknown): () => void;
}

/**
 * What is refreshed:
 *
 * - the name of a decorated property of the instance,
 * - a class of the application, for all the values that it declares,
 * - `{ secret: 'prod/db' }`: a secret that some class of the application declares,
 * - `{ parameter: '/db/host' }`: the same for a parameter, or for the path of a tree,
 * - `{ group: 'database' }`: a registered group,
 * - a handle, or a group.
 *
 * A name is written as in the declaration, without the base path, or in full.
 *
 * @publicApi
 */
export type RefreshTarget =
  | string
  | (abstract new (...args: never[]) => object)
  | { readonly secret: SsmName }
  | { readonly parameter: SsmName }
  | { readonly group: string }
  | Refreshable;

/**
 * Options of `@RefreshOnError()`.
 *
 * @publicApi
 */
export interface RefreshOnErrorOptions<Callback extends string = string> extends RefreshRetryOptions {
  /**
   * What is refreshed before the call is repeated. The application does not start with a target that it does not have.
   *
   * @default all that the class declares
   *
   * @example
   * ```ts
   * constructor(private readonly settings: Settings) {}
   *
   * @RefreshOnError({ refresh: Settings })
   * async find() { … }
   * ```
   */
  refresh?: RefreshTarget | readonly RefreshTarget[];

  /**
   * A function, or the name of a method of the instance, that is called and awaited after the refresh and before the
   * call is repeated; both have the instance as `this`. Calls of one instance that fail together share it.
   *
   * @default none
   *
   * @example
   * ```ts
   * @RefreshOnError({ onRefresh: 'reconnect' })
   * ```
   */
  onRefresh?: Callback | ((this: any) => unknown);
}
