import { invalidParameter, markedForDeletion } from './secret-errors.js';
import type { SecretTable } from './secret-table.js';
import type { StoredSecret } from './stored-secret.js';

const DAY = 24 * 60 * 60 * 1000;
const DEFAULT_WINDOW = 30;

/**
 * Deletes at once, or marks for deletion at the end of the window.
 *
 * @returns the time at which the secret is gone
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 */
export function deleteSecret(
  table: SecretTable,
  secret: StoredSecret,
  days: number | undefined,
  force: boolean,
): number {
  if (force && days !== undefined) {
    throw invalidParameter(
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  if (days !== undefined && (days < 7 || days > 30)) {
    throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
  }
  if (force) {
    table.remove(secret);
    return table.now;
  }
  if (secret.deletionDate !== undefined) throw markedForDeletion();
  secret.deletedDate = table.now;
  secret.deletionDate = table.now + (days ?? DEFAULT_WINDOW) * DAY;
  return secret.deletionDate;
}

export function restoreSecret(secret: StoredSecret): void {
  secret.deletionDate = undefined;
  secret.deletedDate = undefined;
}
