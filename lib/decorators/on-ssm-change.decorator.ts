import { checkIsCalled } from '../binding/decorated-place.js';
import { declareOnSsmChange } from '../binding/declare-on-ssm-change.js';
import type { OnSsmChangeOptions, SsmChangeTarget } from '../options/ssm-change-options.interface.js';
import type { SsmCacheChange } from '../runtime/cache-events.js';

/**
 * A decorator of a method that can be called with a change, and with nothing else.
 *
 * @publicApi
 */
export type ListeningMethod = <Method extends (change: SsmCacheChange) => unknown>(
  target: object,
  propertyKey: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/**
 * Calls a method after a refresh that changed something, when properties already read the new value: once, however many names
 * changed together. What is listened to is refreshed in the background, so that it is current although nobody reads it.
 *
 * A method that throws or rejects is logged. A method of a request-scoped provider is not called: a warning says so at start.
 *
 * @param target a decorated property of the class, the name of a parameter, a path, `{ secret }`, or `{ group }`
 * @param options `initial` (default `false`): whether it is called at start, too
 * @throws `InvalidDeclarationError` at decoration; `InvalidDeclarationError` or `UnknownGroupError` at start, where nothing
 * declares what it names
 *
 * @example
 * ```ts
 * @SsmParam('/log/level') private readonly level!: string;
 *
 * @OnSsmChange('level', { initial: true })
 * setLevel() {
 *   this.logger.setLevel(this.level);
 * }
 * ```
 *
 * @publicApi
 */
export const OnSsmChange = (target: SsmChangeTarget, options: OnSsmChangeOptions = {}): ListeningMethod => {
  checkIsCalled('@OnSsmChange', target, options);
  return (prototype, propertyKey, descriptor) =>
    declareOnSsmChange(prototype, propertyKey, descriptor, target, options);
};
