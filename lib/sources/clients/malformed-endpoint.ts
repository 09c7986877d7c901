import { memberOf } from '../calls/error-facts.js';

const SCHEMES = new Set(['http:', 'https:']);

/**
 * What a client of the SDK answers, or why it cannot. The SDK takes `localhost:4566` for a URL of the scheme `localhost:`, and
 * sends the call anywhere else.
 */
export const checkingEndpoint = async <T>(client: unknown, answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    throw (await hasMalformedEndpoint(client)) ? invalidUrl() : error;
  }
};

/** The error of Node.js for what is no URL. */
const invalidUrl = (): Error => Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL' });

const hasMalformedEndpoint = async (client: unknown): Promise<boolean> => {
  const endpoint = memberOf(memberOf(client, 'config'), 'endpoint');
  if (typeof endpoint !== 'function') return false;
  try {
    const scheme = memberOf(await Reflect.apply(endpoint, undefined, []), 'protocol');
    return typeof scheme === 'string' && !SCHEMES.has(scheme);
  } catch {
    return false;
  }
};
