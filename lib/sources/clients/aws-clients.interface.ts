import type { ParameterFilter } from '../parameter-store/parameter-filters.js';

/**
 * What goes into every call beside its input.
 *
 * @publicApi
 */
export interface CallOptions {
  /** Aborted when the call has taken longer than `refreshTimeout`, and when the cache is closed. */
  readonly abortSignal?: AbortSignal;
  /**
   * The answer must be younger than this, in milliseconds; 0 for a forced refresh. It is for clients that keep answers, and is given
   * to `getSecretValue()`.
   *
   * @default Infinity
   */
  readonly maxAge?: number;
}

/**
 * What any client of the AWS SDK can do.
 *
 * @publicApi
 */
export interface CommandClient {
  /** Sends a command of the SDK, such as a `GetParametersCommand`, and gives its output. */
  send(command: unknown, options?: CallOptions): Promise<unknown>;
  /** Closes the client's connections. It is never called on a client that was given. */
  destroy?(): void;
}

/**
 * The part of Parameter Store's API that is used. Inputs and outputs are those of the AWS SDK.
 *
 * @publicApi
 */
export interface ParameterStoreClient {
  /**
   * Reads up to ten parameters by name; those that do not exist are in `InvalidParameters` of the output.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
   */
  getParameters(input: GetParametersInput, options?: CallOptions): Promise<unknown>;
  /**
   * Reads one parameter. It is only called if `getParameters()` is denied, or does not exist at the endpoint.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
   */
  getParameter?(input: GetParameterInput, options?: CallOptions): Promise<unknown>;
  /**
   * Reads one page of the parameters under a path. Needed where paths are read.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
   */
  getParametersByPath?(input: GetParametersByPathInput, options?: CallOptions): Promise<unknown>;
  /** Closes the client's connections. It is never called on a client that was given. */
  destroy?(): void;
}

/**
 * The part of Secrets Manager's API that is used. Inputs and outputs are those of the AWS SDK.
 *
 * @publicApi
 */
export interface SecretsClient {
  /**
   * Reads one secret. Where the client kept the answer, the output has `fetchedAt`: when it was read from AWS, in milliseconds since
   * 1970.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
   */
  getSecretValue(input: GetSecretValueInput, options?: CallOptions): Promise<unknown>;
  /**
   * Reads up to twenty secrets. Without it they are read one by one.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
   */
  batchGetSecretValue?(input: BatchGetSecretValueInput, options?: CallOptions): Promise<unknown>;
  /** Closes the client's connections. It is never called on a client that was given. */
  destroy?(): void;
}

/**
 * Up to ten parameters to read, by name with selector, or by ARN.
 *
 * @publicApi
 */
export interface GetParametersInput {
  /** One to ten names, each with its selector. */
  Names: string[];
  /** If "false", SecureStrings come encrypted. */
  WithDecryption: boolean;
}

/**
 * One parameter to read, by name with selector, or by ARN.
 *
 * @publicApi
 */
export interface GetParameterInput {
  /** The name with its selector. */
  Name: string;
  /** If "false", a SecureString comes encrypted. */
  WithDecryption: boolean;
}

/**
 * The parameters under a path to read, one page of them.
 *
 * @publicApi
 */
export interface GetParametersByPathInput {
  /** The path, which begins with `/`. */
  Path: string;
  /** If "true", the paths below it are listed as well. */
  Recursive?: boolean;
  /** If "false", SecureStrings come encrypted. */
  WithDecryption?: boolean;
  /** Conditions that a parameter has to meet, all of them. */
  ParameterFilters?: ParameterFilter[];
  /** The token of the page before; without it, the first page. */
  NextToken?: string;
}

/**
 * One secret to read; of no version or stage, the current one.
 *
 * @publicApi
 */
export interface GetSecretValueInput {
  /** The name or the ARN of the secret. */
  SecretId: string;
  /** The version, by its id; without it and `VersionStage`, the current one. */
  VersionId?: string;
  /** The version, by its staging label, such as `AWSPREVIOUS`. */
  VersionStage?: string;
}

/**
 * Up to twenty secrets to read.
 *
 * @publicApi
 */
export interface BatchGetSecretValueInput {
  /** One to twenty names or ARNs. */
  SecretIdList: string[];
}

/**
 * The part of SQS's API that is used. Inputs and outputs are those of the AWS SDK.
 *
 * @publicApi
 */
export interface QueueClient {
  /**
   * Receives up to ten messages; waits for the first of them as long as the input says.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
   */
  receiveMessage(input: ReceiveMessageInput, options?: CallOptions): Promise<unknown>;
  /**
   * Deletes up to ten messages; those that were not deleted are in `Failed` of the output.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html
   */
  deleteMessageBatch(input: DeleteMessageBatchInput, options?: CallOptions): Promise<unknown>;
}

/**
 * Messages to receive.
 *
 * @publicApi
 */
export interface ReceiveMessageInput {
  /** The URL of the queue. */
  QueueUrl: string;
  /** How many messages, at most ten. */
  MaxNumberOfMessages: number;
  /** Seconds to wait for a message, at most 20. */
  WaitTimeSeconds: number;
}

/**
 * Messages to delete.
 *
 * @publicApi
 */
export interface DeleteMessageBatchInput {
  /** The URL of the queue. */
  QueueUrl: string;
  /** One to ten messages, each by the receipt handle that it came with, under an id of its own. */
  Entries: { Id: string; ReceiptHandle: string }[];
}

/**
 * Anything that can receive the messages of a queue: an SDK client, an object that has `send(command)`, or a plain fake.
 *
 * @publicApi
 */
export type SqsClientLike = CommandClient | QueueClient;

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
