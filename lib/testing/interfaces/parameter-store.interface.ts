import type { InMemorySecretsManager } from '../in-memory-secrets-manager.js';
import type { InMemoryServiceOptions } from './in-memory-service-options.interface.js';

/**
 * The type of a parameter.
 *
 * @publicApi
 */
export type InMemoryParameterType = 'String' | 'StringList' | 'SecureString';

/**
 * Options of `InMemoryParameterStore`.
 *
 * @example
 * ```ts
 * new InMemoryParameterStore({}, { secretsManager, duplicateNames: 'refused' });
 * ```
 *
 * @publicApi
 */
export interface InMemoryParameterStoreOptions extends InMemoryServiceOptions {
  /**
   * Where `/aws/reference/secretsmanager/…` is looked up. Without it no such reference is found.
   *
   * @default none
   */
  readonly secretsManager?: InMemorySecretsManager;
  /**
   * What `GetParameters` does with a name that is asked for twice. AWS documents neither.
   *
   * @default 'unique', one result; `'refused'` is a `ValidationException`
   */
  readonly duplicateNames?: 'unique' | 'refused';
}

/**
 * What a parameter may have beside its value.
 *
 * @example
 * ```ts
 * store.put('/key', 'k1', { type: 'SecureString', keyId: 'alias/shop', tier: 'Advanced', labels: ['live'], tags: { team: 'shop' } });
 * store.put('/ami', 'ami-1', { dataType: 'text', description: 'an image', allowedPattern: '^ami-' });
 * ```
 *
 * @publicApi
 */
export interface ParameterAttributes {
  /** How it is stored. @default 'String', 'StringList' for an array; the existing type when there is one */
  readonly type?: InMemoryParameterType;
  /** The KMS key of a SecureString. @default 'alias/aws/ssm' */
  readonly keyId?: string;
  /** Which limits hold. @default 'Standard' (values up to 4096 characters) */
  readonly tier?: 'Standard' | 'Advanced' | 'Intelligent-Tiering';
  /** What the value is: `text` or the id of an image, `aws:ec2:image`. @default 'text' */
  readonly dataType?: string;
  /**
   * Any text; it is not part of what the Get operations answer.
   *
   * @default none
   */
  readonly description?: string;
  /**
   * A regular expression that the value must match.
   *
   * @default none
   */
  readonly allowedPattern?: string;
  /**
   * Tags by key.
   *
   * @default none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Labels of the new version.
   *
   * @default none
   */
  readonly labels?: readonly string[];
}

/**
 * A parameter of the initial contents.
 *
 * @publicApi
 */
export interface ParameterSeed extends ParameterAttributes {
  /** The value; an array makes a StringList. */
  readonly value: string | readonly string[];
}

/**
 * Initial contents, by name.
 *
 * @publicApi
 */
export type ParameterSeeds = Readonly<Record<string, string | readonly string[] | ParameterSeed>>;

/**
 * A filter of `GetParametersByPath` and `DescribeParameters`.
 *
 * @publicApi
 */
export interface ParameterFilterInput {
  readonly Key: string | undefined;
  readonly Option?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

/**
 * A parameter as the Get operations answer it.
 *
 * @publicApi
 */
export interface ParameterOutput {
  readonly Name: string;
  readonly Type: InMemoryParameterType;
  readonly Value?: string;
  readonly Version: number;
  readonly Selector?: string;
  readonly SourceResult?: string;
  readonly LastModifiedDate: Date;
  readonly ARN: string;
  readonly DataType?: string;
}

/**
 * What is known of a parameter without its value.
 *
 * @publicApi
 */
export interface ParameterMetadataOutput {
  readonly Name: string;
  readonly ARN: string;
  readonly Type: InMemoryParameterType;
  readonly KeyId?: string;
  readonly LastModifiedDate: Date;
  readonly LastModifiedUser: string;
  readonly Description?: string;
  readonly AllowedPattern?: string;
  readonly Version: number;
  readonly Tier: string;
  readonly Policies: readonly object[];
  readonly DataType: string;
}

/**
 * One version of a parameter in its history.
 *
 * @publicApi
 */
export interface ParameterHistoryOutput extends Omit<ParameterMetadataOutput, 'ARN'> {
  readonly Value: string;
  readonly Labels: readonly string[];
}
