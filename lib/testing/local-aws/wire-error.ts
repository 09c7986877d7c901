import type { LocalAwsService } from '../interfaces/local-aws.interface.js';
import { awsError } from '../shared/aws-errors.js';
import { AwsServiceError } from '../shared/aws-service.error.js';
import { isRecord } from '../shared/is-record.js';
import { QUERY_CODES } from '../queues/queue-errors.js';
import { queryError } from './query-protocol.js';
import { QUEUE_JSON, type WireAnswer } from './wire-answer.js';

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

/** An error as it goes over the wire. */
export function toWireError(error: unknown, service: LocalAwsService | undefined): WireAnswer {
  const { name, message, status } = describe(error);
  if (service === 'sqs') return queueError({ name, message, status });
  if (service === 'sts') return queryError(new AwsServiceError({ name, message, status }));
  const capital = service === 'secretsmanager' ? !FRONT_END.has(name) : CAPITAL_IN_PARAMETER_STORE.has(name);
  const said = message === undefined ? {} : { [capital ? 'Message' : 'message']: message };
  return { status, body: JSON.stringify({ __type: name, ...said }) };
}

interface Described {
  readonly name: string;
  readonly message: string | undefined;
  readonly status: number;
}

/** SQS says in a header how the error was called when it spoke the query protocol. */
function queueError({ name, message, status }: Described): WireAnswer {
  const fault = status < 500 ? 'Sender' : 'Receiver';
  return {
    status,
    body: JSON.stringify({ __type: `com.amazonaws.sqs#${name}`, ...(message !== undefined && { message }) }),
    type: QUEUE_JSON,
    headers: { 'x-amzn-query-error': `${QUERY_CODES[name] ?? name};${fault}` },
  };
}

function describe(error: unknown): Described {
  if (error instanceof AwsServiceError) {
    return {
      name: error.name,
      message: AwsServiceError.wireMessage(error),
      status: error.$metadata.httpStatusCode,
    };
  }
  const { name, message } = error instanceof Error ? error : new Error('not an error');
  const code = name === 'Error' || name === 'TypeError' ? 'InternalFailure' : name;
  const status = statusOf(error) ?? awsError(code).$metadata.httpStatusCode;
  return { name: code, message, status };
}

/** The status that an error of the SDK carries. */
function statusOf(error: unknown): number | undefined {
  const metadata = isRecord(error) ? error['$metadata'] : undefined;
  const status = isRecord(metadata) ? metadata['httpStatusCode'] : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Whether it is `ECONNRESET` or the like: no answer at all. */
export function isNetworkError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
}
