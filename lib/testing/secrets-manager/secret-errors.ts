import { awsError } from '../shared/aws-errors.js';

export const secretNotFound = (): Error => awsError('ResourceNotFoundException');

export const valueNotFound = (what: 'staging label' | 'VersionId', value: string): Error =>
  awsError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${what}: ${value}`,
  );

export const invalidRequest = (message: string): Error => awsError('InvalidRequestException', message);

export const invalidParameter = (message: string): Error => awsError('InvalidParameterException', message);

export const markedForDeletion = (): Error =>
  invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");

export const invalidToken = (): Error =>
  awsError('InvalidNextTokenException', 'The NextToken value is invalid.');
