import { awsError } from '../shared/aws-errors.js';
import { invalidParameter, invalidRequest } from './secret-errors.js';
import { CURRENT, moveStage } from './secret-stages.js';
import type { StoredSecret, StoredSecretVersion } from './stored-secret.js';

const MAX_DEPRECATED = 100;
const DAY = 24 * 60 * 60 * 1000;

export interface VersionRequest {
  readonly ClientRequestToken?: string | undefined;
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

/** The value in a request; `undefined` if it has none. */
export function valueIn({ SecretString, SecretBinary }: VersionRequest): string | Uint8Array | undefined {
  if (SecretString !== undefined && SecretBinary !== undefined) {
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  return SecretString ?? SecretBinary;
}

/** The id that a new version gets; the SDK sends a UUID. */
export function tokenIn({ ClientRequestToken }: VersionRequest): string {
  if (ClientRequestToken !== undefined) return ClientRequestToken;
  throw invalidRequest('You must provide a ClientRequestToken value. We recommend a UUID-type value.');
}

/**
 * Adds a version. The same request again changes nothing; another value under a used id is refused.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 */
export function addVersion(
  secret: StoredSecret,
  id: string,
  value: string | Uint8Array,
  stages: readonly string[],
  now: number,
): StoredSecretVersion {
  const existing = secret.versions.get(id);
  if (existing !== undefined) {
    if (sameValue(existing.value, value)) return existing;
    throw awsError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  }
  const version: StoredSecretVersion = { id, value, created: now, stages: new Set() };
  const first = secret.versions.size === 0;
  secret.versions.set(id, version);
  for (const stage of first ? new Set([...stages, CURRENT]) : stages) moveStage(secret, stage, version);
  secret.changed = now;
  dropDeprecated(secret, now);
  return version;
}

/** About a hundred versions without a stage are kept, and each at least a day. */
function dropDeprecated({ versions }: StoredSecret, now: number): void {
  const deprecated = [...versions.values()].filter(({ stages }) => stages.size === 0);
  const surplus = deprecated.slice(0, Math.max(0, deprecated.length - MAX_DEPRECATED));
  for (const { id, created } of surplus) if (now - created >= DAY) versions.delete(id);
}

function sameValue(a: string | Uint8Array, b: string | Uint8Array): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return Buffer.compare(a, b) === 0;
}
