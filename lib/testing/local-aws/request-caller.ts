import type { IncomingMessage } from 'node:http';
import type { Signature } from '../token-service/sessions.js';

/** What the signature of a request says: with which key, and for which region. */
export interface RequestScope extends Signature {
  readonly region: string;
}

const SCOPE = /Credential=([^/,\s]+)\/\d+\/([^/]+)\/[^/]+\/aws4_request/;

/** `undefined` for a request without a signature. Signatures are not verified. */
export function scopeOf({ headers, url = '' }: IncomingMessage): RequestScope | undefined {
  const { searchParams } = new URL(url, 'http://localhost');
  const presigned = searchParams.get('X-Amz-Credential');
  const signature = headers.authorization ?? (presigned === null ? '' : `Credential=${presigned}`);
  const [, accessKeyId, region] = SCOPE.exec(signature) ?? [];
  if (accessKeyId === undefined || region === undefined) return undefined;
  const token = headers['x-amz-security-token'] ?? searchParams.get('X-Amz-Security-Token') ?? undefined;
  return { accessKeyId, region, sessionToken: token === undefined ? undefined : String(token) };
}
