import type { SecretMetadataOutput } from '../interfaces/secrets-manager.interface.js';
import type { StoredSecret } from './stored-secret.js';

export function metadataOf(secret: StoredSecret): SecretMetadataOutput {
  const { arn, name, description, keyId, changed, accessed, deletedDate, tags, created } = secret;
  return {
    ARN: arn,
    Name: name,
    ...(description === undefined ? {} : { Description: description }),
    ...(keyId === undefined ? {} : { KmsKeyId: keyId }),
    LastChangedDate: new Date(changed),
    ...(accessed === undefined ? {} : { LastAccessedDate: new Date(accessed) }),
    ...(deletedDate === undefined ? {} : { DeletedDate: new Date(deletedDate) }),
    Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
    CreatedDate: new Date(created),
  };
}

/** The versions that have a stage, with their stages. */
export function stagesByVersion({ versions }: StoredSecret): Record<string, string[]> {
  return Object.fromEntries(
    [...versions.values()]
      .filter(({ stages }) => stages.size > 0)
      .map(({ id, stages }) => [id, [...stages].toSorted()]),
  );
}
