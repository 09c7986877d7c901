import type { SsmCache } from '../cache/ssm-cache.js';
import { installAccessors } from './install-accessors.js';
import { noteLateBinding } from './late-bindings.js';
import { bindRecoveries } from './instance-recoveries.js';
import { bindingsOf, type PropertyBinding } from './property-binding.js';
import { isRedeclared } from './redeclared-property.js';

/**
 * Makes the decorated properties of an instance live. The accessors stand on the instance, since a class field would
 * hide them on the prototype, and are not enumerable, so that printing the instance does not print values. A property that
 * a subclass redeclared stays as it is.
 */
export const bindInstance = (instance: object, cache: SsmCache): void => {
  const bindings = bindingsOf(instance.constructor, cache).filter(
    ({ declaration }) => !isRedeclared(instance, declaration),
  );
  installAccessors(instance, new Map(bindings.map(accessorOf)));
  for (const binding of bindings) {
    const { declaration, view } = binding;
    if (view.isLoaded || declaration.options.preload === false) continue;
    noteLateBinding(cache, binding);
    void view.load();
  }
  bindRecoveries(instance, cache);
};

const accessorOf = ({ declaration, read }: PropertyBinding): [string | symbol, PropertyDescriptor] => [
  declaration.propertyKey,
  { get: read, configurable: true, enumerable: false },
];
