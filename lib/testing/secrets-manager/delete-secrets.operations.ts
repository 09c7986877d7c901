import type { DeleteSecretInput, SecretIdInput } from '../interfaces/secrets-manager.interface.js';
import type { HandledRequest } from '../shared/handled-request.js';
import { operation, type Operations } from '../shared/operation.js';
import { deleteSecret, restoreSecret } from './secret-deletion.js';
import { secretNotFound } from './secret-errors.js';
import { checkSecretAccess } from './secret-reader.js';
import { deleteSecretShape, secretIdShape } from './secret.shapes.js';
import type { SecretsManagerContext } from './secrets-manager.context.js';
import { identity } from './write-secrets.operations.js';

export function deleteSecretsOperations({ settings, table }: SecretsManagerContext): Operations {
  return {
    DeleteSecret: operation(deleteSecretShape, (input: HandledRequest<DeleteSecretInput>) => {
      const { SecretId, RecoveryWindowInDays: days, ForceDeleteWithoutRecovery: force = false } = input;
      checkSecretAccess(settings, table, 'DeleteSecret', SecretId);
      const secret = table.find(SecretId);
      if (secret === undefined) {
        // deleting by force is asynchronous on AWS, and does not tell that there was nothing to delete
        if (force) return { ...unknownIdentity(SecretId), DeletionDate: new Date(table.now) };
        throw secretNotFound();
      }
      const gone = table.change(secret.name, 'DeleteSecret', { secretId: SecretId }, () =>
        deleteSecret(table, secret, days, force),
      );
      return { ...identity(secret), DeletionDate: new Date(gone) };
    }),

    RestoreSecret: operation(secretIdShape, ({ SecretId }: HandledRequest<SecretIdInput>) => {
      checkSecretAccess(settings, table, 'RestoreSecret', SecretId);
      const secret = table.get(SecretId);
      table.change(secret.name, 'RestoreSecret', { secretId: SecretId }, () => restoreSecret(secret));
      return identity(secret);
    }),
  };

  function unknownIdentity(id: string): { ARN: string; Name: string } {
    const { partition, region, accountId } = settings;
    const prefix = `arn:${partition}:secretsmanager:${region}:${accountId}:secret:`;
    return id.startsWith('arn:')
      ? { ARN: id, Name: id.slice(prefix.length) }
      : { ARN: prefix + id, Name: id };
  }
}
