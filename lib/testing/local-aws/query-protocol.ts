import { randomUUID } from 'node:crypto';
import { AwsServiceError } from '../shared/aws-service.error.js';
import type { WireAnswer } from './wire-answer.js';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const TYPE = 'text/xml';
const FORBIDDEN = 403;

/** What the query protocol calls an error, and its status. */
const CODES: Readonly<Record<string, readonly [code: string, status: number]>> = {
  AccessDeniedException: ['AccessDenied', FORBIDDEN],
  ExpiredTokenException: ['ExpiredToken', FORBIDDEN],
  MissingAuthenticationTokenException: ['MissingAuthenticationToken', FORBIDDEN],
  ThrottlingException: ['Throttling', 400],
  UnknownOperationException: ['InvalidAction', 400],
  UnrecognizedClientException: ['InvalidClientTokenId', FORBIDDEN],
  ValidationException: ['ValidationError', 400],
};

/** The operation and the input in the form of a request; `undefined` for anything else. */
export function readQuery(
  contentType: string | undefined,
  body: string,
): { readonly operation: string; readonly input: Readonly<Record<string, string | number>> } | undefined {
  if (contentType?.startsWith('application/x-www-form-urlencoded') !== true) return undefined;
  const { Action: operation, Version: _version, ...members } = Object.fromEntries(new URLSearchParams(body));
  if (operation === undefined) return undefined;
  const input = Object.entries(members).map(([name, value]) => [
    name,
    name === 'DurationSeconds' ? Number(value) : value,
  ]);
  return { operation, input: Object.fromEntries(input) as Record<string, string | number> };
}

export function queryAnswer(operation: string, output: object): WireAnswer {
  const body = `<${operation}Response xmlns="${NAMESPACE}"><${operation}Result>${elements(output)}</${operation}Result>${metadata()}</${operation}Response>`;
  return { status: 200, body, type: TYPE };
}

export function queryError(error: AwsServiceError): WireAnswer {
  const [code, status] = CODES[error.name] ?? [error.name, error.$metadata.httpStatusCode];
  const type = status < 500 ? 'Sender' : 'Receiver';
  const told = elements({ Type: type, Code: code, Message: AwsServiceError.wireMessage(error) });
  const body = `<ErrorResponse xmlns="${NAMESPACE}"><Error>${told}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
  return { status, body, type: TYPE };
}

const metadata = (): string => `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;

function elements(members: object): string {
  return Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${content(value)}</${name}>`)
    .join('');
}

function content(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) return elements(value);
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
