import { randomUUID } from 'node:crypto';
import type { AwsRequestOptions } from './interfaces/aws-command.interface.js';
import type * as Io from './interfaces/secrets-manager.interface.js';
import type {
  InMemorySecretsManagerOptions,
  SecretAttributes,
  SecretContent,
  SecretDeletion,
} from './interfaces/secrets-manager.interface.js';
import { deleteSecretsOperations } from './secrets-manager/delete-secrets.operations.js';
import { getSecretsOperations } from './secrets-manager/get-secrets.operations.js';
import { listSecretsOperations } from './secrets-manager/list-secrets.operations.js';
import { deleteSecret, restoreSecret } from './secrets-manager/secret-deletion.js';
import { offerSecrets } from './secrets-manager/secret-lookup.js';
import { SecretReader } from './secrets-manager/secret-reader.js';
import { CURRENT } from './secrets-manager/secret-stages.js';
import { SecretTable } from './secrets-manager/secret-table.js';
import { addVersion } from './secrets-manager/secret-versions.js';
import { additionsOf, stagedContents } from './secrets-manager/staged-contents.js';
import { writeSecretsOperations } from './secrets-manager/write-secrets.operations.js';
import { InMemoryService } from './shared/in-memory-service.js';
import { ServiceEngine } from './shared/service-engine.js';
import { serviceSettings } from './shared/service-settings.js';
import type { SecretCall } from './shared/stored-change.js';

const READS = ['GetSecretValue', 'BatchGetSecretValue', 'DescribeSecret'];

/**
 * AWS Secrets Manager in memory, for tests and local development: versions, stages, rotation, recovery windows,
 * ARNs, batches and errors are those of AWS.
 *
 * Put it wherever a `SecretsManagerClient` is expected: it answers the same commands.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html
 *
 * @example
 * ```ts
 * const secrets = new InMemorySecretsManager({ 'prod/db': { user: 'shop', password: 'first' } });
 * secrets.rotate('prod/db', { user: 'shop', password: 'second' });
 * ```
 *
 * @publicApi
 */
export class InMemorySecretsManager extends InMemoryService {
  readonly #table: SecretTable;

  /**
   * @param secrets initial contents by name: text, bytes, or what is kept as JSON
   * @throws an error named as that of AWS, if AWS would refuse one of them
   */
  constructor(
    secrets: Readonly<Record<string, SecretContent>> = {},
    options: InMemorySecretsManagerOptions = {},
  ) {
    const settings = serviceSettings(options);
    const table = new SecretTable(settings);
    const reader = new SecretReader(table, settings);
    const context = { settings, table, reader };
    const operations = {
      ...getSecretsOperations(context),
      ...writeSecretsOperations(context),
      ...listSecretsOperations(context),
      ...deleteSecretsOperations(context),
    };
    super(new ServiceEngine('Secrets Manager', operations, settings), READS);
    this.#table = table;
    this.latency = options.latency ?? 0;
    offerSecrets(this, context);
    for (const [name, value] of Object.entries(secrets)) this.put(name, value);
  }

  /**
   * Creates a secret, or gives it a new version that becomes AWSCURRENT; the one before becomes AWSPREVIOUS.
   *
   * @param name the name of the secret
   * @param value text, bytes, or an object or array that is kept as JSON; several versions by their stages
   * @param attributes used when the secret is created
   * @returns the VersionId of AWSCURRENT, a UUID
   * @throws `ValidationException` for a malformed name, `InvalidRequestException` for a secret that is marked for
   * deletion
   *
   * @example
   * ```ts
   * secrets.put('prod/db', { user: 'shop', password: 's3cret' });
   * secrets.put('prod/key', Uint8Array.of(1, 2, 3));
   * secrets.put('prod/jwt', { AWSCURRENT: 'second', AWSPREVIOUS: 'first', AWSPENDING: 'third' });
   * ```
   *
   * @publicApi
   */
  put(name: string, value: SecretContent, attributes: SecretAttributes = {}): string {
    return this.#put('PutSecretValue', name, value, attributes);
  }

  #put(call: SecretCall, name: string, value: SecretContent, attributes: SecretAttributes = {}): string {
    const { keyId, description, tags = {} } = attributes;
    const current = randomUUID();
    const existing = this.#table.find(name);
    const request = { secretId: name, clientRequestToken: current };
    const change = (): void => {
      const secret =
        existing === undefined
          ? this.#table.create({ name, keyId, description, tags: new Map(Object.entries(tags)) })
          : this.#table.usable(name);
      const additions = additionsOf(stagedContents(value) ?? { [CURRENT]: value });
      const last = additions.findLastIndex(([, stage]) => stage === CURRENT);
      for (const [index, [content, stage]] of additions.entries()) {
        const id = index === last ? current : randomUUID();
        addVersion(secret, id, storable(content), [stage], this.#table.now);
      }
    };
    this.#table.change(name, existing === undefined ? 'CreateSecret' : call, request, change);
    return current;
  }

  /**
   * Lets other accounts read a secret by its ARN, as its resource policy and that of its key do. The secret needs a `keyId` of its
   * own: AWS shares none that has the default key.
   *
   * @param name the name or ARN
   * @param principals account ids, or ARNs of roles; they replace the ones before. None ends the sharing
   * @throws `ResourceNotFoundException` if there is no such secret
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
   *
   * @example
   * ```ts
   * secrets.put('prod/db', 's3cret', { keyId: 'alias/shared' });
   * secrets.share('prod/db', '111111111111');
   * ```
   *
   * @publicApi
   */
  share(name: string, principals: string | readonly string[]): void {
    const { sharedWith } = this.#table.usable(name);
    sharedWith.clear();
    for (const principal of [principals].flat()) sharedWith.add(principal);
  }

  /**
   * The ARN of a secret, with its suffix.
   *
   * @param name the name of the secret
   * @throws `ResourceNotFoundException` if there is no such secret
   *
   * @example
   * ```ts
   * cache.secret(secrets.arnOf('prod/db'));
   * ```
   *
   * @publicApi
   */
  arnOf(name: string): string {
    return this.#table.get(name).arn;
  }

  /**
   * Gives an existing secret a new value, as a finished rotation does: AWSCURRENT moves to it, and the old value
   * stays readable as AWSPREVIOUS.
   *
   * @param name the name or ARN
   * @param value the value of the new version
   * @returns the VersionId of the new value, a UUID
   * @throws `ResourceNotFoundException` if there is no such secret, `InvalidRequestException` if it is marked for
   * deletion
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
   *
   * @publicApi
   */
  rotate(name: string, value: SecretContent): string {
    this.#table.usable(name);
    return this.#put('RotationSucceeded', name, value);
  }

  /**
   * Deletes a secret. As on AWS it is marked for deletion, and reading it is an `InvalidRequestException`, until
   * its recovery window has passed; with `force` it is gone at once.
   *
   * @param name the name or ARN
   * @throws `ResourceNotFoundException` if there is no such secret
   *
   * @example
   * ```ts
   * secrets.delete('prod/db'); // it is marked for deletion, and can be restored
   * ```
   *
   * @publicApi
   */
  delete(name: string, { recoveryWindowInDays, force = false }: SecretDeletion = {}): void {
    const secret = this.#table.get(name);
    this.#table.change(name, 'DeleteSecret', { secretId: name }, () =>
      deleteSecret(this.#table, secret, recoveryWindowInDays, force),
    );
  }

  /**
   * Takes a secret back that is marked for deletion.
   *
   * @param name the name or ARN
   * @throws `ResourceNotFoundException` if there is no such secret
   *
   * @example
   * ```ts
   * secrets.restore('prod/db');
   * ```
   *
   * @publicApi
   */
  restore(name: string): void {
    const secret = this.#table.get(name);
    this.#table.change(name, 'RestoreSecret', { secretId: name }, () => restoreSecret(secret));
  }

  /**
   * Reads a version of a secret: AWSCURRENT, unless a version or a stage is given.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
   *
   * @publicApi
   */
  getSecretValue(
    input: Io.GetSecretValueInput,
    options?: AwsRequestOptions,
  ): Promise<Io.GetSecretValueOutput> {
    return this.call('GetSecretValue', input, options);
  }

  /**
   * Reads AWSCURRENT of up to twenty secrets. What fails is listed in `Errors`.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
   *
   * @publicApi
   */
  batchGetSecretValue(
    input: Io.BatchGetSecretValueInput,
    options?: AwsRequestOptions,
  ): Promise<Io.BatchGetSecretValueOutput> {
    return this.call('BatchGetSecretValue', input, options);
  }

  /**
   * Creates a secret, with its first version if there is a value.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
   *
   * @publicApi
   */
  createSecret(input: Io.CreateSecretInput, options?: AwsRequestOptions): Promise<Io.SecretVersionOutput> {
    return this.call('CreateSecret', input, options);
  }

  /**
   * Adds a version, AWSCURRENT unless other stages are given.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
   *
   * @publicApi
   */
  putSecretValue(
    input: Io.PutSecretValueInput,
    options?: AwsRequestOptions,
  ): Promise<Io.PutSecretValueOutput> {
    return this.call('PutSecretValue', input, options);
  }

  /**
   * Changes description, key or value.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html
   *
   * @publicApi
   */
  updateSecret(input: Io.UpdateSecretInput, options?: AwsRequestOptions): Promise<Io.SecretVersionOutput> {
    return this.call('UpdateSecret', input, options);
  }

  /**
   * Moves a stage from one version to another, or takes it away.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
   *
   * @publicApi
   */
  updateSecretVersionStage(
    input: Io.UpdateSecretVersionStageInput,
    options?: AwsRequestOptions,
  ): Promise<Io.SecretOutput> {
    return this.call('UpdateSecretVersionStage', input, options);
  }

  /**
   * Describes a secret without its value.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
   *
   * @publicApi
   */
  describeSecret(input: Io.SecretIdInput, options?: AwsRequestOptions): Promise<Io.DescribeSecretOutput> {
    return this.call('DescribeSecret', input, options);
  }

  /**
   * Lists secrets without their values, in pages of up to a hundred.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
   *
   * @publicApi
   */
  listSecrets(input: Io.ListSecretsInput = {}, options?: AwsRequestOptions): Promise<Io.ListSecretsOutput> {
    return this.call('ListSecrets', input, options);
  }

  /**
   * Lists the versions of a secret and their stages, oldest first.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html
   *
   * @publicApi
   */
  listSecretVersionIds(
    input: Io.ListSecretVersionIdsInput,
    options?: AwsRequestOptions,
  ): Promise<Io.ListSecretVersionIdsOutput> {
    return this.call('ListSecretVersionIds', input, options);
  }

  /**
   * Marks a secret for deletion, or deletes it at once.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
   *
   * @publicApi
   */
  deleteSecret(input: Io.DeleteSecretInput, options?: AwsRequestOptions): Promise<Io.DeleteSecretOutput> {
    return this.call('DeleteSecret', input, options);
  }

  /**
   * Takes back that a secret is marked for deletion.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RestoreSecret.html
   *
   * @publicApi
   */
  restoreSecret(input: Io.SecretIdInput, options?: AwsRequestOptions): Promise<Io.SecretOutput> {
    return this.call('RestoreSecret', input, options);
  }
}

function storable(value: SecretContent): string | Uint8Array {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? Uint8Array.from(value) : JSON.stringify(value);
}
