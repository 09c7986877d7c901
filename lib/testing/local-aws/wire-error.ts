import { awsError } from '../shared/aws-errors.js';
import { AwsServiceError } from '../shared/aws-service.error.js';

/** The errors of Parameter Store whose model spells the member `Message`. All others spell it `message`. */
const CAPITAL_IN_PARAMETER_STORE = new Set([
  'AccessDeniedException',
  'InternalServerError',
  'InvalidFilterValue',
  'InvalidNextToken',
  'TooManyUpdates',
]);

/** What the front end of AWS answers, before a service sees the request. */
const FRONT_END = new Set([
  'ExpiredTokenException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'SerializationException',
  'ThrottlingException',
  'UnknownOperationException',
  'UnrecognizedClientException',
  'ValidationException',
]);

export interface WireError {
  readonly status: number;
  readonly body: string;
}

/** An error as it goes over the wire; `undefined` if it is one of the network, that is no answer at all. */
export function toWireError(
  error: unknown,
  service: 'ssm' | 'secretsmanager' | undefined,
): WireError | undefined {
  if (isNetworkError(error)) return undefined;
  const { name, message, status } = describe(error);
  const capital = service === 'secretsmanager' ? !FRONT_END.has(name) : CAPITAL_IN_PARAMETER_STORE.has(name);
  const said = message === undefined ? {} : { [capital ? 'Message' : 'message']: message };
  return { status, body: JSON.stringify({ __type: name, ...said }) };
}

function describe(error: unknown): { name: string; message: string | undefined; status: number } {
  if (error instanceof AwsServiceError) {
    return {
      name: error.name,
      message: AwsServiceError.wireMessage(error),
      status: error.$metadata.httpStatusCode,
    };
  }
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const unnamed = name === 'Error' || name === 'TypeError';
  const { $metadata: usual } = awsError(unnamed ? 'InternalFailure' : name);
  return {
    name: unnamed ? 'InternalFailure' : name,
    message,
    status: $metadata?.httpStatusCode ?? usual.httpStatusCode,
  };
}

/** `ECONNRESET` and the like. */
function isNetworkError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
}
