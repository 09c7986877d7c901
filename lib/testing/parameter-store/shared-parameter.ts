import { principalsOf } from '../shared/caller.js';
import { placeIn } from '../shared/neighbours.js';
import type { ServiceSettings } from '../shared/service-settings.js';
import { checkDecryption, refuseKey } from './parameter-access.js';
import { parseReference, type ParameterReference } from './parameter-reference.js';
import type { ParameterStoreContext } from './parameter-store.context.js';
import type { StoredParameter, StoredVersion } from './stored-parameter.js';

const AWS_KEY = 'alias/aws/ssm';

/** A parameter that a request may read, and the account that it is in. */
export interface FoundParameter {
  readonly parameter: StoredParameter;
  readonly owner: ServiceSettings;
}

/**
 * The parameter that a reference names: one of the account's own, or by its ARN one that another account in the same region
 * shares. What is not shared and what does not exist are refused alike.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-shared-parameters.html
 */
export function findParameter(
  { settings, table }: ParameterStoreContext,
  reference: ParameterReference,
  operation: string,
): FoundParameter | undefined {
  const own = table.seen(reference);
  if (own !== undefined) return { parameter: own, owner: settings };
  const owner = ownerOf(reference, settings);
  if (owner === undefined) return undefined;
  const { access } = settings;
  const parameter = owner.table.seen(parseReference(reference.arn, owner.settings));
  const isShared = principalsOf(access.caller).some((principal) => parameter?.sharedWith.has(principal));
  if (parameter === undefined || !isShared)
    throw access.refusal(`ssm:${operation}`, reference.arn, 'resource');
  return { parameter, owner: owner.settings };
}

/** Refuses when the key of a SecureString cannot be used by whoever asks. The key that AWS manages is for its own account alone. */
export function checkDecryptionBy(
  settings: ServiceSettings,
  owner: ServiceSettings,
  version: StoredVersion,
): void {
  checkDecryption(settings, version);
  if (owner === settings) return;
  if (version.keyId === AWS_KEY) refuseKey();
  owner.access.as(settings.access.caller, () => checkDecryption(owner, version));
}

function ownerOf(
  { byArn, arn }: ParameterReference,
  settings: ServiceSettings,
): ParameterStoreContext | undefined {
  const place = byArn ? placeIn(arn) : undefined;
  if (place === undefined || place.region !== settings.region || place.accountId === settings.accountId)
    return undefined;
  return settings.neighbours?.parameterStore(place.accountId);
}
