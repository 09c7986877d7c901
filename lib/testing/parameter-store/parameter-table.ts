import { awsError, validationException } from '../shared/aws-errors.js';
import type { PutParameterInput } from '../interfaces/parameter-store-io.interface.js';
import type { InMemoryParameterType } from '../interfaces/parameter-store.interface.js';
import { ciphertextFor } from './ciphertext.js';
import type { ParameterReference } from './parameter-reference.js';
import { checkDataType, checkValue, tierFor } from './parameter-value.js';
import type { StoredParameter, StoredVersion } from './stored-parameter.js';

const MAX_VERSIONS = 100;

export type PutRequest = Omit<PutParameterInput, 'Name' | 'Value'> & { readonly Value: string };

/** The parameters and their versions. */
export class ParameterTable {
  readonly #parameters = new Map<string, StoredParameter>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  all(): StoredParameter[] {
    return [...this.#parameters.values()];
  }

  find(reference: ParameterReference): StoredParameter | undefined {
    return this.#parameters.get(reference.key);
  }

  /** The parameter, or the error that AWS gives where there is none: it has no message. */
  get(reference: ParameterReference): StoredParameter {
    const parameter = this.find(reference);
    if (parameter === undefined) throw awsError('ParameterNotFound');
    return parameter;
  }

  delete(reference: ParameterReference): boolean {
    return this.#parameters.delete(reference.key);
  }

  put(reference: ParameterReference, request: PutRequest): StoredVersion {
    const existing = this.find(reference);
    const version = this.#newVersion(request, existing?.latest);
    if (existing === undefined) {
      const tags = new Map((request.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      const { key, name, arn } = reference;
      const versions = new Map([[1, version]]);
      this.#parameters.set(key, { key, name, arn, tags, versions, latest: version, sharedWith: new Set() });
      return version;
    }
    dropOldest(existing);
    existing.versions.set(version.version, version);
    existing.latest = version;
    return version;
  }

  #newVersion(request: PutRequest, previous: StoredVersion | undefined): StoredVersion {
    const type = typeOf(request, previous);
    const { Value: value, AllowedPattern: allowedPattern, DataType: dataType } = request;
    if (request.KeyId !== undefined && type !== 'SecureString') {
      throw validationException('KeyId is required for SecureString type parameter only.');
    }
    checkDataType(dataType ?? 'text');
    checkValue(value, allowedPattern ?? previous?.allowedPattern);
    const secure = type === 'SecureString';
    return {
      version: (previous?.version ?? 0) + 1,
      type,
      value,
      ciphertext: secure ? ciphertextFor(value) : undefined,
      keyId: secure ? (request.KeyId ?? previous?.keyId ?? 'alias/aws/ssm') : undefined,
      tier: tierFor(value, request.Tier ?? previous?.tier ?? 'Standard'),
      dataType: dataType ?? previous?.dataType ?? 'text',
      description: request.Description ?? previous?.description,
      allowedPattern: allowedPattern ?? previous?.allowedPattern,
      modified: this.#clock(),
      labels: new Set(),
    };
  }
}

function typeOf({ Type }: PutRequest, previous: StoredVersion | undefined): InMemoryParameterType {
  const type = Type ?? previous?.type;
  if (type === undefined) {
    throw validationException('A parameter type is required when you create a parameter.');
  }
  if (previous !== undefined && type !== previous.type) {
    throw awsError(
      'HierarchyTypeMismatchException',
      "Parameter Store doesn't support changing a parameter type in a hierarchy. You must create a new, unique parameter.",
    );
  }
  return type;
}

/** AWS keeps 100 versions, and never drops one that has a label. */
function dropOldest({ name, versions }: StoredParameter): void {
  const { value: oldest, done } = versions.values().next();
  if (versions.size < MAX_VERSIONS || done) return;
  if (oldest.labels.size > 0) {
    throw awsError(
      'ParameterMaxVersionLimitExceeded',
      `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${oldest.version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
    );
  }
  versions.delete(oldest.version);
}
