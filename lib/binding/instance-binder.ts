import type { SsmCache } from '../cache/ssm-cache.js';
import { installAccessors } from './install-accessors.js';
import { bindRecoveries } from './instance-recoveries.js';
import { bindingsOf, type PropertyBinding } from './property-binding.js';

/**
 * Makes the decorated properties of an instance live. The accessors stand on the instance, since a class field would
 * hide them on the prototype, and are not enumerable, so that printing the instance does not print values.
 */
export const bindInstance = (instance: object, cache: SsmCache): void => {
  const bindings = bindingsOf(instance.constructor, cache);
  installAccessors(instance, new Map(bindings.map(accessorOf)));
  for (const { declaration, live } of bindings) {
    if (!live.isLoaded && declaration.options.preload !== false) void live.load();
  }
  bindRecoveries(instance, cache);
};

const accessorOf = ({ declaration, read }: PropertyBinding): [string | symbol, PropertyDescriptor] => [
  declaration.propertyKey,
  { get: read, configurable: true, enumerable: false },
];
