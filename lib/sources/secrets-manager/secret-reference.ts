import type { Reference } from '../source.interface.js';
import { InvalidParameterError } from '../../errors/index.js';
import { emptyNameMessage } from '../../errors/errors.messages.js';

/** A secret of Secrets Manager, in one version. */
export interface SecretReference extends Reference {
  readonly kind: 'secret';
  readonly versionStage: string | undefined;
  readonly versionId: string | undefined;
}

export interface SecretReferenceOptions {
  readonly versionStage?: string | undefined;
  readonly versionId?: string | undefined;
}

export const secretReference = (
  id: string,
  { versionStage, versionId }: SecretReferenceOptions = {},
): SecretReference => {
  if (id.trim() === '') throw new InvalidParameterError(emptyNameMessage, { names: [id] });
  const selectors = [versionStage, versionId].filter((selector) => selector !== undefined);
  return {
    kind: 'secret',
    key: JSON.stringify(['secretsmanager', id, versionStage, versionId]),
    name: id,
    fullName: [id, ...selectors].join(':'),
    versionStage,
    versionId,
    ...(versionId === undefined && { canMove: true }),
  };
};
