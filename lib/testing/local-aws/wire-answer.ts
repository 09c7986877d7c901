import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

export interface WireAnswer {
  readonly status: number;
  readonly body: string;
  /** The content type. @default that of AWS JSON 1.1 */
  readonly type?: string;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The content type of SQS. */
export const QUEUE_JSON = 'application/x-amz-json-1.0';

/** Writes an answer with the headers that AWS sends. */
export function writeAnswer(response: ServerResponse, answer: WireAnswer): void {
  writeHead(response, answer);
  response.end(answer.body);
}

export function writeHead(response: ServerResponse, { status, body, type, headers }: WireAnswer): void {
  response.writeHead(status, {
    'x-amzn-requestid': randomUUID(),
    'content-type': type ?? 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
}
