import { awsError, validationException } from '../shared/aws-errors.js';
import type { PutParameterInput } from '../interfaces/parameter-store-io.interface.js';
import type { InMemoryParameterType } from '../interfaces/parameter-store.interface.js';
import { LaggingViews } from '../shared/lag.js';
import type { ServiceSettings } from '../shared/service-settings.js';
import type { ParameterChange } from '../shared/stored-change.js';
import { ciphertextFor } from './ciphertext.js';
import type { ParameterReference } from './parameter-reference.js';
import { checkDataType, checkValue, tierFor } from './parameter-value.js';
import { labelVersion } from './parameter-versions.js';
import type { StoredParameter, StoredVersion } from './stored-parameter.js';

const MAX_VERSIONS = 100;

export type PutRequest = Omit<PutParameterInput, 'Name' | 'Value'> & { readonly Value: string };

/** The parameters and their versions. */
export class ParameterTable {
  readonly #parameters = new Map<string, StoredParameter>();
  readonly #seen: LaggingViews<StoredParameter>;
  readonly #settings: ServiceSettings;

  constructor(settings: ServiceSettings) {
    this.#settings = settings;
    this.#seen = new LaggingViews(settings.lag, settings.clock, copyOf);
  }

  all(): StoredParameter[] {
    return [...this.#parameters.values()];
  }

  /** All that a listing sees: a change may not have come everywhere yet. */
  allSeen(): StoredParameter[] {
    return this.#seen.allSeen(this.#parameters);
  }

  find(reference: ParameterReference): StoredParameter | undefined {
    return this.#parameters.get(reference.key);
  }

  /** The same as a read sees it. */
  seen(reference: ParameterReference): StoredParameter | undefined {
    return this.#seen.seen(reference.key, this.find(reference));
  }

  /** The parameter, or the error that AWS gives where there is none: it has no message. */
  get(reference: ParameterReference): StoredParameter {
    const parameter = this.find(reference);
    if (parameter === undefined) throw awsError('ParameterNotFound');
    return parameter;
  }

  delete(reference: ParameterReference): boolean {
    const existing = this.find(reference);
    if (existing === undefined) return false;
    this.#seen.note(reference.key, existing);
    this.#parameters.delete(reference.key);
    this.#tell(existing, 'Delete');
    return true;
  }

  /** @returns the labels that AWS refuses because of their form */
  label(reference: ParameterReference, labels: readonly string[], version: StoredVersion): string[] {
    const parameter = this.get(reference);
    this.#seen.note(reference.key, parameter);
    const invalid = labelVersion(parameter, labels, version);
    this.#tell(parameter, 'LabelParameterVersion');
    return invalid;
  }

  put(reference: ParameterReference, request: PutRequest): StoredVersion {
    const existing = this.find(reference);
    const version = this.#newVersion(request, existing?.latest);
    if (existing !== undefined) checkOldest(existing);
    this.#seen.note(reference.key, existing);
    this.#add(reference, request, existing, version);
    this.#tell(this.get(reference), existing === undefined ? 'Create' : 'Update');
    return version;
  }

  #tell({ name, arn, latest }: StoredParameter, operation: ParameterChange['operation']): void {
    const { type, description } = latest;
    this.#settings.onChange?.({ service: 'ssm', operation, name, arn, type, description });
  }

  #add(
    reference: ParameterReference,
    request: PutRequest,
    existing: StoredParameter | undefined,
    version: StoredVersion,
  ): void {
    if (existing === undefined) {
      const tags = new Map((request.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      const { key, name, arn } = reference;
      const versions = new Map([[1, version]]);
      this.#parameters.set(key, { key, name, arn, tags, versions, latest: version, sharedWith: new Set() });
      return;
    }
    if (existing.versions.size >= MAX_VERSIONS) existing.versions.delete(oldestOf(existing).version);
    existing.versions.set(version.version, version);
    existing.latest = version;
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
      modified: this.#settings.clock(),
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

const oldestOf = ({ versions, latest }: StoredParameter): StoredVersion =>
  versions.values().next().value ?? latest;

/** AWS keeps 100 versions, and never drops one that has a label. */
function checkOldest(parameter: StoredParameter): void {
  const oldest = oldestOf(parameter);
  if (parameter.versions.size < MAX_VERSIONS || oldest.labels.size === 0) return;
  throw awsError(
    'ParameterMaxVersionLimitExceeded',
    `You attempted to create a new version of ${parameter.name} by calling the PutParameter API with the overwrite flag. Version ${oldest.version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
  );
}

function copyOf(parameter: StoredParameter): StoredParameter {
  const copies = Array.from(
    parameter.versions,
    ([number, version]) => [number, { ...version, labels: new Set(version.labels) }] as const,
  );
  const versions = new Map(copies);
  return { ...parameter, versions, latest: versions.get(parameter.latest.version) ?? parameter.latest };
}
