import { blob, boolean, integer, list, structure, tags, text } from '../shared/input-shape.js';

const secretId = text({ min: 1, max: 2048 });
const versionId = text({ min: 32, max: 64 });
const stage = text({ min: 1, max: 256 });
const nextToken = text({ min: 1, max: 4096 });
const content = {
  ClientRequestToken: text({ min: 32, max: 64 }),
  SecretBinary: blob({ min: 1, max: 65_536, sensitive: true }),
  SecretString: text({ min: 1, max: 65_536, sensitive: true }),
};
const attributes = { Description: text({ max: 2048 }), KmsKeyId: text({ max: 2048 }) };

const FILTER_KEYS = [
  'description',
  'name',
  'tag-key',
  'tag-value',
  'primary-region',
  'owning-service',
  'all',
];

const filters = list(
  structure({
    Key: text({ values: FILTER_KEYS }),
    Values: list(text({ min: 1, max: 512, pattern: String.raw`\!?[a-zA-Z0-9 :_@\/\+\=\.\-\!]*` }), {
      min: 1,
      max: 10,
    }),
  }),
);

export const getSecretValueShape = structure({
  'SecretId!': secretId,
  VersionId: versionId,
  VersionStage: stage,
});

export const batchGetSecretValueShape = structure({
  SecretIdList: list(secretId, { min: 1, max: 20 }),
  Filters: filters,
  MaxResults: integer(1, 20),
  NextToken: nextToken,
});

export const createSecretShape = structure({
  'Name!': text({ min: 1, max: 512 }),
  ...content,
  ...attributes,
  Tags: tags,
});

export const putSecretValueShape = structure({
  'SecretId!': secretId,
  ...content,
  VersionStages: list(stage, { min: 1, max: 20 }),
});

export const updateSecretShape = structure({ 'SecretId!': secretId, ...content, ...attributes });

export const updateSecretVersionStageShape = structure({
  'SecretId!': secretId,
  'VersionStage!': stage,
  RemoveFromVersionId: versionId,
  MoveToVersionId: versionId,
});

export const secretIdShape = structure({ 'SecretId!': secretId });

export const listSecretsShape = structure({
  Filters: filters,
  IncludePlannedDeletion: boolean,
  MaxResults: integer(1, 100),
  NextToken: nextToken,
  SortOrder: text({ values: ['asc', 'desc'] }),
});

export const listSecretVersionIdsShape = structure({
  'SecretId!': secretId,
  IncludeDeprecated: boolean,
  MaxResults: integer(1, 100),
  NextToken: nextToken,
});

export const deleteSecretShape = structure({
  'SecretId!': secretId,
  RecoveryWindowInDays: integer(),
  ForceDeleteWithoutRecovery: boolean,
});
