import { InvalidClientError } from '../../errors/index.js';
import { clientReturnedNothingMessage, clientThrewMessage } from '../../errors/errors.messages.js';
import { memberOf } from '../calls/error-facts.js';

/** What JavaScript throws where a program is wrong. */
const MISTAKES = [TypeError, ReferenceError, RangeError, SyntaxError];

/**
 * Calls a method of a client that was given, which has to return a promise. What it throws at once is a mistake in the client,
 * not a failure of AWS; an error of AWS that a fake throws at once counts as an answer. Whatever it fails with, a malformed endpoint is
 * named first.
 *
 * @param call such as `getParameters()`
 */
export const callClient = async (
  client: unknown,
  token: string,
  call: string,
  invoke: () => unknown,
): Promise<unknown> => {
  let isSent = false;
  try {
    const answer = invoke() as Promise<unknown> | undefined;
    if (typeof answer !== 'object' || answer === null) throw noPromise(token, call, answer);
    isSent = true;
    return await answer;
  } catch (error) {
    throw await reasonOf(client, isSent ? error : thrownAtOnce(token, call, error));
  }
};

const noPromise = (token: string, call: string, answer: unknown): InvalidClientError => {
  const what = answer === undefined || answer === null ? String(answer) : `a ${typeof answer}`;
  return new InvalidClientError(clientReturnedNothingMessage(token, call, what), { names: [token] });
};

const thrownAtOnce = (token: string, call: string, error: unknown): unknown => {
  const mistake = MISTAKES.find((mistaken) => error instanceof mistaken);
  if (mistake === undefined) return error;
  const cause = placeOf(error as Error);
  const message = clientThrewMessage(token, call, mistake.name, cause === undefined ? '' : `, ${cause}`);
  return new InvalidClientError(message, { names: [token] });
};

/** Where an error was thrown. Its text is left out, since it can quote a value. */
const placeOf = ({ message, stack = '' }: Error): string | undefined => {
  const frames = stack.slice(stack.indexOf(message) + message.length);
  return /^\s+(at .+)$/m.exec(frames)?.[1];
};

const SCHEMES = new Set(['http:', 'https:']);

/**
 * What a client of the SDK answers, or why it cannot. The SDK takes `localhost:4566` for a URL of the scheme `localhost:`, and
 * sends the call anywhere else.
 */
export const checkingEndpoint = async <T>(client: unknown, answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    throw await reasonOf(client, error);
  }
};

/** The error of Node.js for what is no URL if the endpoint of the client is malformed; else the error itself. */
const reasonOf = async (client: unknown, error: unknown): Promise<unknown> => {
  const endpoint = memberOf(memberOf(client, 'config'), 'endpoint');
  if (typeof endpoint !== 'function') return error;
  try {
    const scheme = memberOf(await Reflect.apply(endpoint, undefined, []), 'protocol');
    if (typeof scheme !== 'string' || SCHEMES.has(scheme)) return error;
  } catch {
    return error;
  }
  return Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL' });
};
