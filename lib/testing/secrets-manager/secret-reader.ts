import type { GetSecretValueInput, SecretValueOutput } from '../interfaces/secrets-manager.interface.js';
import { awsError } from '../shared/aws-errors.js';
import type { ServiceSettings } from '../shared/service-settings.js';
import { invalidRequest, valueNotFound } from './secret-errors.js';
import { CURRENT, versionWith } from './secret-stages.js';
import type { SecretTable } from './secret-table.js';
import { DEFAULT_KEY, type StoredSecret, type StoredSecretVersion } from './stored-secret.js';

const DAY = 24 * 60 * 60 * 1000;

/** Reads values, for `GetSecretValue` and all that does the same. */
export class SecretReader {
  readonly #table: SecretTable;
  readonly #settings: ServiceSettings;

  constructor(table: SecretTable, settings: ServiceSettings) {
    this.#table = table;
    this.#settings = settings;
  }

  read({ SecretId = '', VersionId, VersionStage }: Partial<GetSecretValueInput>): SecretValueOutput {
    checkSecretAccess(this.#settings, this.#table, 'GetSecretValue', SecretId);
    const secret = this.#table.readable(SecretId);
    const version = chooseVersion(secret, VersionId, VersionStage);
    this.#checkKey(secret);
    // the service keeps the day only
    const held = this.#table.find(SecretId);
    if (held !== undefined) held.accessed = Math.floor(this.#table.now / DAY) * DAY;
    return valueOutput(secret, version);
  }

  readSelected(id: string, selector: string | undefined): SecretValueOutput {
    const isVersion = selector !== undefined && this.#table.find(id)?.versions.has(selector) === true;
    return this.read({ SecretId: id, ...(isVersion ? { VersionId: selector } : { VersionStage: selector }) });
  }

  #checkKey({ keyId = DEFAULT_KEY }: StoredSecret): void {
    const state = this.#settings.keys.stateFor('kms:Decrypt', keyId);
    if (state === 'disabled') throw awsError('DecryptionFailure');
    if (state === 'denied') throw awsError('AccessDeniedException', 'Access to KMS is not allowed');
  }
}

/** Without permission nothing shows whether the secret exists. */
export function checkSecretAccess(
  { access }: ServiceSettings,
  table: SecretTable,
  action: string,
  id: string,
): void {
  const secret = table.find(id);
  const names = secret === undefined ? [id] : [id, secret.name, secret.arn];
  access.check(`secretsmanager:${action}`, { names, shownAs: secret?.arn ?? id });
}

function chooseVersion(
  secret: StoredSecret,
  id: string | undefined,
  stage: string | undefined,
): StoredSecretVersion {
  if (id === undefined) {
    const version = versionWith(secret, stage ?? CURRENT);
    if (version === undefined) throw valueNotFound('staging label', stage ?? CURRENT);
    return version;
  }
  const version = secret.versions.get(id);
  if (version === undefined) throw valueNotFound('VersionId', id);
  if (stage !== undefined && !version.stages.has(stage)) {
    throw invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');
  }
  return version;
}

function valueOutput(
  { arn, name }: StoredSecret,
  { id, value, created, stages }: StoredSecretVersion,
): SecretValueOutput {
  return {
    ARN: arn,
    Name: name,
    VersionId: id,
    ...(typeof value === 'string' ? { SecretString: value } : { SecretBinary: Uint8Array.from(value) }),
    // A deprecated version has no stage, and an answer no empty list.
    ...(stages.size > 0 && { VersionStages: [...stages].toSorted() }),
    CreatedDate: new Date(created),
  };
}
