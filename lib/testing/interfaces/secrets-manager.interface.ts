import type { AwsOutputMetadata } from './aws-command.interface.js';
import type { InMemoryServiceOptions } from './in-memory-service-options.interface.js';

/**
 * Options of `InMemorySecretsManager`.
 *
 * @publicApi
 */
export interface InMemorySecretsManagerOptions extends InMemoryServiceOptions {}

/**
 * What a secret may hold: text, bytes, or an object or array that is kept as JSON. An object whose keys are stages holds several
 * versions, each by its stage: `{ AWSCURRENT: 'second', AWSPREVIOUS: 'first' }`.
 *
 * @publicApi
 */
export type SecretContent = string | Uint8Array | object;

/**
 * What a secret may have beside its value.
 *
 * @example
 * ```ts
 * secrets.put('prod/db', 'p', { keyId: 'alias/shop', description: 'a login', tags: { team: 'shop' } });
 * ```
 *
 * @publicApi
 */
export interface SecretAttributes {
  /** The KMS key. @default 'alias/aws/secretsmanager' */
  readonly keyId?: string;
  /**
   * Any text; `DescribeSecret` and `ListSecrets` answer it.
   *
   * @default none
   */
  readonly description?: string;
  /**
   * Tags by key.
   *
   * @default none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * How a secret is deleted.
 *
 * @publicApi
 */
export interface SecretDeletion {
  /** Days, 7 to 30, in which the secret can be restored. @default 30 */
  readonly recoveryWindowInDays?: number;
  /** If "true", it is gone at once. @default false */
  readonly force?: boolean;
}

/**
 * A secret's value as it is answered: one of `SecretString` and `SecretBinary` is set.
 *
 * @publicApi
 */
export interface SecretValueOutput {
  readonly ARN: string;
  readonly Name: string;
  readonly VersionId: string;
  readonly SecretString?: string;
  readonly SecretBinary?: Uint8Array;
  readonly VersionStages?: string[];
  readonly CreatedDate: Date;
}

/**
 * What is known of a secret without its value.
 *
 * @publicApi
 */
export interface SecretMetadataOutput {
  readonly ARN: string;
  readonly Name: string;
  readonly Description?: string;
  readonly KmsKeyId?: string;
  readonly LastChangedDate: Date;
  readonly LastAccessedDate?: Date;
  readonly DeletedDate?: Date;
  readonly Tags: { Key: string; Value: string }[];
  readonly CreatedDate: Date;
}

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

interface SecretFilter {
  readonly Key?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

interface SecretContentInput {
  readonly ClientRequestToken?: string | undefined;
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

export interface GetSecretValueInput {
  readonly SecretId: string | undefined;
  readonly VersionId?: string | undefined;
  readonly VersionStage?: string | undefined;
}

export interface GetSecretValueOutput extends AwsOutputMetadata, Partial<SecretValueOutput> {}

export interface BatchGetSecretValueInput {
  readonly SecretIdList?: readonly string[] | undefined;
  readonly Filters?: readonly SecretFilter[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface BatchGetSecretValueOutput extends AwsOutputMetadata {
  readonly SecretValues?: SecretValueOutput[];
  readonly Errors?: { SecretId: string; ErrorCode: string; Message: string }[];
  readonly NextToken?: string;
}

export interface CreateSecretInput extends SecretContentInput {
  readonly Name: string | undefined;
  readonly Description?: string | undefined;
  readonly KmsKeyId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface PutSecretValueInput extends SecretContentInput {
  readonly SecretId: string | undefined;
  readonly VersionStages?: readonly string[] | undefined;
}

export interface UpdateSecretInput extends SecretContentInput {
  readonly SecretId: string | undefined;
  readonly Description?: string | undefined;
  readonly KmsKeyId?: string | undefined;
}

export interface SecretOutput extends AwsOutputMetadata {
  readonly ARN?: string;
  readonly Name?: string;
}

export interface SecretVersionOutput extends SecretOutput {
  readonly VersionId?: string;
}

export interface PutSecretValueOutput extends SecretVersionOutput {
  readonly VersionStages?: string[];
}

export interface UpdateSecretVersionStageInput {
  readonly SecretId: string | undefined;
  readonly VersionStage: string | undefined;
  readonly RemoveFromVersionId?: string | undefined;
  readonly MoveToVersionId?: string | undefined;
}

export interface SecretIdInput {
  readonly SecretId: string | undefined;
}

export interface DescribeSecretOutput extends AwsOutputMetadata, Partial<SecretMetadataOutput> {
  readonly VersionIdsToStages?: Record<string, string[]>;
}

export interface ListSecretsInput {
  readonly Filters?: readonly SecretFilter[] | undefined;
  readonly IncludePlannedDeletion?: boolean | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly SortOrder?: string | undefined;
}

export interface ListSecretsOutput extends AwsOutputMetadata {
  readonly SecretList?: (SecretMetadataOutput & {
    readonly SecretVersionsToStages: Record<string, string[]>;
  })[];
  readonly NextToken?: string;
}

export interface ListSecretVersionIdsInput extends SecretIdInput {
  readonly IncludeDeprecated?: boolean | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface ListSecretVersionIdsOutput extends SecretOutput {
  readonly Versions?: { VersionId: string; VersionStages?: string[]; CreatedDate: Date }[];
  readonly NextToken?: string;
}

export interface DeleteSecretInput extends SecretIdInput {
  readonly RecoveryWindowInDays?: number | undefined;
  readonly ForceDeleteWithoutRecovery?: boolean | undefined;
}

export interface DeleteSecretOutput extends SecretOutput {
  readonly DeletionDate?: Date;
}
