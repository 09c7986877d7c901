/**
 * An error class, abstract or not.
 *
 * @publicApi
 */
export type ErrorClass = abstract new (...args: never[]) => unknown;

/**
 * Decides whether an error means that the values are out of date. The error is `any`, as in a `catch` clause without
 * annotation, so that `(error) => error.code === '28P01'` needs no cast.
 *
 * @publicApi
 */
export type ErrorPredicate = (error: any) => boolean;

/**
 * Which errors mean that the values are out of date.
 *
 * @publicApi
 */
export type ErrorMatcher = ErrorClass | readonly ErrorClass[] | ErrorPredicate;

/**
 * Decides whether a result means that the values are out of date. The result is `any`, so that
 * `(response) => response.status === 401` needs no cast.
 *
 * @publicApi
 */
export type ResultPredicate = (result: any) => boolean;

/**
 * When and how often a call is repeated with fresh values.
 *
 * @example
 * ```ts
 * password.refreshOnError(connect, { on: isLoginFailure, retries: 5, delay: 0.5, recoveryTimeout: 10 });
 * ```
 *
 * @publicApi
 */
export interface RefreshRetryOptions {
  /**
   * Which errors mean that the values are out of date: an error class, several, or a predicate.
   *
   * @default any error
   */
  on?: ErrorMatcher;

  /**
   * Which results mean that the values are out of date, for clients that do not throw, such as `fetch`. A result that matches
   * counts as an error. If it still matches after the last repeat, or if the refresh fails, the call returns that result. An
   * `Observable` ends with it. A predicate that throws counts as no match.
   *
   * @default no result
   *
   * @example
   * ```ts
   * @RefreshOnError({ onResult: (response) => response.status === 401 })
   * async orders() {
   *   return fetch(this.url, { headers: { authorization: `Bearer ${this.token}` } });
   * }
   * ```
   */
  onResult?: ResultPredicate;

  /**
   * How many times a call is repeated at most; a whole number from 0.
   *
   * @default 1
   */
  retries?: number;

  /**
   * The wait before the first refresh, in seconds; it doubles with each further one. While a secret is rotated, the
   * old password fails for a moment before the new one can be read: give that moment here.
   *
   * @default 0
   */
  delay?: number;

  /**
   * If "true", the secret's AWSPENDING version is tried when a refresh brings nothing newer than what the call failed with. So a
   * call need not wait until a rotation makes the new version current. Every reader of the secret gets the pending version
   * from then on. If the repeated call succeeds, the version stays until AWS makes a version current. If the repeated call fails,
   * the version is withdrawn at once and not tried again; then the call goes on with `delay` and `retries`.
   *
   * A secret that is read by a version or a stage of its own stays as it is. A role that may not read AWSPENDING is told once in
   * the log. The repeat with a pending version comes without `delay` and is not one of the `retries`; with `retries: 0` there is
   * none.
   *
   * @default false
   *
   * @example
   * ```ts
   * @RefreshOnError({ on: isLoginFailure, pending: true, retries: 5, delay: 0.5 })
   * async findOrder(id: string) { … }
   * ```
   */
  pending?: boolean;

  /**
   * How long a refresh and the callback after it may take together, in seconds; above 0. Then the error of the call is
   * thrown, with the reason as its `refreshError`. A callback that takes longer is not stopped; the next call that fails has
   * it called again.
   *
   * @default 30
   */
  recoveryTimeout?: number;
}

/**
 * Options of `refreshOnError()` of a handle or a group.
 *
 * @publicApi
 */
export interface RefreshOnErrorFunctionOptions extends RefreshRetryOptions {
  /**
   * Called, and awaited, after the refresh and before the call is repeated. Calls that fail together share it.
   *
   * @default none
   *
   * @example
   * ```ts
   * password.refreshOnError(query, { onRefresh: () => reconnect() });
   * ```
   */
  onRefresh?: () => unknown;
}
