import type { IncomingMessage } from 'node:http';

export interface WireTarget {
  readonly service: 'ssm' | 'secretsmanager';
  readonly operation: string;
}

const SERVICES = new Map<string | undefined, WireTarget['service']>([
  ['AmazonSSM', 'ssm'],
  ['secretsmanager', 'secretsmanager'],
]);

/** What a request asks of which service, from its header `x-amz-target`. */
export function wireTarget({ headers }: IncomingMessage): WireTarget | undefined {
  const [prefix, operation] = /^(\w+)\.(\w+)$/.exec(String(headers['x-amz-target']))?.slice(1) ?? [];
  const service = SERVICES.get(prefix);
  return service !== undefined && operation !== undefined ? { service, operation } : undefined;
}

/** Which attempt of the SDK a request is. */
export function attemptOf({ headers }: IncomingMessage): number {
  return Number(/attempt=(\d+)/.exec(String(headers['amz-sdk-request']))?.[1] ?? 1);
}

/** Whether a request is signed, in its headers or in its URL. */
export function isSigned({ headers, url }: IncomingMessage): boolean {
  return headers.authorization !== undefined || url?.includes('X-Amz-Signature=') === true;
}
