import { edited, refuses, says } from './edit-answer.js';
import type { Fault } from './fault.js';

/** What AWS, or something that stands before it, answers in place of a value. */
export const FAULTS_OF_THE_SERVICE: readonly Fault[] = [
  {
    name: 'throttling that asks to come again in 30 s',
    happens: { fault: 'throttling', retryAfter: 30 },
    outcome: 'awaited',
  },
  { name: 'throttling', happens: 'throttling', outcome: 'awaited' },
  {
    name: '503 that asks to come again in 30 s',
    happens: { fault: 'unavailable', retryAfter: 30 },
    outcome: 'awaited',
  },
  { name: '503 that is not JSON', happens: 'unavailable', outcome: 'transient' },
  { name: '500', happens: 'internal-error', outcome: 'transient' },
  {
    name: '500 by the name that each service has for it',
    happens: refuses('InternalServerError', 'InternalServiceError', 500),
    outcome: 'transient',
  },
  { name: '429 without a name', happens: says('', 429), outcome: 'awaited' },
  { name: '504 from a load balancer', happens: says('<html></html>', 504), outcome: 'transient' },
  { name: 'access denied', happens: 'access-denied', outcome: 'refused' },
  {
    name: 'access denied, with the namespace of the error',
    happens: refuses('com.amazon.coral.service#AccessDeniedException'),
    outcome: 'refused',
  },
  {
    name: 'access denied, in a header only',
    happens: says('{}', 400, { 'x-amzn-errortype': 'AccessDeniedException:' }),
    outcome: 'refused',
  },
  {
    name: 'a disabled key',
    happens: refuses('InvalidKeyId', 'DecryptionFailure'),
    outcome: 'refused',
  },
  { name: 'an expired token', happens: 'expired-token', outcome: 'transient' },
  { name: 'an unknown token', happens: refuses('UnrecognizedClientException'), outcome: 'transient' },
  { name: 'a wrong signature', happens: refuses('InvalidSignatureException'), outcome: 'transient' },
  { name: 'a malformed request', happens: refuses('ValidationException'), outcome: 'gone' },
  {
    name: 'no such name, as an error',
    happens: refuses('ParameterNotFound', 'ResourceNotFoundException'),
    outcome: 'gone',
  },
  {
    name: 'no such name, in the answer',
    happens: edited((answer, { operation }) => {
      const asked = (answer['Parameters'] ?? answer['SecretValues']) as { Name: string }[];
      return operation === 'GetParameters'
        ? { Parameters: [], InvalidParameters: asked.map(({ Name }) => Name) }
        : {
            SecretValues: [],
            Errors: asked.map(({ Name }) => ({
              SecretId: Name,
              ErrorCode: 'ResourceNotFoundException',
            })),
          };
    }),
    scope: { when: ({ operation }) => ['GetParameters', 'BatchGetSecretValue'].includes(operation) },
    outcome: { single: 'gone', batch: 'gone' },
  },
  { name: 'an error that nobody knows', happens: refuses('TotallyNewException'), outcome: 'transient' },
  { name: '400 without a name', happens: says('{}', 400), outcome: 'transient' },
  { name: '403 of a proxy, as a page', happens: says('<html></html>', 403), outcome: 'transient' },
  { name: '403 without a name', happens: says('{"message":"Forbidden"}', 403), outcome: 'transient' },
  {
    name: '404 to an operation that the endpoint lacks, in XML',
    happens: says('<UnknownOperationException/>', 404),
    outcome: 'unusable client',
  },
  {
    name: '404 of another server, as a page',
    happens: says('<html></html>', 404),
    outcome: 'unusable client',
  },
  {
    name: 'a redirect',
    happens: says('', 307, { location: 'http://127.0.0.1:9/' }),
    outcome: 'transient',
  },
  { name: '304', happens: says('', 304), outcome: 'transient' },
  { name: '204', happens: says('', 204), outcome: 'transient' },
];
