import type { DynamicModule } from '@nestjs/common';
import type { FreshnessOptions } from '../options/freshness-options.interface.js';
import type { PathListingOptions } from '../options/path-options.interface.js';
import type {
  SsmCacheModuleOptions,
  StandaloneSsmCacheOptions,
} from '../options/ssm-cache-options.interface.js';
import type { SsmClientLike } from '../sources/clients/aws-clients.interface.js';
import type { Schema } from '../values/schema-class.interface.js';

/**
 * Options of `ssmCacheConfig()`. It reads before there is a module, so that nothing is taken over from the options of
 * `SsmCacheModule`.
 *
 * @publicApi
 */
export interface SsmCacheConfigOptions<T = unknown>
  extends
    PathListingOptions,
    Omit<FreshnessOptions, 'maxStale'>,
    Pick<SsmCacheModuleOptions, 'preloadTimeout' | 'ssm' | 'withDecryption'>,
    Pick<StandaloneSsmCacheOptions, 'region'> {
  /** The complete path of the parameters; begins with `/`. */
  path: string;

  /**
   * A schema of any library that follows Standard Schema, or a class of `class-validator` decorators. It is given the whole,
   * and what it makes is the configuration.
   */
  schema?: Schema<T>;

  /**
   * If "true", there may be no parameter under the path when the application starts: then the configuration is empty. If
   * "false", the application does not start.
   *
   * @default false
   */
  optional?: boolean;

  /**
   * The client for Parameter Store, or a function that returns it when the configuration is loaded, instead of one that is
   * made. It is not destroyed at shutdown.
   */
  ssmClient?: SsmClientLike | (() => SsmClientLike);
}

/**
 * A configuration for `ConfigModule` of `@nestjs/config`, as its `registerAs()` makes them.
 *
 * @publicApi
 */
export interface SsmCacheConfig<T extends object> {
  /** Loads the configuration. `ConfigModule` calls it, once an application. */
  (): Promise<T>;

  /** The token that the configuration is injected by, as it was when the application started. */
  readonly KEY: string;

  /** The configuration as options of a module: `SomeModule.forRootAsync(databaseConfig.asProvider())`. */
  asProvider(): {
    imports: [Promise<DynamicModule>];
    useFactory: (config: T) => T;
    inject: [string];
  };

  /**
   * Refreshes the configuration now, in each running application of this process that keeps it current.
   *
   * @throws what the refresh failed with; the last good configuration stays
   */
  refresh(): Promise<void>;
}
