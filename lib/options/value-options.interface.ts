import type { SecretStage } from '../values/data/secret-versions.js';
import type { Schema } from '../values/schema-class.interface.js';
import type { Transform } from '../values/transform.interface.js';
import type { FreshnessOptions } from './freshness-options.interface.js';

/**
 * How one value is read.
 *
 * @publicApi
 */
export interface ValueOptions<T = unknown> extends FreshnessOptions {
  /**
   * What makes a value of what AWS holds. Without one, a String is a `string`, a StringList a frozen `string[]` and a
   * binary secret a `Uint8Array`; a property's declared type may ask for more.
   *
   * @default by the declared type
   */
  transform?: Transform<T>;

  /**
   * A schema of any library that follows Standard Schema, or a class of `class-validator` decorators, as `ValidationPipe`
   * takes it. It is given what `transform` makes, or the stored text, or the data that this holds as JSON; what it makes is
   * the value. A value that it refuses never replaces one that it took.
   *
   * @default none
   * @see https://standardschema.dev
   * @see https://docs.nestjs.com/techniques/validation
   */
  schema?: Schema<T>;

  /**
   * What is read when, and only when, AWS says that the name does not exist, or that the secret is marked for deletion.
   *
   * @default none
   */
  default?: T;

  /**
   * If "true", `undefined` is read in the same cases as a `default`.
   *
   * @default false
   */
  optional?: boolean;

  /**
   * The registered group that the value is refreshed with.
   *
   * @default none
   */
  group?: string;

  /**
   * The client that the value is read by, one of `clients`.
   *
   * @default 'default'
   */
  client?: string;

  /**
   * If "false", the value is kept from a fleet that shares values. This process then reads it from AWS alone, whatever other
   * handles of the same name say.
   *
   * @default true
   */
  share?: boolean;
}

/**
 * How the value behind a reference of an extension's source is read.
 *
 * @publicApi
 */
export type ReferenceOptions<T = unknown> = Omit<ValueOptions<T>, 'client' | 'group'>;

/**
 * How one parameter is read.
 *
 * @example
 * ```ts
 * cache.parameter('/db/port', { basePath: false, withDecryption: true, group: 'database', share: false, transform: 'number' });
 * ```
 *
 * @publicApi
 */
export interface ParameterOptions<T = unknown> extends ValueOptions<T> {
  /**
   * If "false", a SecureString is read as AWS stores it: encrypted, in base64.
   *
   * @default true
   */
  withDecryption?: boolean;

  /**
   * The path that the name stands under; `false` for a name that is complete as it is.
   *
   * @default that of the group or cache
   */
  basePath?: string | false;
}

/**
 * How one secret is read.
 *
 * @publicApi
 */
export interface SecretOptions<T = unknown> extends ValueOptions<T> {
  /**
   * A text that is prepended to the name as it is; `false` for a name that is complete. It is never prepended to an ARN.
   *
   * @default that of the group or cache
   */
  secretPrefix?: string | false;

  /**
   * The field of a JSON secret; dots lead into nested objects. It is text as it is written there, with all the digits of a
   * number. An object, a list or `null` needs `transform: 'json'` or a schema.
   *
   * @default the whole secret
   */
  key?: string;

  /**
   * The staging label of the version to read.
   *
   * @default 'AWSCURRENT'
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
   */
  versionStage?: string;

  /**
   * The version to read; it never moves.
   *
   * @default none
   */
  versionId?: string;

  /**
   * The stages of several versions that are read as one, AWSCURRENT among them: the value is a `SecretVersions`. `key`,
   * `transform` and `schema` apply to each version. A version that AWS does not have is `undefined` there. It is not given
   * together with `versionStage` or `versionId`.
   *
   * @default none: one version is read
   *
   * @example
   * ```ts
   * @SsmSecret('prod/jwt', { versions: ['AWSCURRENT', 'AWSPREVIOUS'] }) private readonly keys!: SecretVersions<string>;
   * ```
   */
  versions?: readonly SecretStage[];
}
