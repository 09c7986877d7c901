import type { ModulesContainer } from '@nestjs/core';
import { propertiesOf } from './class-metadata.accessor.js';

/** Every class that Nest has scanned and that declares properties, before any instance of it exists. */
export const decoratedClassesIn = (modules: ModulesContainer): readonly object[] => {
  const classes = new Set<object>();
  for (const { providers, controllers, injectables } of modules.values()) {
    for (const { metatype } of [...providers.values(), ...controllers.values(), ...injectables.values()]) {
      if (typeof metatype === 'function' && propertiesOf(metatype).length > 0) classes.add(metatype);
    }
  }
  return [...classes];
};
