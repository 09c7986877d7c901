import { DEFAULT_CLIENT, keyFor, type Reference, type SourceChange } from '../source.interface.js';
import { isSecretTouched, PENDING } from './secret-change.js';
import { InvalidParameterError } from '../../errors/index.js';
import { emptyNameMessage } from '../../errors/errors.messages.js';

/** A secret of Secrets Manager, in one version. */
export interface SecretReference extends Reference {
  readonly source: 'secretsmanager';
  readonly versionStage: string | undefined;
  readonly versionId: string | undefined;
}

export interface SecretReferenceOptions {
  readonly client?: string | undefined;
  readonly versionStage?: string | undefined;
  readonly versionId?: string | undefined;
}

export const secretReference = (
  id: string,
  { client = DEFAULT_CLIENT, versionStage, versionId }: SecretReferenceOptions = {},
): SecretReference => {
  checkSecretId(id);
  const selectors = [versionStage, versionId].filter((selector) => selector !== undefined);
  return {
    source: 'secretsmanager',
    client,
    key: keyFor(client, JSON.stringify(['secretsmanager', id, versionStage, versionId])),
    name: id,
    fullName: [id, ...selectors].join(':'),
    versionStage,
    versionId,
    isTouchedBy,
    ...(versionId === undefined && { canMove: true }),
    ...(selectors.length === 0 && { pending }),
  };
};

/** @throws `InvalidParameterError` for an empty name */
export const checkSecretId = (id: string): void => {
  if (id.trim() === '') throw new InvalidParameterError(emptyNameMessage, { names: [id] });
};

/** One function for all, so that equal references stay equal. */
function isTouchedBy(this: SecretReference, change: SourceChange): boolean {
  return isSecretTouched(this, change);
}

function pending(this: Reference): SecretReference {
  return secretReference(this.name, { client: this.client, versionStage: PENDING });
}
