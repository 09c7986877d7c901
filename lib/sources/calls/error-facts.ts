import { isErrorName, isSystemErrorCode } from './error-names.js';

/** A member of whatever was thrown; a getter that throws has none. */
export const memberOf = (thing: unknown, member: string): unknown => {
  try {
    return (thing as Record<string, unknown> | null | undefined)?.[member];
  } catch {
    return undefined;
  }
};

/** The name of an error of AWS, the SDK or Node.js; what cannot be one is not shown. */
export const nameOf = (error: unknown): string => {
  const name = memberOf(error, 'name');
  return isErrorName(name) ? name : 'unknown error';
};

/** The same, or the system's own code where that says more, such as `ECONNREFUSED`. */
export const codeOf = (error: unknown): string => {
  const code = memberOf(error, 'code');
  return isSystemErrorCode(code) ? code : nameOf(error);
};

/** The status of the HTTP answer that the error was made of. */
export const statusOf = (error: unknown): unknown => memberOf(memberOf(error, '$metadata'), 'httpStatusCode');

/** What an error says of itself. It can quote a value: it is only ever compared with, never shown. */
export const textOf = (error: unknown): string =>
  ['message', 'Message']
    .map((member) => memberOf(error, member))
    .filter((text) => typeof text === 'string')
    .join('\n');
