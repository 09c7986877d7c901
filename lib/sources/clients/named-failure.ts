import { SsmCacheError } from '../../errors/index.js';
import { ofClientMessage } from '../../errors/errors.messages.js';
import { freshError } from '../../errors/fresh-error.js';
import { DEFAULT_CLIENT, type Answer } from '../source.interface.js';

/** What a client other than the default one answers: its errors say which client they are of. */
export const namingClient = (client: string, answer: Promise<Answer>): Promise<Answer> =>
  client === DEFAULT_CLIENT
    ? answer
    : answer.then(
        (given) => (given.found ? given : { ...given, error: named(given.error, client) }),
        (error: unknown) => {
          throw error instanceof SsmCacheError ? named(error, client) : error;
        },
      );

export const named = <E extends SsmCacheError>(error: E, client: string): E => {
  const copy = freshError(error);
  Object.defineProperty(copy, 'message', { ...hidden, value: ofClientMessage(error.message, client) });
  return copy;
};

const hidden = { enumerable: false, configurable: true, writable: true };
