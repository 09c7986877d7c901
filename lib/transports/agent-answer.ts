import { InvalidClientError, RefreshError, type SsmCacheError } from '../errors/index.js';
import {
  agentForwardedMessage,
  agentRolesMessage,
  agentTokenRefusedMessage,
  agentUnknownOptionMessage,
  notTheAgentMessage,
} from './agent.messages.js';
import type { HttpAnswer } from './http-get.js';

type Fields = Readonly<Record<string, unknown>>;

const OK = 200;
const BAD_REQUEST = 400;
const FORBIDDEN = 403;
const TOO_MANY_REQUESTS = 429;

/** Whether the agent refuses the token. What the role may not read has status 403 as well, and JSON as its body. */
export const isTokenRefusal = ({ status, body }: HttpAnswer): boolean =>
  status === FORBIDDEN && fieldsOf(body) === undefined;

/**
 * The output of GetSecretValue in an answer of the agent, as the SDK gives it.
 *
 * @throws what AWS told the agent, in the shape of an error of the SDK; an `SsmCacheError` for what the agent says itself
 */
export const secretIn = (answer: HttpAnswer, secret: string, endpoint: string): Fields => {
  const fields = fieldsOf(answer.body);
  if (answer.status === OK && fields !== undefined) return asOutput(fields);
  if (fields !== undefined && answer.status >= BAD_REQUEST)
    throw errorOfAws(fields, answer, secret, endpoint);
  throw errorOfAgent(answer, secret, endpoint);
};

/** The agent writes bytes in base64, and the seconds of a date as text. */
const asOutput = ({ SecretBinary, CreatedDate, ...fields }: Fields): Fields => ({
  ...fields,
  ...(typeof SecretBinary === 'string' && { SecretBinary: Buffer.from(SecretBinary, 'base64') }),
  ...(typeof CreatedDate === 'string' && { CreatedDate: Number(CreatedDate) }),
});

const errorOfAws = (fields: Fields, { status }: HttpAnswer, secret: string, endpoint: string): Error => {
  const { __type: type, message } = fields;
  if (type === 'MaxRolesExceeded')
    return new RefreshError(agentRolesMessage(secret, endpoint), { names: [secret] });
  const error = new Error(typeof message === 'string' ? message : '');
  return Object.assign(error, { name: type, $metadata: { httpStatusCode: status } });
};

/** What the agent says itself is text, of which only what is known is understood. */
const errorOfAgent = ({ status, body }: HttpAnswer, secret: string, endpoint: string): Error => {
  const options = { names: [secret] };
  if (status === FORBIDDEN) return new RefreshError(agentTokenRefusedMessage(secret, endpoint), options);
  if (status === TOO_MANY_REQUESTS)
    return Object.assign(new Error(), {
      name: 'TooManyRequestsException',
      $metadata: { httpStatusCode: status },
    });
  return refusedRequest(status, body, secret, endpoint) ?? notTheAgent(status, secret, endpoint);
};

const refusedRequest = (
  status: number,
  body: string,
  secret: string,
  endpoint: string,
): SsmCacheError | undefined => {
  if (status !== BAD_REQUEST) return undefined;
  if (body === 'Forwarded')
    return new InvalidClientError(agentForwardedMessage(secret, endpoint), { names: [secret] });
  const [, parameter] = /^unknown parameter: (\w{1,40})$/.exec(body) ?? [];
  return parameter === undefined
    ? undefined
    : new InvalidClientError(agentUnknownOptionMessage(secret, endpoint, parameter), { names: [secret] });
};

const notTheAgent = (status: number, secret: string, endpoint: string): SsmCacheError => {
  const text = notTheAgentMessage(secret, endpoint, status);
  const options = { names: [secret] };
  return status >= 500 ? new RefreshError(text, options) : new InvalidClientError(text, options);
};

const fieldsOf = (body: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined;
  }
};
