import { propertiesOf } from './class-metadata.accessor.js';
import type { ScannedModule } from './provider-host.js';

/** Every class that Nest has scanned in these modules and that declares properties, before any instance of it exists. */
export const decoratedClassesIn = (modules: Iterable<ScannedModule>): readonly object[] => {
  const classes = new Set<object>();
  for (const { providers, controllers, injectables } of modules) {
    for (const { metatype } of [...providers.values(), ...controllers.values(), ...injectables.values()]) {
      if (typeof metatype === 'function' && propertiesOf(metatype).length > 0) classes.add(metatype);
    }
  }
  return [...classes];
};
