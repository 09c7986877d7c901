import type { SecretsManagerClientLike, SsmClientLike } from '../sources/clients/aws-clients.interface.js';
import type { SecretsManagerClientConfig, SSMClientConfig } from '../sources/clients/sdk.types.js';
import type { SsmEventsOptions } from './events-options.interface.js';
import type { SsmCacheExtension } from './extension.interface.js';
import type { SsmFleetOptions } from './fleet-options.interface.js';
import type { FreshnessOptions } from './freshness-options.interface.js';
import type { SsmLocalOptions } from './local-options.interface.js';
import type { SsmGroupOptions } from './group-options.interface.js';

/**
 * One account and region that is read from: clients of your own, or what they are made of.
 *
 * @example
 * ```ts
 * new SsmCache({ region: 'eu-west-1', ssm: { maxAttempts: 5 }, secretsManager: { maxAttempts: 5 } });
 * new SsmCache({ ssmClient: new SSMClient(), secretsManagerClient: new SecretsManagerClient() });
 * ```
 *
 * @publicApi
 */
export interface SsmCacheClientOptions {
  /**
   * The region of the clients that are made, where their configuration names none.
   *
   * @default what the environment or the profile names
   */
  region?: string;

  /**
   * Configuration of the SSM client that is made when it is first needed.
   *
   * @default as the SDK
   * @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/ssm/
   */
  ssm?: SSMClientConfig;

  /**
   * Configuration of the Secrets Manager client that is made when it is first needed.
   *
   * @default as the SDK
   * @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/secrets-manager/
   */
  secretsManager?: SecretsManagerClientConfig;

  /**
   * The client for Parameter Store, instead of one that is made: an SDK client, with its middleware, or an object with the same
   * methods. It is never destroyed by the cache.
   *
   * @default a client that is made
   */
  ssmClient?: SsmClientLike;

  /**
   * The same for Secrets Manager.
   *
   * @default a client that is made
   */
  secretsManagerClient?: SecretsManagerClientLike;
}

/**
 * How a cache reads from AWS. What is given here holds wherever a group, a decorator or a handle says nothing else.
 *
 * @example
 * ```ts
 * SsmCacheModule.forRoot({ basePath: '/prod/shop', maxEntries: 1_000, groups: { database: {} }, extensions: [audit], events: {}, batchSecrets: false, withDecryption: true });
 * ```
 *
 * @publicApi
 */
export interface SsmCacheOptions extends FreshnessOptions, SsmCacheClientOptions {
  /**
   * If "false", SecureStrings are read as AWS stores them: encrypted, in base64.
   *
   * @default true
   */
  withDecryption?: boolean;

  /**
   * The path that the names of parameters stand under; begins with `/`, and then the names do too.
   *
   * @default none
   */
  basePath?: string;

  /**
   * A text that is prepended to the names of secrets, never to an ARN. It is prepended as it is: there are no rules about
   * slashes. `secretPrefix: false` on a group, a decorator or a handle opts out.
   *
   * @default none
   *
   * @example
   * ```ts
   * SsmCacheModule.forRoot({ secretPrefix: 'prod/' }); // @SsmSecret('db') reads "prod/db"
   * ```
   */
  secretPrefix?: string;

  /**
   * How many names the cache keeps that no class declares and no handle, listener or refresh needs. Beyond this number the
   * name that was least recently asked for is let go. A whole number from 1.
   *
   * @default 10_000
   */
  maxEntries?: number;

  /**
   * Groups by name.
   *
   * @default none
   */
  groups?: Record<string, SsmGroupOptions>;

  /**
   * Whether secrets that fall due together are read by `BatchGetSecretValue`. With `'auto'` they are, until AWS says
   * that the role may not; with `false` never.
   *
   * @default 'auto'
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
   */
  batchSecrets?: 'auto' | false;

  /**
   * What the cache is extended by: further sources, wrappers of sources, watchers of changes, and listeners.
   *
   * @default none
   */
  extensions?: readonly SsmCacheExtension[];

  /**
   * How the cache learns of changes at AWS, and what it does then.
   *
   * @default none: values are refreshed by their max age, and by what `notify()` is told
   */
  events?: SsmEventsOptions;

  /**
   * Has the processes of an application tell each other of changes, and keep below AWS's limit together, through Redis or
   * Valkey.
   *
   * @default none
   *
   * @example
   * ```ts
   * SsmCacheModule.forRoot({ fleet: { client: redis, namespace: 'shop-prod' } });
   * ```
   */
  fleet?: SsmFleetOptions | undefined;

  /**
   * Further clients by name, for other accounts and regions. A group, a decorator or a handle says `client: 'payments'`. Each
   * client has batches, limits and a pace of its own: one that hangs delays no other.
   *
   * @default none
   *
   * @example
   * ```ts
   * SsmCacheModule.forRoot({ clients: { virginia: { region: 'us-east-1' } } }); // @SsmParam('/db', { client: 'virginia' })
   * ```
   */
  clients?: Record<string, SsmCacheClientOptions>;

  /**
   * Values for a machine without AWS: a JSON file, or more than that. Nothing is asked of AWS then, unless `fallThrough` is
   * set. Refused where `NODE_ENV` is `production`.
   *
   * @default none
   *
   * @example
   * ```ts
   * SsmCacheModule.forRoot({ local: './aws.local.json' });
   * ```
   */
  local?: string | SsmLocalOptions | undefined;
}

/**
 * Options of `new SsmCache()`, for use without Nest.
 *
 * @publicApi
 */
export type StandaloneSsmCacheOptions = SsmCacheOptions;

/**
 * Options of `SsmCacheModule.forRoot()`.
 *
 * @example
 * ```ts
 * SsmCacheModule.forRoot({ preload: true, preloadTimeout: 10 });
 * ```
 *
 * @publicApi
 */
export interface SsmCacheModuleOptions extends SsmCacheOptions {
  /**
   * If "true", all that decorators declare is loaded before anything that depends on it is created.
   *
   * @default true
   */
  preload?: boolean;

  /**
   * How long start-up may take, in seconds: it goes on trying while AWS throttles or fails, and fails then. `0` tries once,
   * with the retries of the client. Time in which the process stands still does not count.
   *
   * @default 30
   */
  preloadTimeout?: number;
}
