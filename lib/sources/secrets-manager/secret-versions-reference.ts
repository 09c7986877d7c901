import { SECRET_STAGES, type SecretStage } from '../../values/data/secret-versions.js';
import { DEFAULT_CLIENT, keyFor, type Reference, type SourceChange } from '../source.interface.js';
import { isSecretTouched } from './secret-change.js';
import { checkSecretId, secretReference, type SecretReference } from './secret-reference.js';

/** A secret of Secrets Manager, in several versions that are read as one. */
export interface SecretVersionsReference extends Reference {
  readonly source: 'secretsmanager';
  /** One reference for each stage, the current one first. */
  readonly versions: readonly SecretReference[];
}

/** @param stages AWSCURRENT is one of them; their order does not count */
export const secretVersionsReference = (
  id: string,
  {
    client = DEFAULT_CLIENT,
    stages,
  }: { readonly client?: string | undefined; readonly stages: readonly SecretStage[] },
): SecretVersionsReference => {
  checkSecretId(id);
  const inOrder = SECRET_STAGES.filter((stage) => stages.includes(stage));
  return {
    source: 'secretsmanager',
    client,
    key: keyFor(client, JSON.stringify(['secretsmanager', id, inOrder])),
    name: id,
    fullName: `${id}:${inOrder.join()}`,
    versions: inOrder.map((versionStage) => secretReference(id, { client, versionStage })),
    canMove: true,
    isTouchedBy,
  };
};

/** One function for all, so that equal references stay equal. */
function isTouchedBy(this: SecretVersionsReference, change: SourceChange): boolean {
  return this.versions.some((version) => isSecretTouched(version, change));
}

export const isSecretVersionsReference = (reference: Reference): reference is SecretVersionsReference =>
  'versions' in reference;
