import { InvalidDeclarationError } from '../errors/index.js';
import { notAFunctionMessage, notCallableMessage } from '../errors/errors.messages.js';
import type { CacheRuntime } from '../runtime/cache-runtime.js';
import { checkedOptions } from '../options/option-checks.js';
import type { Recoverable } from '../engine/recoverable.interface.js';
import { Recovery } from './recovery.js';
import type { RefreshOnErrorFunctionOptions } from '../options/refresh-retry-options.interface.js';
import { RetryingCalls } from './retrying-calls.js';

/** A function that returns a promise or an `Observable`. */
export type AsyncFunction = (...args: never[]) => unknown;

/** `fn`, repeated with fresh values when it fails with one of the errors that `options.on` names. */
export const refreshOnError = <F extends AsyncFunction>(
  fn: F,
  target: Recoverable,
  given: RefreshOnErrorFunctionOptions,
  runtime: CacheRuntime,
): F => {
  if (typeof fn !== 'function') {
    throw new InvalidDeclarationError(notAFunctionMessage('refreshOnError()'), {
      names: ['refreshOnError()'],
    });
  }
  const name = fn.name || 'the function';
  const options = checkedOptions(given, 'retry of a function', `refreshOnError(${name})`);
  if (options.onRefresh !== undefined && typeof options.onRefresh !== 'function') {
    throw new InvalidDeclarationError(notCallableMessage(`refreshOnError(${name})`), {
      names: [name],
    });
  }
  const recovery = new Recovery([target], options.onRefresh);
  const retry = new RetryingCalls(options, runtime);
  return new Proxy(fn, {
    apply: (wrapped, self, args) =>
      retry.run({ name, recovery, invoke: () => Reflect.apply(wrapped, self, args) }),
  });
};
