import { invalidParameter, valueNotFound } from './secret-errors.js';
import type { StoredSecret, StoredSecretVersion } from './stored-secret.js';

export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';
export const PENDING = 'AWSPENDING';

export function versionWith(secret: StoredSecret, stage: string): StoredSecretVersion | undefined {
  return [...secret.versions.values()].find(({ stages }) => stages.has(stage));
}

/**
 * Moves a stage to a version. What loses AWSCURRENT gets AWSPREVIOUS, and what loses its last stage is deprecated.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
 */
export function moveStage(secret: StoredSecret, stage: string, target: StoredSecretVersion): void {
  const source = versionWith(secret, stage);
  if (source === target) return;
  source?.stages.delete(stage);
  target.stages.add(stage);
  if (stage !== CURRENT || source === undefined) return;
  target.stages.delete(PREVIOUS);
  moveStage(secret, PREVIOUS, source);
}

/** `UpdateSecretVersionStage`: whoever holds the stage must be named. */
export function updateStage(
  secret: StoredSecret,
  stage: string,
  from: string | undefined,
  to: string | undefined,
): void {
  const holder = versionWith(secret, stage);
  if (holder !== undefined && from === undefined && holder.id !== to) {
    throw invalidParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  }
  const source = from === undefined ? undefined : versionById(secret, from);
  if (source !== undefined && source !== holder) {
    throw invalidParameter(`The staging label ${stage} is not attached to version ${source.id}.`);
  }
  if (to !== undefined) {
    moveStage(secret, stage, versionById(secret, to));
  } else if (stage === CURRENT) {
    throw invalidParameter(
      "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    );
  } else {
    source?.stages.delete(stage);
  }
}

function versionById(secret: StoredSecret, id: string): StoredSecretVersion {
  const version = secret.versions.get(id);
  if (version === undefined) throw valueNotFound('VersionId', id);
  return version;
}
