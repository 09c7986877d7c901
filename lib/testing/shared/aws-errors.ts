import { type AwsErrorDescription, AwsServiceError } from './aws-service.error.js';

type Known = readonly [message?: string, status?: number];

/** What AWS says by default with a code, where one text is usual. */
const KNOWN: Readonly<Record<string, Known>> = {
  AccessDeniedException: ['User is not authorized to perform this action'],
  ThrottlingException: ['Rate exceeded'],
  ExpiredTokenException: ['The security token included in the request is expired'],
  UnrecognizedClientException: ['The security token included in the request is invalid.'],
  MissingAuthenticationTokenException: ['Missing Authentication Token'],
  InternalServerError: ['An error occurred on the server side.', 500],
  InternalServiceError: ['An error occurred on the server side.', 500],
  InternalFailure: ['The request processing has failed because of an unknown error.', 500],
  ServiceUnavailable: ['The request has failed due to a temporary failure of the server.', 503],
  ServiceUnavailableException: ['The request has failed due to a temporary failure of the server.', 503],
  TooManyUpdates: ['There are concurrent updates for a resource that supports one update at a time.'],
  DecryptionFailure: ["Secrets Manager can't decrypt the protected secret text using the provided KMS key."],
  ResourceNotFoundException: ["Secrets Manager can't find the specified secret."],
};

/** Makes the error that AWS gives for a code; its usual text and status are filled in. */
export function awsError(name: string, message?: string, status?: number): AwsServiceError {
  const [usualMessage, usualStatus] = KNOWN[name] ?? [];
  return new AwsServiceError({
    name,
    message: message ?? usualMessage,
    status: status ?? usualStatus ?? 400,
  });
}

export const validationException = (message: string): AwsServiceError =>
  awsError('ValidationException', message);

export const serializationException = (message: string): AwsServiceError =>
  awsError('SerializationException', message);

/** AWS gives no message. A service in memory has fewer operations than AWS, so it says which. */
export const unknownOperation = (
  service: string,
  operation: string,
  known: readonly string[],
): AwsServiceError =>
  awsError(
    'UnknownOperationException',
    `The in-memory ${service} has no operation "${operation}". Its operations are ${known.join(', ')}.`,
  );

/** An error given as an AWS code, as a description or as the error itself. */
export function toError(error: Error | string | AwsErrorDescription): Error {
  if (error instanceof Error) return error;
  if (typeof error === 'string') return awsError(error);
  return awsError(error.name, error.message, error.status);
}

/** The error of an aborted request, as the SDK throws it. */
export function abortError(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' });
}
