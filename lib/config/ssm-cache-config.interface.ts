import type { DynamicModule } from '@nestjs/common';
import type { FreshnessOptions } from '../options/freshness-options.interface.js';
import type { PathListingOptions } from '../options/path-options.interface.js';
import type {
  SsmCacheModuleOptions,
  StandaloneSsmCacheOptions,
} from '../options/ssm-cache-options.interface.js';
import type { SsmName } from '../options/name.js';
import type { SecretOptions } from '../options/value-options.interface.js';
import type { SecretsManagerClientLike, SsmClientLike } from '../sources/clients/aws-clients.interface.js';
import type { Schema } from '../values/schema-class.interface.js';

/**
 * One secret of a configuration, and how it is read. Its age is that of the whole configuration.
 *
 * @publicApi
 */
export interface SsmCacheConfigSecret<T = unknown> extends Pick<
  SecretOptions<T>,
  | 'client'
  | 'key'
  | 'versionStage'
  | 'versionId'
  | 'versions'
  | 'secretPrefix'
  | 'transform'
  | 'schema'
  | 'default'
  | 'optional'
> {
  /** A name, or a full or partial ARN; or a function that returns it, which is called when the configuration is loaded. */
  id: SsmName;
}

/**
 * Secrets of a configuration by the name of the property that holds each of them. An object without `id` holds the secrets of
 * a nested object.
 *
 * @example
 * ```ts
 * { password: { id: 'prod/db', key: 'password' }, replica: { password: { id: 'prod/replica', key: 'password' } } }
 * ```
 *
 * @publicApi
 */
export interface SsmCacheConfigSecrets {
  readonly [property: string]: SsmCacheConfigSecret | SsmCacheConfigSecrets;
}

/**
 * Options of `ssmCacheConfig()`. It reads before there is a module, so that nothing is taken over from the options of
 * `SsmCacheModule`.
 *
 * @example
 * ```ts
 * export default ssmCacheConfig('shop', {
 *   path: '/prod/shop',
 *   secrets: { login: { id: 'prod/db', transform: 'json' } },
 *   schema: ShopSettings, // a class of class-validator decorators, or a Standard Schema
 *   optional: false,
 *   client: 'payments',
 *   ssmClient: () => new SSMClient(),
 *   secretsManagerClient: () => new SecretsManagerClient(),
 * });
 * ```
 *
 * @publicApi
 */
export interface SsmCacheConfigOptions<T = unknown>
  extends
    PathListingOptions,
    Omit<FreshnessOptions, 'maxStale'>,
    Pick<
      SsmCacheModuleOptions,
      | 'batchSecrets'
      | 'clients'
      | 'local'
      | 'preloadTimeout'
      | 'secretPrefix'
      | 'secretsManager'
      | 'ssm'
      | 'withDecryption'
    >,
    Pick<StandaloneSsmCacheOptions, 'region'> {
  /**
   * The complete path of the parameters; begins with `/`. Or a function that returns it, which is called when the configuration
   * is loaded. It may be left out where there are `secrets`.
   *
   * @default none: only secrets
   */
  path?: SsmName;

  /**
   * Secrets, each at its place among the parameters. A secret takes the place of a parameter of its name. The path and the
   * secrets are read as of one moment, and are replaced as one.
   *
   * @default none
   */
  secrets?: SsmCacheConfigSecrets;

  /**
   * A schema of any library that follows Standard Schema, or a class of `class-validator` decorators. It is given the whole,
   * secrets included, and what it makes is the configuration.
   *
   * @default none
   */
  schema?: Schema<T>;

  /**
   * If "true", there may be no parameter under the path when the application starts. If "false", the application does not
   * start.
   *
   * @default false
   */
  optional?: boolean;

  /**
   * The client that the path and the secrets are read by, one of `clients`. A secret may name another one.
   *
   * @default 'default'
   *
   * @example
   * ```ts
   * ssmCacheConfig('pay', { path: '/prod/pay', client: 'payments', recursive: false });
   * ```
   */
  client?: string;

  /**
   * The client for Parameter Store, or a function that returns it when the configuration is loaded, instead of one that is
   * made. It is not destroyed at shutdown.
   *
   * @default a client that is made
   */
  ssmClient?: SsmClientLike | (() => SsmClientLike);

  /**
   * The same for Secrets Manager.
   *
   * @default a client that is made
   */
  secretsManagerClient?: SecretsManagerClientLike | (() => SecretsManagerClientLike);
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
