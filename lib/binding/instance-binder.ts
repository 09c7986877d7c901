import type { SsmCache } from '../cache/ssm-cache.js';
import { bindRecoveries } from './instance-recoveries.js';
import { bindingsOf } from './property-binding.js';

/**
 * Makes the decorated properties of an instance live. The accessors stand on the instance, since a class field would
 * hide them on the prototype, and are not enumerable, so that printing the instance does not print values.
 */
export const bindInstance = (instance: object, cache: SsmCache): void => {
  for (const { declaration, live, read } of bindingsOf(instance.constructor, cache)) {
    Object.defineProperty(instance, declaration.propertyKey, {
      get: read,
      configurable: true,
      enumerable: false,
    });
    if (!live.isLoaded && declaration.options.preload !== false) void live.load();
  }
  bindRecoveries(instance, cache);
};
