import { memberOf } from './aws-error.js';

/** What an error says of itself. It can quote a value: it is only ever compared with, never shown. */
export const textOf = (error: unknown): string =>
  ['message', 'Message']
    .map((member) => memberOf(error, member))
    .filter((text) => typeof text === 'string')
    .join('\n');
