import type { FreshnessOptions, SsmCacheModuleOptions } from '../../index.js';
import type { ParameterSeeds } from '../interfaces/parameter-store.interface.js';
import type { SecretContent } from '../interfaces/secrets-manager.interface.js';

/**
 * Options of `SsmCacheTestingModule.register()`: the values, and what the options of the module can say of them.
 *
 * @example
 * ```ts
 * SsmCacheTestingModule.register({ parameters: { '/host': 'db' }, secrets: { 'prod/db': 'p' }, clientNames: ['payments'] });
 * ```
 *
 * @publicApi
 */
export interface SsmCacheTestingOptions
  extends
    FreshnessOptions,
    Pick<SsmCacheModuleOptions, 'basePath' | 'groups' | 'preload' | 'withDecryption'> {
  /**
   * Parameters by name. A text is a String, and an array of texts is a StringList.
   *
   * @default none
   */
  readonly parameters?: ParameterSeeds;

  /**
   * Secrets by name: text, bytes, or an object, which is kept as JSON.
   *
   * @default none
   */
  readonly secrets?: Readonly<Record<string, SecretContent>>;

  /**
   * The names of clients that code names, as in `cache.secret('db', { client: 'payments' })`, or whose tokens it injects. The names
   * in decorators are known.
   *
   * @default none
   */
  readonly clientNames?: readonly string[];
}
