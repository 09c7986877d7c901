import type { SsmCacheModuleOptions } from './ssm-cache-options.interface.js';

/**
 * A class that makes the options of the module, for `forRootAsync({ useClass })` and `useExisting`.
 *
 * @publicApi
 */
export interface SsmCacheOptionsFactory {
  createSsmCacheOptions(): Promise<SsmCacheModuleOptions> | SsmCacheModuleOptions;
}
