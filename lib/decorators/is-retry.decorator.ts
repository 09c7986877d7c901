import { setRetryParameter, declarationLabel } from '../binding/class-metadata.accessor.js';
import { InvalidDeclarationError } from '../errors/index.js';
import { notAMethodParameterMessage } from '../errors/errors.messages.js';

/**
 * Marks a parameter of a method with `@RefreshOnError()`: it is `false` at first, and `true` when the method is called
 * again.
 *
 * @throws `InvalidDeclarationError` on a parameter of a constructor
 *
 * @example
 * ```ts
 * @RefreshOnError()
 * async charge(order: Order, @IsRetry() isRetry?: boolean) { … }
 * ```
 *
 * @publicApi
 */
export const IsRetry = (): ParameterDecorator => (target, propertyKey, index) => {
  if (propertyKey === undefined) {
    const label = declarationLabel(target, 'constructor');
    throw new InvalidDeclarationError(notAMethodParameterMessage(label), { names: [label] });
  }
  setRetryParameter(target, propertyKey, index);
};
