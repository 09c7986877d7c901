import { awsError } from '../shared/aws-errors.js';
import type { ServiceSettings } from '../shared/service-settings.js';
import { namesOf, type ParameterReference } from './parameter-reference.js';
import type { StoredVersion } from './stored-parameter.js';

const KMS_REFUSES =
  'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access. (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException)';

/** One denied name is enough for the whole request to be refused; the refusal names that one. */
export function checkAccess(
  { access }: ServiceSettings,
  operation: string,
  references: readonly ParameterReference[],
): void {
  for (const reference of references) {
    access.check(`ssm:${operation}`, { names: namesOf(reference), shownAs: reference.arn });
  }
}

/** Refuses when the key of a SecureString cannot be used to decrypt it. */
export function checkDecryption({ keys }: ServiceSettings, version: StoredVersion): void {
  if (version.keyId === undefined) return;
  checkKey(keys.stateFor('kms:Decrypt', version.keyId), version.keyId);
}

export function checkEncryption({ keys }: ServiceSettings, keyId: string | undefined): void {
  if (keyId !== undefined) checkKey(keys.stateFor('kms:Encrypt', keyId), keyId);
}

function checkKey(state: 'usable' | 'disabled' | 'denied', keyId: string): void {
  if (state === 'disabled') throw awsError('InvalidKeyId', `${keyId} is disabled.`);
  if (state === 'denied') refuseKey();
}

export function refuseKey(): never {
  throw awsError('AccessDeniedException', KMS_REFUSES);
}
