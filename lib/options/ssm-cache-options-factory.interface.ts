import type { SsmCacheModuleOptions } from './ssm-cache-options.interface.js';

/**
 * A class that makes the options of the module, for `forRootAsync({ useClass })` and `useExisting`.
 *
 * @publicApi
 */
export interface SsmCacheOptionsFactory {
  /** Makes the options; called once, when the application starts. */
  createSsmCacheOptions(): Promise<SsmCacheModuleOptions> | SsmCacheModuleOptions;
}
