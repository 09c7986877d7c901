import type { GetSecretValueInput, SecretValueOutput } from '../interfaces/secrets-manager.interface.js';
import { awsError } from '../shared/aws-errors.js';
import { principalsOf } from '../shared/caller.js';
import { placeIn } from '../shared/neighbours.js';
import type { ServiceSettings } from '../shared/service-settings.js';
import { invalidRequest } from './secret-errors.js';
import type { SecretsManagerContext } from './secrets-manager.context.js';
import { DEFAULT_KEY, type StoredSecret } from './stored-secret.js';

const ACTION = 'secretsmanager:GetSecretValue';

/** The Secrets Manager of the account that an ARN names, if that is another account in the same region. */
export function ownerOf(id: string, settings: ServiceSettings): SecretsManagerContext | undefined {
  const place = id.startsWith('arn:') ? placeIn(id) : undefined;
  if (place === undefined || place.region !== settings.region || place.accountId === settings.accountId)
    return undefined;
  return settings.neighbours?.secretsManager(place.accountId);
}

/**
 * Reads a secret of another account. Both accounts have to allow it, the key too: the caller by its identity, the owner by the
 * resource policy of the secret and of its key.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
 */
export function readShared(
  { access, keys }: ServiceSettings,
  owner: SecretsManagerContext,
  input: Partial<GetSecretValueInput>,
): SecretValueOutput {
  const { SecretId: id = '' } = input;
  const { caller } = access;
  access.check(ACTION, { names: [id], shownAs: id });
  const secret = owner.table.find(id);
  if (secret === undefined || !isShared(secret, principalsOf(caller)))
    throw access.refusal(ACTION, secret?.arn ?? id, 'resource');
  if (secret.keyId === undefined || secret.keyId === DEFAULT_KEY) throw defaultKey();
  if (keys.stateFor('kms:Decrypt', secret.keyId) === 'denied')
    throw awsError('AccessDeniedException', 'Access to KMS is not allowed');
  return owner.settings.access.as(caller, () => owner.reader.read(input));
}

const isShared = ({ sharedWith }: StoredSecret, principals: readonly string[]): boolean =>
  principals.some((principal) => sharedWith.has(principal));

const defaultKey = (): Error =>
  invalidRequest(
    "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
  );
