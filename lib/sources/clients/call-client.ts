import { InvalidClientError } from '../../errors/index.js';
import { clientReturnedNothingMessage, clientThrewMessage } from '../../errors/errors.messages.js';

/** What JavaScript throws where a program is wrong. */
const MISTAKES = [TypeError, ReferenceError, RangeError, SyntaxError];

/**
 * Calls a method of a client that was given, which has to return a promise. What it throws at once is a mistake in the client,
 * not a failure of AWS; an error of AWS that a fake throws at once counts as an answer.
 *
 * @param call such as `getParameters()`
 */
export const callClient = async (token: string, call: string, invoke: () => unknown): Promise<unknown> => {
  const answer = invokeSafely(token, call, invoke);
  if (typeof answer === 'object' && answer !== null) return answer;
  const what = answer === undefined || answer === null ? String(answer) : `a ${typeof answer}`;
  throw new InvalidClientError(clientReturnedNothingMessage(token, call, what), { names: [token] });
};

const invokeSafely = (token: string, call: string, invoke: () => unknown): unknown => {
  try {
    return invoke();
  } catch (error) {
    const mistake = MISTAKES.find((mistaken) => error instanceof mistaken);
    if (mistake === undefined) throw error;
    const cause = placeOf(error as Error);
    const message = clientThrewMessage(token, call, mistake.name, cause === undefined ? '' : `, ${cause}`);
    throw new InvalidClientError(message, { names: [token] });
  }
};

/** Where an error was thrown. Its text is left out, since it can quote a value. */
const placeOf = ({ message, stack = '' }: Error): string | undefined => {
  const frames = stack.slice(stack.indexOf(message) + message.length);
  return /^\s+(at .+)$/m.exec(frames)?.[1];
};
