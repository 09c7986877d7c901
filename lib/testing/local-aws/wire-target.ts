import type { IncomingMessage } from 'node:http';
import type { LocalAwsService } from '../interfaces/local-aws.interface.js';
import { awsError } from '../shared/aws-errors.js';

export interface WireTarget {
  readonly service: LocalAwsService;
  readonly operation: string;
}

const SERVICES: ReadonlyMap<string | undefined, WireTarget['service']> = new Map([
  ['AmazonSSM', 'ssm'],
  ['secretsmanager', 'secretsmanager'],
  ['AmazonSQS', 'sqs'],
]);

/** What a request asks of which service, from its header `x-amz-target`. */
export function wireTarget({ headers }: IncomingMessage): WireTarget | undefined {
  const [prefix, operation] = /^(\w+)\.(\w+)$/.exec(String(headers['x-amz-target']))?.slice(1) ?? [];
  const service = SERVICES.get(prefix);
  return service !== undefined && operation !== undefined ? { service, operation } : undefined;
}

/** What a request is told that asks for no operation of these services. */
export function unknownTarget(header: string | readonly string[] | undefined): Error {
  const problem =
    header === undefined
      ? 'The header x-amz-target is missing.'
      : `The local AWS does not serve ${JSON.stringify(header)}.`;
  const targets = [...SERVICES.keys()].map((prefix) => `"${prefix}.<operation>"`).join(', ');
  return awsError('UnknownOperationException', `${problem} The targets are ${targets}.`);
}

/** Which attempt of the SDK a request is. */
export function attemptOf({ headers }: IncomingMessage): number {
  return Number(/attempt=(\d+)/.exec(String(headers['amz-sdk-request']))?.[1] ?? 1);
}

/** Whether a request is signed, in its headers or in its URL. */
export function isSigned({ headers, url }: IncomingMessage): boolean {
  return headers.authorization !== undefined || url?.includes('X-Amz-Signature=') === true;
}
