import type {
  BatchGetSecretValueInput,
  BatchGetSecretValueOutput,
  GetSecretValueInput,
  SecretValueOutput,
} from '../interfaces/secrets-manager.interface.js';
import { AwsServiceError } from '../shared/aws-service.error.js';
import type { HandledRequest } from '../shared/handled-request.js';
import { operation, type Operations } from '../shared/operation.js';
import { invalidParameter, invalidToken } from './secret-errors.js';
import { secretFilter } from './secret-filters.js';
import { ownerOf, readShared } from './shared-secret.js';
import { batchGetSecretValueShape, getSecretValueShape } from './secret.shapes.js';
import type { SecretsManagerContext } from './secrets-manager.context.js';

type BatchInput = HandledRequest<BatchGetSecretValueInput>;
type BatchError = NonNullable<BatchGetSecretValueOutput['Errors']>[number];

export function getSecretsOperations(context: SecretsManagerContext): Operations {
  const { settings } = context;
  return {
    GetSecretValue: operation(getSecretValueShape, (input: HandledRequest<GetSecretValueInput>) =>
      read(context, input),
    ),

    BatchGetSecretValue: operation(batchGetSecretValueShape, (input: BatchInput) => {
      settings.access.check('secretsmanager:BatchGetSecretValue', { names: [], shownAs: undefined });
      checkBatch(input);
      const { ids, NextToken } = chosenSecrets(context, input);
      const results = ids.map((id) => readOne(context, id));
      const values = results.filter((result) => 'ARN' in result);
      return {
        SecretValues: settings.order(values, ({ Name }) => Name),
        Errors: results.filter((result) => 'ErrorCode' in result),
        ...(NextToken === undefined ? {} : { NextToken }),
      };
    }),
  };
}

function checkBatch({ SecretIdList, Filters, MaxResults }: BatchInput): void {
  if ((SecretIdList === undefined) === (Filters === undefined)) {
    throw invalidParameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
  }
  if (MaxResults !== undefined && Filters === undefined) {
    throw invalidParameter(
      "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.",
    );
  }
}

function chosenSecrets(
  { settings, table }: SecretsManagerContext,
  input: BatchInput,
): { readonly ids: readonly string[]; readonly NextToken?: string } {
  if (input.SecretIdList !== undefined) return { ids: [...new Set(input.SecretIdList)] };
  settings.access.check('secretsmanager:ListSecrets', { names: [], shownAs: undefined });
  const matches = secretFilter(input.Filters);
  const { items, ...token } = settings.pager.page({
    items: table.all().filter((secret) => secret.deletionDate === undefined && matches(secret)),
    keyOf: ({ name }) => name,
    size: input.MaxResults ?? 20,
    token: input.NextToken,
    scope: 'batch',
    invalidToken,
  });
  return { ids: items.map(({ arn }) => arn), ...token };
}

function read(
  { settings, reader }: SecretsManagerContext,
  input: Partial<HandledRequest<GetSecretValueInput>>,
): SecretValueOutput {
  const owner = ownerOf(input.SecretId ?? '', settings);
  return owner === undefined ? reader.read(input) : readShared(settings, owner, input);
}

/** What goes wrong with one secret is told in the answer; it does not spoil the others. */
function readOne(context: SecretsManagerContext, id: string): SecretValueOutput | BatchError {
  try {
    return read(context, { SecretId: id });
  } catch (error) {
    if (!(error instanceof AwsServiceError)) throw error;
    return { SecretId: id, ErrorCode: error.name, Message: error.message };
  }
}
