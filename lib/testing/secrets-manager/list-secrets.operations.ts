import type {
  ListSecretsInput,
  ListSecretVersionIdsInput,
  SecretIdInput,
} from '../interfaces/secrets-manager.interface.js';
import type { HandledRequest } from '../shared/handled-request.js';
import { operation, type Operations } from '../shared/operation.js';
import { invalidToken } from './secret-errors.js';
import { secretFilter } from './secret-filters.js';
import { listEntry, metadataOf, stagesByVersion, versionEntry } from './secret-metadata.js';
import { checkSecretAccess } from './secret-reader.js';
import { listSecretsShape, listSecretVersionIdsShape, secretIdShape } from './secret.shapes.js';
import type { SecretsManagerContext } from './secrets-manager.context.js';
import type { StoredSecret } from './stored-secret.js';
import { identity } from './write-secrets.operations.js';

export function listSecretsOperations({ settings, table }: SecretsManagerContext): Operations {
  return {
    DescribeSecret: operation(secretIdShape, ({ SecretId }: HandledRequest<SecretIdInput>) => {
      checkSecretAccess(settings, table, 'DescribeSecret', SecretId);
      const secret = table.get(SecretId);
      return { ...metadataOf(secret), VersionIdsToStages: stagesByVersion(secret) };
    }),

    ListSecrets: operation(listSecretsShape, (input: HandledRequest<ListSecretsInput>) => {
      settings.access.check('secretsmanager:ListSecrets', { names: [], shownAs: undefined });
      const matches = secretFilter(input.Filters);
      const { SortOrder: sortOrder } = input;
      const pager = sortOrder === undefined ? settings.pager : settings.history;
      const { items, ...token } = pager.page({
        items: table
          .all()
          .filter(({ deletionDate }) => deletionDate === undefined || input.IncludePlannedDeletion === true)
          .filter(matches),
        keyOf: (secret) => (sortOrder === undefined ? secret.name : creationKey(secret, sortOrder)),
        size: input.MaxResults ?? 100,
        token: input.NextToken,
        scope: `list ${sortOrder}`,
        invalidToken,
      });
      const list = items.map(listEntry);
      return { SecretList: list, ...token };
    }),

    ListSecretVersionIds: operation(
      listSecretVersionIdsShape,
      (input: HandledRequest<ListSecretVersionIdsInput>) => {
        checkSecretAccess(settings, table, 'ListSecretVersionIds', input.SecretId);
        const secret = table.get(input.SecretId);
        const versions = [...secret.versions.values()];
        const { items, ...token } = settings.history.page({
          items: versions.filter(({ stages }) => stages.size > 0 || input.IncludeDeprecated === true),
          keyOf: (version) => String(versions.indexOf(version)).padStart(6, '0'),
          size: input.MaxResults ?? 100,
          token: input.NextToken,
          scope: `versions ${secret.arn}`,
          invalidToken,
        });
        return {
          ...identity(secret),
          Versions: items.map(versionEntry),
          ...token,
        };
      },
    ),
  };
}

/** Sorts by creation, and by name what was created at once. */
function creationKey({ created, name }: StoredSecret, sortOrder: string): string {
  const time = sortOrder === 'asc' ? created : Number.MAX_SAFE_INTEGER - created;
  return `${String(time).padStart(16, '0')} ${name}`;
}
