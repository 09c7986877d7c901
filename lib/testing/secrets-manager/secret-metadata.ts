import type {
  ListSecretsOutput,
  ListSecretVersionIdsOutput,
  SecretMetadataOutput,
} from '../interfaces/secrets-manager.interface.js';
import type { StoredSecret, StoredSecretVersion } from './stored-secret.js';

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

export function listEntry(secret: StoredSecret): NonNullable<ListSecretsOutput['SecretList']>[number] {
  return { ...metadataOf(secret), SecretVersionsToStages: stagesByVersion(secret) };
}

/** A deprecated version has no stages at all, not an empty list of them. */
export function versionEntry({
  id,
  stages,
  created,
}: StoredSecretVersion): NonNullable<ListSecretVersionIdsOutput['Versions']>[number] {
  const entry = { VersionId: id, CreatedDate: new Date(created) };
  return stages.size === 0 ? entry : { ...entry, VersionStages: [...stages].toSorted() };
}
