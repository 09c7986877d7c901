import type { ParameterFilter } from './parameter-filters.js';

/**
 * What goes into every call beside its input.
 *
 * @publicApi
 */
export interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

/**
 * What any client of the AWS SDK can do.
 *
 * @publicApi
 */
export interface CommandClient {
  send(command: unknown, options?: CallOptions): Promise<unknown>;
  destroy?(): void;
}

/**
 * The part of Parameter Store's API that is used. Inputs and outputs are those of the AWS SDK.
 *
 * @publicApi
 */
export interface ParameterStoreClient {
  /** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
  getParameters(input: GetParametersInput, options?: CallOptions): Promise<unknown>;
  /** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html */
  getParametersByPath?(input: GetParametersByPathInput, options?: CallOptions): Promise<unknown>;
  destroy?(): void;
}

/**
 * The part of Secrets Manager's API that is used. Inputs and outputs are those of the AWS SDK.
 *
 * @publicApi
 */
export interface SecretsClient {
  /** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
  getSecretValue(input: GetSecretValueInput, options?: CallOptions): Promise<unknown>;
  /** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
  batchGetSecretValue?(input: BatchGetSecretValueInput, options?: CallOptions): Promise<unknown>;
  destroy?(): void;
}

/**
 * Up to ten parameters to read, by name with selector, or by ARN.
 *
 * @publicApi
 */
export interface GetParametersInput {
  Names: string[];
  WithDecryption: boolean;
}

/**
 * The parameters under a path to read, one page of them.
 *
 * @publicApi
 */
export interface GetParametersByPathInput {
  Path: string;
  Recursive?: boolean;
  WithDecryption?: boolean;
  ParameterFilters?: ParameterFilter[];
  NextToken?: string;
}

/**
 * One secret to read; of no version or stage, the current one.
 *
 * @publicApi
 */
export interface GetSecretValueInput {
  SecretId: string;
  VersionId?: string;
  VersionStage?: string;
}

/**
 * Up to twenty secrets to read.
 *
 * @publicApi
 */
export interface BatchGetSecretValueInput {
  SecretIdList: string[];
}

/**
 * Anything that can stand behind `SSM_CLIENT`: an SDK client, an object that has `send(command)`, or a plain fake.
 *
 * @publicApi
 */
export type SsmClientLike = CommandClient | ParameterStoreClient;

/**
 * Anything that can stand behind `SECRETS_MANAGER_CLIENT`: an SDK client, an object that has `send(command)`, or a
 * plain fake.
 *
 * @publicApi
 */
export type SecretsManagerClientLike = CommandClient | SecretsClient;
