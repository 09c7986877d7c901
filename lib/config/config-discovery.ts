import type { ModulesContainer } from '@nestjs/core';
import { loadsOf } from './config-loads.js';
import { isConfigService, type ConfigServiceLike } from './config-service.interface.js';
import type { LoadedConfig } from './loaded-config.js';

/** A configuration that was loaded for this application. */
export interface DiscoveredConfig {
  readonly loaded: LoadedConfig;
  /** What it loaded. */
  readonly atStart: object;
  /** None where the loader was registered without `ConfigModule`. */
  readonly service: ConfigServiceLike | undefined;
}

/** Every configuration that a loader has made for the application: `ConfigModule` has its own service beside each. */
export const configsIn = (modules: ModulesContainer): readonly DiscoveredConfig[] =>
  [...modules.values()].flatMap((module) => {
    const providers = [...module.providers.values()];
    return providers.flatMap(({ metatype, instance }): DiscoveredConfig[] => {
      const loaded = loadsOf(metatype)?.of(instance);
      if (loaded === undefined) return [];
      return [
        {
          loaded,
          atStart: instance as object,
          service: providers.map((provider) => provider.instance).find(isConfigService),
        },
      ];
    });
  });
