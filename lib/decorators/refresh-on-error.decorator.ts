import { checkIsCalled } from '../binding/decorated-place.js';
import { declareRefreshOnError } from '../binding/declare-refresh-on-error.js';
import type { RefreshOnErrorOptions } from '../options/refresh-on-error-options.interface.js';
import type { RecoveringMethod } from './recovering-method.types.js';

/**
 * Repeats a method with fresh values when it fails: the values are refreshed, `onRefresh` is called, and the method is
 * called again. Calls that fail together share one refresh; if the values were already replaced while a call ran, it is
 * repeated without another. If the refresh fails, the error of the method is thrown, with the failure as its
 * `refreshError`.
 *
 * The method returns a promise, or an `Observable`, which is resubscribed. Its name, length, `this` and metadata stay.
 *
 * @param options `on` (which errors), `onResult` (which results), `refresh` (what), `onRefresh` (a callback), `retries` (default 1), `delay`
 * (seconds, default 0), `pending` (default `false`), `recoveryTimeout` (seconds, default 30)
 * @throws `InvalidDeclarationError`, `OptionRangeError`, at decoration; `InvalidDeclarationError`, `UnknownGroupError`, at
 * start-up, where there is nothing to refresh or not what `refresh` names
 *
 * @example
 * ```ts
 * @RefreshOnError({ on: (e) => e.code === '28P01', retries: 3, delay: 0.2, onRefresh: 'reconnect' })
 * async findOrder(id: string) {
 *   return this.pool.query('SELECT * FROM orders WHERE id = $1', [id]);
 * }
 *
 * async reconnect() { … }
 * ```
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
 * @publicApi
 */
export const RefreshOnError = <const Callback extends string = never>(
  options: RefreshOnErrorOptions<Callback> = {},
): RecoveringMethod<Callback> => {
  checkIsCalled('@RefreshOnError', options);
  return (target, propertyKey, descriptor) => declareRefreshOnError(target, propertyKey, descriptor, options);
};
