import type { AwsOutputMetadata, AwsRequestOptions } from './interfaces/aws-command.interface.js';
import type * as Io from './interfaces/parameter-store-io.interface.js';
import type {
  InMemoryParameterStoreOptions,
  ParameterAttributes,
  ParameterSeeds,
} from './interfaces/parameter-store.interface.js';
import { getParametersOperations } from './parameter-store/get-parameters.operations.js';
import { listParametersOperations } from './parameter-store/list-parameters.operations.js';
import type { ParameterStoreContext } from './parameter-store/parameter-store.context.js';
import {
  checkReference,
  parseReference,
  type ParameterReference,
} from './parameter-store/parameter-reference.js';
import { offerParameters } from './parameter-store/parameter-store-contexts.js';
import { ParameterTable } from './parameter-store/parameter-table.js';
import { selectVersion, versionNotFound } from './parameter-store/parameter-versions.js';
import { SecretReferences } from './parameter-store/secret-reference.js';
import { writeParametersOperations } from './parameter-store/write-parameters.operations.js';
import { InMemoryService } from './shared/in-memory-service.js';
import { ServiceEngine } from './shared/service-engine.js';
import { serviceSettings } from './shared/service-settings.js';

const READS = ['GetParameter', 'GetParameters', 'GetParametersByPath'];

/**
 * AWS Systems Manager Parameter Store in memory, for tests and local development: limits, paging, versions,
 * labels, selectors, ARNs, decryption and errors are those of AWS.
 *
 * Put it wherever an `SSMClient` is expected: it answers the same commands.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
 *
 * @example
 * ```ts
 * const store = new InMemoryParameterStore({
 *   '/prod/db/host': 'localhost',
 *   '/prod/db/password': { value: 's3cret', type: 'SecureString' },
 *   '/prod/origins': ['https://a.example', 'https://b.example'],
 * });
 * const module = await Test.createTestingModule({ imports: [AppModule] })
 *   .overrideProvider(SSM_CLIENT)
 *   .useValue(store)
 *   .compile();
 * ```
 *
 * @publicApi
 */
export class InMemoryParameterStore extends InMemoryService {
  readonly #context: ParameterStoreContext;

  /**
   * @param parameters initial contents by name: a value, an array for a StringList, or a value with its attributes
   * @throws an error named as that of AWS, if AWS would refuse one of them
   */
  constructor(parameters: ParameterSeeds = {}, options: InMemoryParameterStoreOptions = {}) {
    const settings = serviceSettings(options);
    const context: ParameterStoreContext = {
      settings,
      table: new ParameterTable(settings),
      secrets: new SecretReferences(options.secretsManager),
      duplicateNames: options.duplicateNames ?? 'unique',
    };
    const operations = {
      ...getParametersOperations(context),
      ...listParametersOperations(context),
      ...writeParametersOperations(context),
    };
    super(new ServiceEngine('Parameter Store', operations, settings), READS);
    this.#context = context;
    offerParameters(this, context);
    this.latency = options.latency ?? 0;
    for (const [name, seed] of Object.entries(parameters)) {
      const { value, ...attributes } = typeof seed === 'object' && 'value' in seed ? seed : { value: seed };
      this.put(name, value, attributes);
    }
  }

  /**
   * Creates a parameter, or a new version of it. Names under `/aws/service/` (public parameters) and ARNs of other
   * accounts (shared parameters), which no account could create, are accepted here.
   *
   * @param name the whole name
   * @param attributes its type, key, labels and so on
   * @param value an array makes a StringList
   * @returns the number of the new version: 1, 2, …
   * @throws an error named as that of AWS for what it refuses: `ValidationException` for a malformed name or a value
   * that is too long, `HierarchyTypeMismatchException` for a type other than the existing one
   *
   * @example
   * ```ts
   * store.put('/prod/db/host', 'db2.internal');
   * store.put('/prod/db/password', 's3cret', { type: 'SecureString', keyId: 'alias/shop' });
   * ```
   *
   * @publicApi
   */
  put(name: string, value: string | readonly string[], attributes: ParameterAttributes = {}): number {
    const { table } = this.#context;
    const reference = this.#reference(name);
    const existing = table.find(reference)?.latest;
    const usual = attributes.keyId === undefined ? 'String' : 'SecureString';
    const version = table.put(reference, {
      Value: typeof value === 'string' ? value : value.join(','),
      Type: attributes.type ?? (typeof value === 'string' ? (existing?.type ?? usual) : 'StringList'),
      KeyId: attributes.keyId,
      Tier: attributes.tier,
      DataType: attributes.dataType,
      Description: attributes.description,
      AllowedPattern: attributes.allowedPattern,
      Tags: Object.entries(attributes.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    });
    if (attributes.labels !== undefined) this.label(name, attributes.labels, version.version);
    return version.version;
  }

  /**
   * Deletes a parameter with all its versions. One that is created again under the name begins at version 1.
   *
   * @param name the whole name
   * @returns whether there was one
   *
   * @example
   * ```ts
   * store.delete('/host'); // → true
   * ```
   *
   * @publicApi
   */
  delete(name: string): boolean {
    return this.#context.table.delete(this.#reference(name));
  }

  /**
   * Attaches labels to a version; labels of another version move.
   *
   * @param name the whole name
   * @param labels one label, or several
   * @param version Default: the latest
   * @throws `ParameterNotFound`, `ParameterVersionNotFound`; `ParameterVersionLabelLimitExceeded` beyond 10 labels;
   * `RangeError` for labels that AWS would not accept
   *
   * @example
   * ```ts
   * store.label('/prod/db/host', 'blue', 3);
   * ```
   *
   * @publicApi
   */
  label(name: string, labels: string | readonly string[], version?: number): void {
    const reference = this.#reference(name);
    const parameter = this.#context.table.get(reference);
    const chosen = selectVersion(parameter, version === undefined ? undefined : String(version));
    if (chosen === undefined) throw versionNotFound(reference.name, version ?? 0);
    const wanted = typeof labels === 'string' ? [labels] : labels;
    const invalid = this.#context.table.label(reference, wanted, chosen);
    if (invalid.length > 0) throw new RangeError(`Not valid as labels of a parameter: ${invalid.join(', ')}`);
  }

  /**
   * Lets other accounts read a parameter by its ARN, as AWS Resource Access Manager does. AWS shares parameters of the advanced tier
   * only. A SecureString can be decrypted by others if it has a `keyId` of its own.
   *
   * @param name the whole name
   * @param principals account ids, or ARNs of roles; they replace the ones before. None ends the sharing
   * @throws `ParameterNotFound` if there is no such parameter; `RangeError` for one of the standard tier
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-shared-parameters.html
   *
   * @example
   * ```ts
   * store.put('/shared/host', 'db.internal', { tier: 'Advanced' });
   * store.share('/shared/host', '111111111111');
   * ```
   *
   * @publicApi
   */
  share(name: string, principals: string | readonly string[]): void {
    const { sharedWith, latest } = this.#context.table.get(this.#reference(name));
    if (latest.tier !== 'Advanced')
      throw new RangeError(
        `"${name}" is of the tier ${latest.tier}, and AWS shares advanced parameters only. Put it with { tier: 'Advanced' }.`,
      );
    sharedWith.clear();
    for (const principal of [principals].flat()) sharedWith.add(principal);
  }

  /**
   * The ARN of a parameter.
   *
   * @param name the whole name
   * @throws `ParameterNotFound` if there is no such parameter
   *
   * @example
   * ```ts
   * store.arnOf('/host'); // → 'arn:aws:ssm:us-east-1:123456789012:parameter/host'
   * ```
   *
   * @publicApi
   */
  arnOf(name: string): string {
    return this.#context.table.get(this.#reference(name)).arn;
  }

  #reference(name: string): ParameterReference {
    const reference = parseReference(name, this.#context.settings);
    checkReference(reference);
    return reference;
  }

  /**
   * Reads one parameter, by name, ARN or either with `:version` or `:label`.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
   *
   * @publicApi
   */
  getParameter(input: Io.GetParameterInput, options?: AwsRequestOptions): Promise<Io.GetParameterOutput> {
    return this.call('GetParameter', input, options);
  }

  /**
   * Reads up to ten parameters. Names that do not exist are listed in `InvalidParameters`.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
   *
   * @publicApi
   */
  getParameters(input: Io.GetParametersInput, options?: AwsRequestOptions): Promise<Io.GetParametersOutput> {
    return this.call('GetParameters', input, options);
  }

  /**
   * Reads the parameters under a path, in pages of up to ten.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
   *
   * @publicApi
   */
  getParametersByPath(
    input: Io.GetParametersByPathInput,
    options?: AwsRequestOptions,
  ): Promise<Io.GetParametersByPathOutput> {
    return this.call('GetParametersByPath', input, options);
  }

  /**
   * Creates a parameter, or with `Overwrite` a new version of it.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
   *
   * @publicApi
   */
  putParameter(input: Io.PutParameterInput, options?: AwsRequestOptions): Promise<Io.PutParameterOutput> {
    return this.call('PutParameter', input, options);
  }

  /**
   * Deletes a parameter with all its versions.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html
   *
   * @publicApi
   */
  deleteParameter(input: Io.DeleteParameterInput, options?: AwsRequestOptions): Promise<AwsOutputMetadata> {
    return this.call('DeleteParameter', input, options);
  }

  /**
   * Attaches labels to a version; those of another version move.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_LabelParameterVersion.html
   *
   * @publicApi
   */
  labelParameterVersion(
    input: Io.LabelParameterVersionInput,
    options?: AwsRequestOptions,
  ): Promise<Io.LabelParameterVersionOutput> {
    return this.call('LabelParameterVersion', input, options);
  }

  /**
   * Reads the versions of a parameter, oldest first, in pages of up to fifty.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html
   *
   * @publicApi
   */
  getParameterHistory(
    input: Io.GetParameterHistoryInput,
    options?: AwsRequestOptions,
  ): Promise<Io.GetParameterHistoryOutput> {
    return this.call('GetParameterHistory', input, options);
  }

  /**
   * Lists parameters without their values, in pages of up to fifty.
   *
   * @throws what AWS would throw, named as AWS names it
   * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
   *
   * @publicApi
   */
  describeParameters(
    input: Io.DescribeParametersInput = {},
    options?: AwsRequestOptions,
  ): Promise<Io.DescribeParametersOutput> {
    return this.call('DescribeParameters', input, options);
  }
}
