import { CallFailure } from '../calls/call-failure.js';

/** The part of an SDK command that is used. */
export interface SdkCommand {
  readonly middlewareStack: {
    add(middleware: (next: Handler) => Handler, options: object): void;
  };
}

type Handler = (args: never) => Promise<unknown>;

/** A throttled answer under a name that makes no SDK repeat it. */
class ThrottledAnswer extends Error {
  override readonly name = 'ThrottledAnswer';

  constructor(readonly error: unknown) {
    super('AWS throttles this call.');
  }
}

const passOn =
  (next: Handler): Handler =>
  async (args) => {
    try {
      return await next(args);
    } catch (error) {
      throw new CallFailure(error).isThrottling ? new ThrottledAnswer(error) : error;
    }
  };

/**
 * Sends a command that the SDK does not repeat when AWS throttles it, whatever its retries are; of all other failures it
 * takes care as usual.
 *
 * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/middleware-stack.html
 */
export const sendUnrepeated = <Command extends SdkCommand>(
  command: Command,
  send: (command: Command) => Promise<unknown>,
): Promise<unknown> => {
  command.middlewareStack.add(passOn, { step: 'finalizeRequest', priority: 'low', name: 'throttledAnswer' });
  return send(command).catch((error: unknown) => {
    throw error instanceof ThrottledAnswer ? error.error : error;
  });
};
