import type { DynamicModule } from '@nestjs/common';
import { InvalidDeclarationError } from '../errors/index.js';
import { missingConfigMessage } from '../errors/errors.messages.js';
import { CONFIG_LOADS, type ConfigLoads } from './config-loads.js';
import type { SsmCacheConfig } from './ssm-cache-config.interface.js';

/**
 * Gives a loader the marks that `registerAs()` of `@nestjs/config` gives, which is optional and so not imported for it.
 *
 * @see https://github.com/nestjs/config/blob/master/lib/utils/register-as.util.ts
 */
export const markAsConfig = <T extends object>(
  load: () => Promise<T>,
  namespace: string,
  loads: ConfigLoads,
): SsmCacheConfig<T> => {
  const token = `CONFIGURATION(${namespace})`;
  const config = Object.defineProperties(load, {
    PARTIAL_CONFIGURATION_KEY: { value: namespace },
    KEY: { value: token },
    asProvider: {
      value: () => ({
        imports: [featureModule(config)],
        useFactory: (loaded: T) => loaded,
        inject: [token],
      }),
    },
    refresh: { value: () => loads.refresh() },
    [CONFIG_LOADS]: { value: loads },
  }) as SsmCacheConfig<T>;
  return config;
};

const featureModule = async (config: () => Promise<object>): Promise<DynamicModule> => {
  const { ConfigModule } = await loadConfigPackage();
  return ConfigModule.forFeature(config);
};

const loadConfigPackage = async () => {
  // An import inside of `try` tells a bundler that the package may be missing.
  try {
    return await import('@nestjs/config');
  } catch (cause) {
    throw new InvalidDeclarationError(missingConfigMessage, { names: ['@nestjs/config'], cause });
  }
};
