import { setRetryParameter } from '../binding/class-metadata.accessor.js';
import { checkIsCalled } from '../binding/decorated-place.js';
import { InvalidDeclarationError } from '../errors/index.js';
import { notAMethodParameterMessage } from '../errors/errors.messages.js';

/**
 * Marks a parameter of a method with `@RefreshOnError()`: it is `false` at first, and `true` when the method is called
 * again.
 *
 * @throws `InvalidDeclarationError` on a parameter of a constructor, and without parentheses
 *
 * @example
 * ```ts
 * @RefreshOnError()
 * async charge(order: Order, @IsRetry() isRetry?: boolean) { … }
 * ```
 *
 * @publicApi
 */
export function IsRetry(): ParameterDecorator;
/** @internal Without parentheses it is given what it decorates. */
export function IsRetry(target?: object, propertyKey?: string | symbol): ParameterDecorator;
export function IsRetry(target?: object, propertyKey?: string | symbol): ParameterDecorator {
  if (target !== undefined) checkIsCalled('@IsRetry', target, propertyKey ?? 'constructor');
  return markRetryParameter;
}

const markRetryParameter: ParameterDecorator = (target, propertyKey, index) => {
  if (propertyKey === undefined) {
    const label = `${(target as { readonly name: string }).name}.constructor`;
    throw new InvalidDeclarationError(notAMethodParameterMessage(label), { names: [label] });
  }
  setRetryParameter(target, propertyKey, index);
};
