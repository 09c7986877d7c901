import { SsmCacheError } from '../errors/index.js';
import { ofClientMessage } from '../errors/errors.messages.js';
import { freshError } from '../errors/fresh-error.js';
import { DEFAULT_CLIENT, type Answer, type Reference } from './source.interface.js';

/** An error about a reference, which names the client unless it is the default one. */
export const ofClient = <E extends SsmCacheError>(error: E, { client }: Pick<Reference, 'client'>): E => {
  if (client === DEFAULT_CLIENT) return error;
  const copy = freshError(error);
  Object.defineProperty(copy, 'message', { ...hidden, value: ofClientMessage(error.message, client) });
  return copy;
};

/** What a client answers: its errors say which client they are of. */
export const answerOfClient = (client: string, answer: Promise<Answer>): Promise<Answer> =>
  answer.then(
    (given) => (given.found ? given : { ...given, error: ofClient(given.error, { client }) }),
    (error: unknown) => {
      throw error instanceof SsmCacheError ? ofClient(error, { client }) : error;
    },
  );

const hidden = { enumerable: false, configurable: true, writable: true };
