import type {
  CreateSecretInput,
  PutSecretValueInput,
  UpdateSecretInput,
  UpdateSecretVersionStageInput,
} from '../interfaces/secrets-manager.interface.js';
import { awsError } from '../shared/aws-errors.js';
import type { HandledRequest } from '../shared/handled-request.js';
import { operation, type Operations } from '../shared/operation.js';
import { invalidRequest } from './secret-errors.js';
import { checkSecretAccess } from './secret-reader.js';
import { CURRENT, updateStage } from './secret-stages.js';
import { addVersion, tokenIn, valueIn } from './secret-versions.js';
import {
  createSecretShape,
  putSecretValueShape,
  updateSecretShape,
  updateSecretVersionStageShape,
} from './secret.shapes.js';
import type { SecretsManagerContext } from './secrets-manager.context.js';
import { DEFAULT_KEY, type StoredSecret } from './stored-secret.js';

export function writeSecretsOperations(context: SecretsManagerContext): Operations {
  const { settings, table } = context;
  const usable = (action: string, id: string): StoredSecret => {
    checkSecretAccess(settings, table, action, id);
    return table.usable(id);
  };
  return {
    CreateSecret: operation(createSecretShape, (input: HandledRequest<CreateSecretInput>) => {
      checkSecretAccess(settings, table, 'CreateSecret', input.Name);
      const value = valueIn(input);
      const token = value === undefined ? undefined : tokenIn(input);
      const request = { name: input.Name, clientRequestToken: input.ClientRequestToken };
      return table.change(input.Name, 'CreateSecret', request, () => {
        const secret = createdBefore(context, input.Name, token) ?? create(context, input);
        if (value === undefined || token === undefined) return identity(secret);
        const version = addVersion(secret, token, value, [CURRENT], table.now);
        return { ...identity(secret), VersionId: version.id };
      });
    }),

    PutSecretValue: operation(putSecretValueShape, (input: HandledRequest<PutSecretValueInput>) => {
      const secret = usable('PutSecretValue', input.SecretId);
      const value = valueIn(input);
      if (value === undefined) throw invalidRequest('You must provide either SecretString or SecretBinary.');
      checkEncryption(context, secret.keyId);
      const { ClientRequestToken: clientRequestToken, VersionStages: versionStages } = input;
      const request = { secretId: input.SecretId, clientRequestToken, versionStages };
      const version = table.change(secret.name, 'PutSecretValue', request, () =>
        addVersion(secret, tokenIn(input), value, versionStages ?? [CURRENT], table.now),
      );
      return { ...identity(secret), VersionId: version.id, VersionStages: [...version.stages].toSorted() };
    }),

    UpdateSecret: operation(updateSecretShape, (input: HandledRequest<UpdateSecretInput>) => {
      const secret = usable('UpdateSecret', input.SecretId);
      const value = valueIn(input);
      const token = value === undefined ? undefined : tokenIn(input);
      checkEncryption(context, input.KmsKeyId ?? secret.keyId);
      const request = { secretId: input.SecretId, clientRequestToken: input.ClientRequestToken };
      return table.change(secret.name, 'UpdateSecret', request, () => {
        secret.description = input.Description ?? secret.description;
        secret.keyId = input.KmsKeyId ?? secret.keyId;
        secret.changed = table.now;
        if (value === undefined || token === undefined) return identity(secret);
        const version = addVersion(secret, token, value, [CURRENT], table.now);
        return { ...identity(secret), VersionId: version.id };
      });
    }),

    UpdateSecretVersionStage: operation(
      updateSecretVersionStageShape,
      (input: HandledRequest<UpdateSecretVersionStageInput>) => {
        const secret = usable('UpdateSecretVersionStage', input.SecretId);
        const { VersionStage: versionStage, RemoveFromVersionId, MoveToVersionId } = input;
        const request = {
          secretId: input.SecretId,
          versionStage,
          removeFromVersionId: RemoveFromVersionId,
          moveToVersionId: MoveToVersionId,
        };
        table.change(secret.name, 'UpdateSecretVersionStage', request, () => {
          updateStage(secret, versionStage, RemoveFromVersionId, MoveToVersionId);
          secret.changed = table.now;
        });
        return identity(secret);
      },
    ),
  };
}

export const identity = ({ arn, name }: StoredSecret): { ARN: string; Name: string } => ({
  ARN: arn,
  Name: name,
});

/** A repeated request finds the secret that its first attempt created. */
function createdBefore(
  { table }: SecretsManagerContext,
  name: string,
  token: string | undefined,
): StoredSecret | undefined {
  const existing = table.find(name);
  const repeated =
    token !== undefined && existing?.deletionDate === undefined && existing?.versions.has(token) === true;
  return repeated ? existing : undefined;
}

function create(context: SecretsManagerContext, input: HandledRequest<CreateSecretInput>): StoredSecret {
  checkEncryption(context, input.KmsKeyId);
  return context.table.create({
    name: input.Name,
    description: input.Description,
    keyId: input.KmsKeyId,
    tags: new Map((input.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
  });
}

function checkEncryption({ settings }: SecretsManagerContext, keyId: string = DEFAULT_KEY): void {
  const state = settings.keys.stateFor('kms:GenerateDataKey', keyId);
  if (state === 'disabled')
    throw awsError(
      'EncryptionFailure',
      "Secrets Manager can't encrypt the protected secret text using the provided KMS key.",
    );
  if (state === 'denied') throw awsError('AccessDeniedException', 'Access to KMS is not allowed');
}
